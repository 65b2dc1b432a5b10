"""A number put on a shape: the link that a map draws. Built here, as a page has many of them."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from clusters.models import Area
from clusters.region_map.outlines import number_fit
from clusters.region_map.shapes import Shape
from clusters.templatetags.numbers import grouped

LINK = (
    '<a class="place {}" href="{}"{} data-count="{}" aria-label="{}"{}><title>{}</title>{}{}</a>\n'
)
HOOKS = ' data-facet="{}" data-value="{}"'
NUMBER = '<text class="map-number{}" x="{}" y="{}">{}</text>'
MARK = (
    '<g class="map-mark shade-{0}" aria-hidden="true">'
    '<use class="map-halo" href="#place-{1}"/><use class="map-chosen" href="#place-{1}"/>{2}</g>\n'
)
CURRENT = SafeString(' aria-current="true"')


@dataclass(frozen=True)
class Place:
    """A district, or a Land that lies inside another, with the list that its number counts."""

    area: Area
    shape: Shape
    count: int
    url: str
    shade: int
    is_chosen: bool

    @property
    def label(self) -> str:
        words = ngettext(
            "%(name)s: %(number)s company", "%(name)s: %(number)s companies", self.count
        )
        return words % {"name": self.area.name, "number": grouped(self.count)}

    @property
    def number(self) -> SafeString:
        """The count as text in the drawing, if and as large as its place allows."""
        number, shape = grouped(self.count), self.shape
        fit = number_fit(number, *shape.room) if shape.room else ""
        if fit == "none":
            return SafeString()
        return format_html(NUMBER, fit and f" map-{fit}", shape.x, shape.y, number)

    def link(self, facet: str = "") -> SafeString:
        """The place as a link; ``facet`` is the name of the parameter whose value it is."""
        label = self.label
        return format_html(
            LINK,
            "place-state" if self.shape.is_state else f"shade-{self.shade}",
            self.url,
            format_html(HOOKS, facet, self.area.slug) if facet else "",
            self.count,
            label,
            CURRENT if self.is_chosen else "",
            label,
            self.shape.drawing,
            self.number,
        )

    def mark(self) -> SafeString:
        """The border once more, to be drawn on top of all, and the number on top of that."""
        return format_html(MARK, self.shade, self.area.slug, self.number)
