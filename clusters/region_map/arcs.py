"""Borders made simpler, once for both sides, so that neighbours stay neighbours.

A border between two areas is one arc; it ends where a third area or the edge of the map begins.
That asks for areas that meet in the same points, as the boundaries of an official file do; where
they do not, each side is simplified by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TypeVar

Point = tuple[float, float]
Ring = list[Point]  # closed: the last point is the first one
Key = TypeVar("Key")


def simplified(areas: Mapping[Key, list[Ring]], smallest: float) -> dict[Key, list[Ring]]:
    """Leave out corners whose triangle is smaller than ``smallest``; round the rest to integers.

    What shrinks to nothing is left out, an area as a whole never is.
    """
    nodes = _nodes(ring for rings in areas.values() for ring in rings)
    known: dict[tuple[Point, ...], list[Point]] = {}
    done = {}
    for key, rings in areas.items():
        rings = sorted(rings, key=lambda ring: -abs(area_of(ring)))
        found = [_joined(_arcs(ring, nodes), smallest, known) for ring in rings]
        done[key] = [ring for ring in found if area_of(ring)] or [_box(rings[0])]
    return done


def area_of(ring: Ring) -> float:
    """Above zero if the ring runs against the clock, with y upwards."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def dissolved(rings: Iterable[Ring]) -> list[Ring]:
    """The outer border of areas that touch; their rings all run the same way."""
    edges = {edge for ring in rings for edge in pairwise(ring)}
    after = {start: end for start, end in edges if (end, start) not in edges}
    found = []
    while after:
        ring = list(after.popitem())
        while ring[-1] in after:
            ring.append(after.pop(ring[-1]))
        if ring[0] == ring[-1]:
            found.append(ring)
    return found


def _nodes(rings: Iterable[Ring]) -> set[Point]:
    """Points from which more than one way leads on."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, neighbours in beside.items() if len(neighbours) > 2}


def _arcs(ring: Ring, nodes: set[Point]) -> Iterator[tuple[Point, ...]]:
    """The ring from node to node; one without any is cut at its first point in order."""
    points = ring[:-1]
    start = next((n for n, point in enumerate(points) if point in nodes), None)
    if start is None:
        start = points.index(min(points))
    points = points[start:] + points[: start + 1]
    cuts = [n for n, point in enumerate(points) if point in nodes or n in (0, len(points) - 1)]
    for first, last in pairwise(cuts):
        yield tuple(points[first : last + 1])


def _joined(
    arcs: Iterable[tuple[Point, ...]],
    smallest: float,
    known: dict[tuple[Point, ...], list[Point]],
) -> Ring:
    ring: Ring = []
    for arc in arcs:
        one_way = min(arc, arc[::-1])
        if one_way not in known:
            known[one_way] = [(round(x), round(y)) for x, y in _thinned(one_way, smallest)]
        thinned = known[one_way] if arc == one_way else known[one_way][::-1]
        ring += [point for point in thinned if not ring or point != ring[-1]]
    return ring


def _thinned(arc: tuple[Point, ...], smallest: float) -> list[Point]:
    """Visvalingam's method: the corner of the smallest triangle goes first; both ends stay."""
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    sizes = [0.0, *(_triangle(arc, n - 1, n, n + 1) for n in range(1, len(arc) - 1)), 0.0]
    queue = [(sizes[n], n) for n in range(1, len(arc) - 1)]
    heapify(queue)
    gone: set[int] = set()
    while queue and queue[0][0] < smallest:
        size, corner = heappop(queue)
        if corner in gone or size != sizes[corner]:
            continue  # it was measured again since
        gone.add(corner)
        left, right = before[corner], after[corner]
        after[left], before[right] = right, left
        for n in (left, right):
            if 0 < n < len(arc) - 1:
                sizes[n] = max(size, _triangle(arc, before[n], n, after[n]))
                heappush(queue, (sizes[n], n))
    return [point for n, point in enumerate(arc) if n not in gone]


def _triangle(arc: tuple[Point, ...], one: int, two: int, three: int) -> float:
    (x1, y1), (x2, y2), (x3, y3) = arc[one], arc[two], arc[three]
    return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2


def _box(ring: Ring) -> Ring:
    """A square for an area too small for the grid."""
    x, y = round(ring[0][0]), round(ring[0][1])
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
