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
    '<a class="place {}" href="{}"{} data-count="{}" aria-label="{}"{}>'
    '<title>{}</title>{}<text class="map-number{}" x="{}" y="{}">{}</text></a>\n'
)
HOOKS = ' data-facet="{}" data-value="{}"'
MARK = '<use class="map-halo" href="#place-{0}"/><use class="map-chosen" href="#place-{0}"/>'
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

    def link(self, facet: str = "") -> SafeString:
        """The place as a link; ``facet`` is the name of the parameter whose value it is."""
        number, label, shape = grouped(self.count), self.label, self.shape
        fit = number_fit(number, *shape.room) if shape.room else ""
        return format_html(
            LINK,
            "place-state" if shape.is_state else f"shade-{self.shade}",
            self.url,
            format_html(HOOKS, facet, self.area.slug) if facet else "",
            self.count,
            label,
            CURRENT if self.is_chosen else "",
            label,
            shape.drawing,
            fit and f" map-{fit}",
            shape.x,
            shape.y,
            number,
        )

    def mark(self) -> SafeString:
        """The shape once more, to be drawn on top of all if it is chosen."""
        is_marked = self.is_chosen and not self.shape.is_state
        return format_html(MARK, self.area.slug) if is_marked else SafeString()
