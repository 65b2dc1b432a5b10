"""Where the visitor is: the main navigation, and the same page in the other language."""

from functools import cache

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info, gettext_lazy

register = template.Library()

PLACES = [
    ("companies:company_list", gettext_lazy("Companies")),
    ("cluster_list", gettext_lazy("Clusters")),
    ("district_list", gettext_lazy("Districts")),
    ("network_list", gettext_lazy("Networks")),
    ("networks:event_list", gettext_lazy("Events")),
]


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, str]]:
    """Entries with ``url``, ``label`` and ``current`` (``page``, ``true`` below it, or empty)."""
    path = context["request"].path if "request" in context else ""
    return [
        {"url": url, "label": label, "current": _current(url, path)}
        for url, label in _places(get_language())
    ]


@cache
def _places(language: str | None) -> list[tuple[str, str]]:
    return [(reverse(name), str(label)) for name, label in PLACES]


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def translations(context: template.Context) -> list[dict[str, object]]:
    """This page in each language; where the address is unknown, that language's home."""
    request = context.get("request")
    here = request.get_full_path() if request and request.resolver_match else reverse("home")
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": here if code == get_language() else translate_url(here, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]
