from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Document, Figure, Sector, SectorActivity

from .base import DirectoryAdmin, count_of, link_to
from .figures import FigureOfClusterInline
from .inlines import ReadOnlyInline, TabularInline


class DocumentInline(ReadOnlyInline):
    model = Document
    show_change_link = True
    fields = ["title", "kind", "author", "source"]


@admin.register(Cluster)
class ClusterAdmin(DirectoryAdmin):
    list_display = ["name", "organisation", "is_sensitive", "sectors_", "figures_", "documents_"]
    list_select_related = ["organisation"]
    list_filter = ["is_sensitive"]
    search_fields = ["name_de", "name_en", "slug"]
    autocomplete_fields = ["organisation", "adds_to"]
    inlines = [FigureOfClusterInline, DocumentInline]
    fieldsets = [
        (None, {"fields": ["name_de", "name_en", "slug", "organisation"]}),
        (_("Description"), {"fields": ["summary_de", "summary_en"]}),
        (_("Rules and appearance"), {"fields": ["is_sensitive", "adds_to", "accent", "position"]}),
    ]

    def get_queryset(self, request):
        figures = Figure.objects.current()
        return (
            super()
            .get_queryset(request)
            .annotate(
                sector_count=count_of(Sector.objects.all(), "cluster"),
                figure_count=count_of(figures, "cluster"),
                document_count=count_of(Document.objects.all(), "cluster"),
            )
        )

    @admin.display(description=_("name"), ordering="name_de")
    def name(self, cluster):
        return cluster.name

    @admin.display(description=_("sectors"), ordering="sector_count")
    def sectors_(self, cluster):
        return link_to(Sector, cluster.sector_count, cluster__id__exact=cluster.pk)

    @admin.display(description=_("figures"), ordering="figure_count")
    def figures_(self, cluster):
        return link_to(Figure, cluster.figure_count, cluster__id__exact=cluster.pk)

    @admin.display(description=_("strategy documents"), ordering="document_count")
    def documents_(self, cluster):
        return link_to(Document, cluster.document_count, cluster__id__exact=cluster.pk)


class ActivityInline(TabularInline):
    model = SectorActivity
    extra = 1


@admin.register(Sector)
class SectorAdmin(DirectoryAdmin):
    list_display = ["name", "cluster", "parent", "codes", "words", "position"]
    list_select_related = ["cluster", "parent"]
    list_filter = ["cluster", ("parent", admin.EmptyFieldListFilter)]
    search_fields = ["name_de", "name_en", "slug"]
    autocomplete_fields = ["cluster", "parent"]
    inlines = [ActivityInline]
    fieldsets = [
        (None, {"fields": ["cluster", "parent", "name_de", "name_en", "slug", "position"]}),
        (_("Search"), {"fields": ["synonyms"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("activities")

    @admin.display(description=_("name"), ordering="name_de")
    def name(self, sector):
        return sector.name

    @admin.display(description=_("economic activities"))
    def codes(self, sector):
        return ", ".join(activity.code for activity in sector.activities.all())

    @admin.display(description=_("synonyms"))
    def words(self, sector):
        return ", ".join(sector.synonyms[:4])


@admin.register(Document)
class DocumentAdmin(DirectoryAdmin):
    list_display = ["title", "cluster", "kind", "author", "issued_on", "source"]
    list_select_related = ["cluster", "author", "source"]
    list_filter = ["cluster", "kind"]
    search_fields = ["title", "author__name", "source__title"]
    date_hierarchy = "issued_on"
    autocomplete_fields = ["cluster", "author", "source"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "cluster", "kind", "author", "position"]}),
        (_("Description"), {"fields": ["summary_de", "summary_en"]}),
        (_("Source and date"), {"fields": [("issued_on", "issued_precision"), "url", "source"]}),
    ]
