"""The site's addresses, and a view that does nothing: the limit for what a page can reach."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# Where the page cache does not look, so that nothing asks the database.
urlpatterns = [path("healthz/empty", empty), *site]
