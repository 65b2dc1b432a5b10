"""The site's addresses, and a view that does nothing: the limit for what a page can reach."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("bench/empty", empty), *site]
