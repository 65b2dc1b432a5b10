from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.models import Figure, Organisation, Source

from .base import DirectoryAdmin, count_of, link_to


@admin.register(Source)
class SourceAdmin(DirectoryAdmin):
    list_display = ["title", "kind", "publisher", "published_on", "licence", "figures_"]
    list_select_related = ["publisher"]
    list_filter = ["kind", ("publisher", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "slug", "publisher__name", "url"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["publisher"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "url"]}),
        (
            _("Publication"),
            {"fields": ["publisher", "publisher_note", ("published_on", "published_precision")]},
        ),
        (_("Licence"), {"fields": ["licence", "credit"]}),
        (_("Internal"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request):
        figures = Figure.objects.current()
        return super().get_queryset(request).annotate(figure_count=count_of(figures, "source"))

    @admin.display(description=_("figures"), ordering="figure_count")
    def figures_(self, source):
        return link_to(Figure, source.figure_count, source__id__exact=source.pk)


@admin.register(Organisation)
class OrganisationAdmin(DirectoryAdmin):
    list_display = ["name", "short_name", "area", "city", "website", "sources_"]
    list_select_related = ["area"]
    list_filter = [("area", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "short_name", "slug", "city", "^postcode"]
    autocomplete_fields = ["area", "source"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "area"]}),
        (_("Role"), {"fields": ["role_de", "role_en"]}),
        (_("Address"), {"fields": ["street", ("postcode", "city")]}),
        (_("Contact"), {"fields": ["website", "email", ("phone", "fax")]}),
        (_("Internal"), {"fields": ["source", "note"]}),
    ]

    def get_queryset(self, request):
        rows = Source.objects.all()
        return super().get_queryset(request).annotate(source_count=count_of(rows, "publisher"))

    @admin.display(description=_("sources"), ordering="source_count")
    def sources_(self, organisation):
        return link_to(Source, organisation.source_count, publisher__id__exact=organisation.pk)
