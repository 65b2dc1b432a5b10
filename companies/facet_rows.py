"""A value of a facet as a line of HTML: a check box for “also this”, a number for “only this”.

Python instead of a template: there are some 160 such lines on every page, and as a template they
took longer than all the rest of it.
"""

from typing import NamedTuple

from django.utils.html import escape
from django.utils.translation import gettext

ROW = (
    '<li%(css)s><label><input type="checkbox" id="%(facet)s-%(slug)s" name="%(facet)s"'
    ' value="%(slug)s"%%s><span>%(name)s</span></label>%(number)s</li>\n'
)
NUMBER = (
    '<a class="count" href="%%s" data-facet="%(facet)s" data-value="%(slug)s"'
    ' data-count="%%s" aria-label="%(only)s">%%s</a>'
)
NOUGHT = '<span class="count" data-facet="%(facet)s" data-value="%(slug)s" data-count="0">0</span>'


class RowTemplate(NamedTuple):
    """Two %-templates: one asks for state, url, count and twice for the count as it is read, the
    other for state alone.
    """

    some: str
    none: str


def row_template(facet: str, slug: str, name: str, depth: int) -> RowTemplate:
    fixed = {
        "facet": facet,
        "slug": _literal(slug),
        "name": _literal(name),
        "css": ' class="deeper"' if depth else "",
        "only": escape(gettext("Only %(name)s: %(number)s"))
        % {"name": _literal(name), "number": "%s"},
    }
    some, none = (ROW % (fixed | {"number": number % fixed}) for number in (NUMBER, NOUGHT))
    return RowTemplate(some, none)


def _literal(text: str) -> str:
    return escape(text).replace("%", "%%")


def row(template: RowTemplate, count: int, chosen: bool, url: str, separator: str) -> str:
    """The line; what nobody has is there, but cannot be chosen. ``url`` is escaped already."""
    if not count:
        return template.none % (" checked" if chosen else " disabled")
    written = f"{count:,}".replace(",", separator) if count > 999 else count
    return template.some % (" checked" if chosen else "", url, count, written, written)
