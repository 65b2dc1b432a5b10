from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import DirectoryAdmin, count_of, link_to
from clusters.admin.inlines import TabularInline
from clusters.models import Cluster
from networks.models import Cooperation, Event, Network
from networks.models.network import NetworkArea, NetworkCluster


class NetworkClusterInline(TabularInline):
    model = NetworkCluster
    extra = 1
    autocomplete_fields = ["cluster"]


class NetworkAreaInline(TabularInline):
    model = NetworkArea
    extra = 1
    autocomplete_fields = ["area"]


@admin.register(Network)
class NetworkAdmin(DirectoryAdmin):
    list_display = ["name", "clusters_", "founder", "manager", "started_on", "events_"]
    list_select_related = ["founder", "manager"]
    list_filter = ["clusters"]
    search_fields = ["name", "slug", "founder__name", "manager__name"]
    autocomplete_fields = ["founder", "manager", "contact", "source"]
    inlines = [NetworkClusterInline, NetworkAreaInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "website", "position"]}),
        (_("Description"), {"fields": ["summary_de", "summary_en"]}),
        (_("Goals"), {"fields": ["goals_de", "goals_en", "questions_de", "questions_en"]}),
        (_("Who is behind it"), {"fields": ["founder", "manager", "contact"]}),
        (
            _("Project and funding"),
            {"fields": ["programme_de", "programme_en", "funding_de", "funding_en"]},
        ),
        (
            _("Start and end"),
            {
                "fields": [
                    ("started_on", "started_precision"),
                    ("started_note_de", "started_note_en"),
                    ("ended_on", "ended_precision"),
                ]
            },
        ),
        (_("Internal"), {"fields": ["source", "note"]}),
    ]

    def get_queryset(self, request):
        rows = (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("clusters", Cluster.objects.only("name_de", "name_en")))
        )
        return rows.annotate(event_count=count_of(Event.objects.all(), "network"))

    @admin.display(description=_("clusters"))
    def clusters_(self, network):
        return ", ".join(cluster.name for cluster in network.clusters.all())

    @admin.display(description=_("events"), ordering="event_count")
    def events_(self, network):
        return link_to(Event, network.event_count, network__id__exact=network.pk)


@admin.register(Event)
class EventAdmin(DirectoryAdmin):
    list_display = ["title", "kind", "starts_on", "ends_on", "organiser", "cluster", "network"]
    list_select_related = ["organiser", "cluster", "network"]
    list_filter = ["kind", "cluster", "network", ("starts_on", admin.EmptyFieldListFilter)]
    search_fields = ["title", "slug", "venue", "organiser__name"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["series", "area", "organiser", "cluster", "network", "source"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "series", "url"]}),
        (_("Description"), {"fields": ["summary_de", "summary_en", "prize_eur"]}),
        (
            _("Time and place"),
            {
                "fields": [
                    ("starts_on", "starts_precision"),
                    ("ends_on", "ends_precision"),
                    "took_place",
                    ("venue", "area"),
                ]
            },
        ),
        (_("Who is behind it"), {"fields": ["organiser", "cluster", "network"]}),
        (_("Internal"), {"fields": ["source", "note"]}),
    ]


@admin.register(Cooperation)
class CooperationAdmin(DirectoryAdmin):
    list_display = ["organisation", "partner", "cluster", "network", "source"]
    list_select_related = ["organisation", "partner", "cluster", "network", "source"]
    list_filter = ["cluster", "network"]
    search_fields = ["organisation__name", "partner__name", "summary_de"]
    autocomplete_fields = ["organisation", "partner", "cluster", "network", "source"]
    fieldsets = [
        (None, {"fields": ["organisation", "partner", "cluster", "network"]}),
        (_("What they do together"), {"fields": ["summary_de", "summary_en"]}),
        (_("Internal"), {"fields": ["source"]}),
    ]
