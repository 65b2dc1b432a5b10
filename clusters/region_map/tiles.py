"""Districts as tiles of equal size: a small district weighs as much as a large one.

The positions are data (``tile_row`` and ``tile_column``).
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clusters.region_map.names import code_of, lines_of
from clusters.region_map.shapes import Shape, Sheet, Spot

WIDTH, HEIGHT, GAP = 100, 74, 6  # half a gap is around each tile, at the edge of the sheet too
CELL_WIDTH, CELL_HEIGHT = WIDTH + GAP, HEIGHT + GAP
INDENT = 8


def tile_sheet(
    state: Spot, districts: list[Spot], inner: Spot | None = None, *, is_inner: bool = False
) -> Sheet:
    """``inner`` is the Land around which the tiles are a ring, drawn as one area."""
    left, top, right, bottom = _extent(districts)
    columns, rows = right - left + 1, bottom - top + 1
    shapes = [_tile(d, (d.column - left) * CELL_WIDTH, (d.row - top) * CELL_HEIGHT)
              for d in districts]  # fmt: skip
    if inner:
        shapes.append(_hole(inner, columns - 2, rows - 2))
    return Sheet(
        state.pk, state.parent, "tiles", columns * CELL_WIDTH, rows * CELL_HEIGHT,
        tuple(shapes), columns, is_inner,
    )  # fmt: skip


def is_ring(outer: list[Spot], inner: list[Spot]) -> bool:
    """Does one Land fill the rectangle that the other one's tiles enclose?"""
    left, top, right, bottom = _extent(outer)
    enclosed = (left + 1, top + 1, right - 1, bottom - 1)
    return _extent(inner) == enclosed and len(inner) == (right - left - 1) * (bottom - top - 1)


def _extent(districts: list[Spot]) -> tuple[int, int, int, int]:
    rows, columns = [d.row for d in districts], [d.column for d in districts]
    return min(columns), min(rows), max(columns), max(rows)


def _tile(district: Spot, x: int, y: int) -> Shape:
    lines = [(x + INDENT, y + 18 + 13 * n, line) for n, line in enumerate(lines_of(district.name))]
    drawing = format_html(
        '{}{}<text class="map-code" x="{}" y="{}">{}</text>',
        _rect(district, x, y, WIDTH, HEIGHT),
        format_html_join("", '<text class="map-name" x="{}" y="{}">{}</text>', lines),
        x + INDENT, y + 28, code_of(district.name),
    )  # fmt: skip
    return Shape(district.pk, drawing, x + INDENT, y + HEIGHT - 10)


def _hole(inner: Spot, columns: int, rows: int) -> Shape:
    width, height = columns * CELL_WIDTH - GAP, rows * CELL_HEIGHT - GAP
    x, y = CELL_WIDTH + INDENT, CELL_HEIGHT
    drawing = format_html(
        '{}<text class="map-code" x="{}" y="{}">{}</text>',
        _rect(inner, CELL_WIDTH, CELL_HEIGHT, width, height), x, y + 28, inner.name,
    )  # fmt: skip
    return Shape(inner.pk, drawing, x, y + height - 10, is_state=True)


def _rect(area: Spot, x: int, y: int, width: int, height: int) -> SafeString:
    return format_html(
        '<rect id="place-{}" x="{}" y="{}" width="{}" height="{}"/>',
        area.slug, x + GAP // 2, y + GAP // 2, width, height,
    )  # fmt: skip
