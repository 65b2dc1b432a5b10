"""Events: what is coming, what was, and what nobody has dated yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.sources import sources_of
from networks.models import Event
from networks.timing import by_time, gather_topics


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    events = list(Event.objects.for_cards())
    context = {
        "total": len(events),
        "times": gather_topics(by_time(events)),
        "sources": sources_of(events),
    }
    return render(request, "networks/event_list.html", context)
