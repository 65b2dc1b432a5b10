from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, Postcode

from .base import DirectoryAdmin, count_of, link_to
from .figures import FigureOfAreaInline


@admin.register(Area)
class AreaAdmin(DirectoryAdmin):
    list_display = ["name", "kind", "parent", "ags", "nuts", "parts", "postcodes_"]
    list_select_related = ["parent"]
    list_filter = ["level", "kind"]
    search_fields = ["name", "official_name", "=ags", "=nuts", "slug"]
    autocomplete_fields = ["parent", "source"]
    readonly_fields = ["has_boundary"]
    inlines = [FigureOfAreaInline]
    fieldsets = [
        (None, {"fields": ["name", "official_name", "slug", ("level", "kind"), "parent"]}),
        (_("Official keys"), {"fields": [("ags", "nuts")]}),
        (_("Description"), {"fields": ["description_de", "description_en", "source"]}),
        (
            _("Map"),
            {
                "fields": [
                    ("latitude", "longitude"),
                    ("tile_row", "tile_column"),
                    "has_boundary",
                    "position",
                ],
            },
        ),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .defer("boundary", "outline", "parent__boundary")  # up to 100 KB each
            .annotate(
                child_count=count_of(Area.objects.all(), "parent"),
                postcode_count=count_of(Postcode.objects.all(), "district"),
            )
        )

    @admin.display(description=_("parts"), ordering="child_count")
    def parts(self, area):
        return link_to(Area, area.child_count, parent__id__exact=area.pk)

    @admin.display(description=_("postcodes"), ordering="postcode_count")
    def postcodes_(self, area):
        return link_to(Postcode, area.postcode_count, district__id__exact=area.pk)

    @admin.display(description=_("boundary loaded"), boolean=True)
    def has_boundary(self, area):
        return bool(area.boundary)

    def lookup_allowed(self, lookup, value, request):
        return lookup == "parent__id__exact" or super().lookup_allowed(lookup, value, request)

    def view_on_site(self, area):
        return super().view_on_site(area) if area.level == Area.Level.DISTRICT else None


@admin.register(Postcode)
class PostcodeAdmin(DirectoryAdmin):
    list_display = ["code", "place", "district", "weight"]
    list_select_related = ["district"]
    list_filter = [("district", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["^code", "place", "district__name"]
    autocomplete_fields = ["district"]
