"""Where in an outline there is room for text."""

from itertools import pairwise
from math import ceil, hypot

from clusters.boundaries import Outline
from clusters.region_map.arcs import Ring

STEP = 6  # distance of the points that stand for a border
ACROSS = 14  # places tried in each direction, before the best one is moved about


def label_box(rings: list[Ring], aspect: float) -> list[int]:
    """About the largest box in the rings that is ``aspect`` times as wide as high.

    The answer is its middle, width and height.
    """
    border = [point for ring in rings for point in _dotted(ring)]
    outline = Outline({"type": "Polygon", "coordinates": rings})

    def room(x: float, y: float) -> float:
        """Half the height of the largest box about this point; 0 outside."""
        if not outline.contains(y, x):
            return 0.0
        return min(max(abs(px - x) / aspect, abs(py - y)) for px, py in border)

    wide, high = (outline.east - outline.west) / ACROSS, (outline.north - outline.south) / ACROSS
    tried = [
        (outline.west + (column + 0.5) * wide, outline.south + (row + 0.5) * high)
        for column in range(ACROSS)
        for row in range(ACROSS)
    ]
    best = max((room(x, y), x, y) for x, y in tried)
    while max(wide, high) > 1:
        wide, high = wide / 2, high / 2
        _room, x, y = best
        moves = [(x + dx * wide, y + dy * high) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        best = max(best, *((room(*place), *place) for place in moves))
    half, x, y = best
    return [round(x), round(y), int(2 * half * aspect), int(2 * half)]


def _dotted(ring: Ring) -> list[tuple[float, float]]:
    points = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        parts = ceil(hypot(x2 - x1, y2 - y1) / STEP) or 1
        points += [(x1 + (x2 - x1) * n / parts, y1 + (y2 - y1) * n / parts) for n in range(parts)]
    return points
