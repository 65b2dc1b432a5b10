"""A value of a facet as a line of HTML: a check box for “also this”, a number for “only this”.

Python instead of a template: there are some 160 such lines on every page, and as a template they
took longer than all the rest of it.
"""

from typing import NamedTuple

from django.utils.html import escape
from django.utils.translation import gettext

ROW = (
    '<li%(css)s><label><input type="checkbox" id="%(facet)s-%(slug)s" name="%(facet)s"'
    ' value="%(slug)s"%%(state)s><span>%(name)s</span></label>%(number)s</li>\n'
)
NUMBER = (
    '<a class="count" href="%%(url)s" data-facet="%(facet)s" data-value="%(slug)s"'
    ' data-count="%%(count)s" aria-label="%(only)s">%%(grouped)s</a>'
)
NOUGHT = '<span class="count" data-facet="%(facet)s" data-value="%(slug)s" data-count="0">0</span>'


class RowTemplate(NamedTuple):
    """Two %-templates: one asks for state, url, count and grouped, the other for state alone."""

    some: str
    none: str


def row_template(facet: str, slug: str, name: str, depth: int) -> RowTemplate:
    fixed = {
        "facet": facet,
        "slug": _literal(slug),
        "name": _literal(name),
        "css": ' class="deeper"' if depth else "",
        "only": escape(gettext("Only %(name)s: %(number)s"))
        % {"name": _literal(name), "number": "%(grouped)s"},
    }
    some, none = (ROW % (fixed | {"number": number % fixed}) for number in (NUMBER, NOUGHT))
    return RowTemplate(some, none)


def _literal(text: str) -> str:
    return escape(text).replace("%", "%%")


def row(template: RowTemplate, count: int, chosen: bool, url: str, separator: str) -> str:
    """The line; what nobody has is there, but cannot be chosen. ``url`` is escaped already."""
    if not count:
        return template.none % {"state": " checked" if chosen else " disabled"}
    return template.some % {
        "state": " checked" if chosen else "",
        "url": url,
        "count": count,
        "grouped": f"{count:,}".replace(",", separator),
    }
