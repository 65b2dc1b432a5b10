"""What shall be reached, and whether it was: the worst cell decides."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks.cells import Cell, cells

SMALL = 22_000
Goal = tuple[str, str, str, str]  # what, wanted, measured, "yes" or "no"


def goals(measured: dict[str, Any]) -> list[Goal]:
    small = measured["size"] <= SMALL
    found = [*_against_datasette(measured, small), *_latency(measured, small)]
    if not small:
        found += [*_growth(measured), *_against_sql(measured["facets"]), _memory(measured)]
    return [*found, *_against_nothing(measured["limits"])]


def p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def times(slow: Sequence[float], quick: Sequence[float]) -> float:
    return median(slow) / median(quick)


def _against_datasette(measured: dict[str, Any], small: bool) -> Iterator[Goal]:
    many = 5 if small else 40
    wanted = {
        "unfiltered": ("all", 50, "ours"),
        "filtered": ("filter", many, "ours"),
        "with words": ("text", many, "ours"),
        "with words asked again": ("text", many, "again"),
    }
    found = measured["http"]["cells"]
    for name, (kind, least, way) in wanted.items():
        ratios = {
            cell.name: times(found[cell.name]["same"], found[cell.name][way])
            for cell in _listed(measured, found)
            if cell.kind == kind
        }
        yield _at_least(f"Datasette's page ÷ ours, {name}", least, ratios)


def _latency(measured: dict[str, Any], small: bool) -> Iterator[Goal]:
    ways = measured["inprocess"][measured["size"]]
    most = 10 if small else 100
    yield _at_most(
        "data path, p95 in ms", most, {k: 1000 * p95(v) for k, v in ways["data"].items()}
    )
    if small:
        pages = {name: 1000 * p95(seconds) for name, seconds in ways["page"].items()}
        yield _at_most("whole page, p95 in ms", 30, pages)


def _growth(measured: dict[str, Any]) -> Iterator[Goal]:
    large, little = (measured["inprocess"][size]["page"] for size in (measured["size"], SMALL))
    grown = {
        cell.name: times(large[cell.name], little[cell.name]) for cell in _listed(measured, large)
    }
    yield _at_most("growth of the page's cost from 22,000", 10, grown)


def _against_sql(facets: dict[str, dict[str, list[float]]]) -> Iterator[Goal]:
    ratios = {}
    for query, by_way in facets.items():
        ours, *others = by_way.values()
        ratios[query] = min(times(other, ours) for other in others)
    yield _at_least("best plain SQL ÷ our facet counts", 20, ratios)


def _memory(measured: dict[str, Any]) -> Goal:
    memory = measured["http"]["memory"]
    return _at_most(
        "MB of a worker above an idle one", 150, {"": memory["worker"] - memory["idle"]}
    )


def _against_nothing(limits: dict[str, list[float]]) -> Iterator[Goal]:
    for name in ("cached page", "304"):
        if name in limits:
            share = median(limits[name]) / median(limits["empty"])
            yield _at_least(f"{name}: requests/s ÷ those of an empty view", 0.5, {"": share})


def _listed(measured: dict[str, Any], found: dict[str, Any]) -> list[Cell]:
    return [cell for cell in cells(measured["size"]) if cell.name in found]


def _at_least(what: str, wanted: float, by_cell: dict[str, float]) -> Goal:
    worst = min(by_cell, key=by_cell.__getitem__)
    return _goal(what, f"≥ {wanted}", worst, by_cell[worst], by_cell[worst] >= wanted)


def _at_most(what: str, wanted: float, by_cell: dict[str, float]) -> Goal:
    worst = max(by_cell, key=by_cell.__getitem__)
    return _goal(what, f"≤ {wanted}", worst, by_cell[worst], by_cell[worst] <= wanted)


def _goal(what: str, wanted: str, cell: str, value: float, met: bool) -> Goal:
    shown = f"{value:,.2f}" if value < 10 else f"{value:,.0f}"
    return what, wanted, f"{shown} ({cell})" if cell else shown, "yes" if met else "no"
