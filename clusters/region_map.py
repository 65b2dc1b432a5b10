"""Districts as tiles of equal size: a map in which a small district weighs as much as a large one.

The positions are data (``tile_row`` and ``tile_column``); districts of one region share a grid,
and a Land that lies inside another is drawn with an outline of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from clusters.models import Area

WIDTH, HEIGHT, GAP = 100, 74, 7
SHADES = 3


@dataclass(frozen=True)
class Tile:
    area: Area
    x: int
    y: int
    lines: tuple[str, ...]
    code: str
    count: int
    url: str
    shade: int  # 0 for none, then 1 to SHADES by rank
    is_current: bool


@dataclass(frozen=True)
class Outline:
    name: str
    x: int
    y: int
    width: int
    height: int

    def sides(self) -> list[str]:
        right, bottom = self.x + self.width, self.y + self.height
        across, down = f"h{self.width}", f"v{self.height}"
        starts = [(self.x, self.y, across), (self.x, bottom, across)]
        starts += [(self.x, self.y, down), (right, self.y, down)]
        return [f"M{x} {y}{way}" for x, y, way in starts]


@dataclass
class RegionMap:
    name: str
    width: int = 0
    height: int = 0
    tiles: list[Tile] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)

    @property
    def frame(self) -> list[str]:
        """The four sides of each outline, as paths that cover no tile."""
        return [side for outline in self.outlines for side in outline.sides()]


def region_maps(
    districts: Iterable[Area],
    counts: Mapping[int, int],
    url: Callable[[Area], str],
    current: Area | None = None,
) -> list[RegionMap]:
    """One map per region, the one with the most districts first.

    ``counts`` are by primary key; ``url`` gives the address that a district's tile leads to.
    """
    regions: dict[int | None, list[Area]] = defaultdict(list)
    for district in districts:
        if district.tile_row is not None and district.tile_column is not None:
            regions[district.parent.parent_id].append(district)
    shades = _shades(counts)
    maps = []
    for areas in sorted(regions.values(), key=len, reverse=True):
        drawn = RegionMap(areas[0].parent.name, *_size(areas), outlines=_outlines(areas))
        for area in areas:
            x, y = _corner(area, areas)
            is_current = current is not None and current.pk in (area.pk, area.parent_id)
            count = counts.get(area.pk, 0)
            drawn.tiles.append(
                Tile(area, x, y, _lines(area.name), _code(area.name), count, url(area),
                     shades.get(count, 0), is_current)
            )  # fmt: skip
        maps.append(drawn)
    for other in maps[1:]:
        other.width = max(other.width, maps[0].width)  # one scale for all
    return maps


def _size(areas: list[Area]) -> tuple[int, int]:
    rows = [area.tile_row for area in areas]
    columns = [area.tile_column for area in areas]
    wide, high = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
    return wide * (WIDTH + GAP) - GAP, high * (HEIGHT + GAP) - GAP


def _corner(area: Area, areas: list[Area]) -> tuple[int, int]:
    """Upper left corner of a tile, in the units of its region's map."""
    column = area.tile_column - min(other.tile_column for other in areas)
    row = area.tile_row - min(other.tile_row for other in areas)
    return column * (WIDTH + GAP), row * (HEIGHT + GAP)


def _outlines(areas: list[Area]) -> list[Outline]:
    """A frame around each Land whose tiles lie inside those of the others."""
    states: dict[int, list[Area]] = defaultdict(list)
    for area in areas:
        states[area.parent_id].append(area)
    found = []
    for members in states.values():
        if len(members) < len(areas) and _fills_rectangle(members):
            corners = [_corner(area, areas) for area in members]
            x, y = min(x for x, _ in corners), min(y for _, y in corners)
            width, height = _size(members)
            found.append(
                Outline(members[0].parent.name, x - GAP // 2 - 1, y - GAP // 2 - 1,
                        width + GAP, height + GAP)
            )  # fmt: skip
    return found


def _fills_rectangle(areas: list[Area]) -> bool:
    rows = {area.tile_row for area in areas}
    columns = {area.tile_column for area in areas}
    return len(areas) == len(rows) * len(columns)


def _shades(counts: Mapping[int, int]) -> dict[int, int]:
    """The shade of each number: the larger a number among the others, the darker."""
    ranked = sorted({count for count in counts.values() if count})
    return {count: 1 + SHADES * rank // len(ranked) for rank, count in enumerate(ranked)}


def _lines(name: str) -> tuple[str, ...]:
    """A name on at most two lines, broken after a hyphen or at a blank."""
    if len(name) <= 13:
        return (name,)
    for mark, kept in (("-", 1), (" ", 0)):
        head, found, tail = name.partition(mark)
        if found:
            return (head + mark * kept, tail)
    return (name,)


def _code(name: str) -> str:
    """Three letters where there is no room for the name: ChW, Pan, TeS."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isupper()]
    if len(parts) == 1:
        return parts[0][:3]
    return parts[0][:2] + parts[1][0]
