"""Districts in their real outlines, as ``traced`` has made them from the boundaries."""

from django.utils.html import format_html, format_html_join

from clusters.region_map.names import lines_of
from clusters.region_map.shapes import Shape, Sheet, Spot

# Sizes of text in the units of a sheet, which static/css/maps.css repeats.
NAME, NUMBER, LEADING = 25, 32, 25
NARROW, SMALL = 36, 25  # of numbers on a narrow page, and where there is little room
LETTER, DIGIT, POINT = 0.52, 0.63, 0.32  # the width of a character in its size
TALL = 0.72  # the height of a digit
SPARE = 1.12  # a box is smaller than the place it stands for


def outline_sheet(state: Spot, areas: list[Spot]) -> Sheet:
    """``areas`` are the districts, and the Länder that lie inside this one."""
    first = areas[0].outline
    shapes = tuple(_shape(area) for area in areas)
    return Sheet(state.pk, state.parent, "outlines", first.width, first.height, shapes)


def size_of(name: str) -> tuple[float, float]:
    """Width and height of a name with a number below."""
    lines = lines_of(name)
    return max(1, *map(len, lines)) * NAME * LETTER, len(lines) * LEADING + NUMBER


def has_room(name: str, width: float, height: float) -> bool:
    wide, high = size_of(name)
    return wide <= width * SPARE and high <= height * SPARE


def number_fit(number: str, width: int, height: int) -> str:
    """How a number goes into a place: "" for well, "tight", "small" or "none"."""
    wide = sum(DIGIT if character.isdigit() else POINT for character in number)
    largest = min(width / wide, height / TALL) * SPARE
    sizes = {"": NARROW, "tight": NUMBER, "small": SMALL}
    return next((fit for fit, size in sizes.items() if size <= largest), "none")


def _shape(area: Spot) -> Shape:
    x, y, width, height = area.outline.label
    lines = lines_of(area.name) if has_room(area.name, width, height) else ()
    top = y - (len(lines) * LEADING + NUMBER) // 2
    texts = [(x, top + NAME - 4 + LEADING * n, line) for n, line in enumerate(lines)]
    drawing = format_html(
        '<path id="place-{}" d="{}"/>{}',
        area.slug,
        area.outline.path,
        format_html_join("", '<text class="map-name" x="{}" y="{}">{}</text>', texts),
    )
    middle = top + len(lines) * LEADING + NUMBER // 2
    return Shape(area.pk, drawing, x, middle, (width, height), area.is_state)
