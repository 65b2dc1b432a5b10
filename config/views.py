"""Pages that span the apps: home, clusters, districts, networks, legal texts."""

from django.contrib.flatpages.models import FlatPage
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from clusters.models import Area, Cluster, Document, Figure, Organisation
from clusters.sources import sources_of
from companies.directory import Directory
from networks.models import Cooperation, Event, Network
from networks.timing import by_time


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    directory = Directory()
    figures = list(Figure.objects.for_pages().filter(area__level=Area.Level.REGION))
    context = {
        "region": Area.objects.filter(level=Area.Level.REGION).defer("boundary").first(),
        "directory": directory,
        "clusters": directory.clusters(),
        "maps": directory.maps(),
        "figures": figures,
        "networks": Network.objects.all(),
        "times": by_time(Event.objects.for_cards()),
        "latest": directory.latest(),
        "sources": sources_of(figures),
    }
    return render(request, "home.html", context)


@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    figures = list(Figure.objects.for_pages().filter(area__level=Area.Level.REGION))
    directory = Directory()
    context = {
        "directory": directory,
        "clusters": directory.clusters(),
        "figures": figures,
        "sources": sources_of(figures),
    }
    return render(request, "cluster_list.html", context)


@require_safe
def cluster_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cluster = get_object_or_404(
        Cluster.objects.select_related("organisation", "adds_to"), slug=slug
    )
    figures = list(Figure.objects.for_pages().filter(cluster=cluster))
    documents = Document.objects.filter(cluster=cluster).select_related("author", "source")
    cooperations = Cooperation.objects.filter(cluster=cluster)
    events = Event.objects.for_cards().filter(Q(cluster=cluster) | Q(network__clusters=cluster))
    directory = Directory(cluster=cluster.slug)
    context = {
        "cluster": cluster,
        "directory": directory,
        "coverage": directory.coverage(figures),
        "figures": figures,
        "documents": documents,
        "cooperations": cooperations.select_related("organisation", "partner", "source"),
        "networks": Network.objects.in_cluster(cluster),
        "times": by_time(events.distinct()),
        "sources": sources_of([*figures, *documents]),
    }
    return render(request, "cluster_detail.html", context)


@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    return render(request, "district_list.html", {"directory": Directory()})


@require_safe
def district_detail(request: HttpRequest, slug: str) -> HttpResponse:
    areas = Area.objects.filter(level__in=[Area.Level.STATE, Area.Level.DISTRICT])
    area = get_object_or_404(areas.select_related("parent", "source"), slug=slug)
    within = Q(area=area) | Q(area__parent=area)
    figures = list(Figure.objects.for_pages().filter(within))
    organisations = Organisation.objects.filter(within)
    events = Event.objects.for_cards().filter(within)
    networks = Network.objects.filter(Q(areas=area) | Q(areas__parent=area)).distinct()
    described = [area] if area.source_id else []
    directory = Directory(district=area.slug)
    context = {
        "area": area,
        "directory": directory,
        "neighbours": list(directory.neighbours(area)),
        "figures": figures,
        "networks": networks,
        "organisations": organisations,
        "times": by_time(events),
        "sources": sources_of([*described, *figures]),
    }
    return render(request, "district_detail.html", context)


@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    directory = Directory()
    rows = directory.networks(Network.objects.for_cards())
    return render(request, "network_list.html", {"rows": rows, "total": len(rows)})


@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    networks = Network.objects.select_related("founder", "manager", "contact", "source")
    areas = Prefetch("areas", Area.objects.defer("boundary", "outline"))
    network = get_object_or_404(networks.prefetch_related("clusters", areas), slug=slug)
    cooperations = network.cooperations.select_related("organisation", "partner", "source")
    context = {
        "network": network,
        "directory": Directory(network=network.slug),
        "cooperations": cooperations,
        "times": by_time(Event.objects.for_cards().filter(network=network)),
        "sources": sources_of([network, *cooperations]),
    }
    return render(request, "network_detail.html", context)


@require_safe
def legal_page(request: HttpRequest) -> HttpResponse:
    """An editable text; its address in the admin is the one in the browser."""
    page = get_object_or_404(FlatPage, url=request.path)
    page.content = mark_safe(page.content)  # noqa: S308  # written by staff, as flatpages does
    return render(request, "legal_page.html", {"page": page})
