"""What tiles and outlines have in common."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from django.utils.safestring import SafeString

from clusters.models import Area


class Outline(NamedTuple):
    """``Area.outline`` as ``traced`` makes it."""

    sheet: str  # slug of the Land on whose sheet it is drawn
    width: int  # of the sheet
    height: int
    path: str
    label: tuple[int, int, int, int]  # middle, width and height of the place for text


class Spot(NamedTuple):
    """All that the drawing of a Land or a district depends on."""

    pk: int
    slug: str
    name: str
    parent: int | None
    is_state: bool
    row: int | None
    column: int | None
    outline: Outline | None

    @classmethod
    def of(cls, area: Area, *, outlined: bool) -> Self:
        traced = area.outline if outlined else None
        outline = traced and Outline(
            traced["sheet"], *traced["size"], traced["path"], tuple(traced["label"])
        )
        is_state = area.level == Area.Level.STATE
        tile = (area.tile_row, area.tile_column)
        return cls(area.pk, area.slug, area.name, area.parent_id, is_state, *tile, outline)


@dataclass(frozen=True)
class Shape:
    pk: int  # of the area
    drawing: SafeString  # the area, and its name where there is room
    x: int  # where its number stands: left end and foot in a tile, the middle in an outline
    y: int
    room: tuple[int, int] | None = None  # width and height of its place, where that is limited
    is_state: bool = False


@dataclass(frozen=True)
class Sheet:
    """All districts of a Land; the units are those of its drawing alone."""

    state: int  # the primary key
    region: int | None
    kind: str  # "tiles" or "outlines"
    width: int
    height: int
    shapes: tuple[Shape, ...]
    columns: int = 0  # of tiles
    is_inner: bool = False  # another Land's tiles are a ring around it
