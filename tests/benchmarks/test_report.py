from typing import Any

import pytest

from benchmarks import report
from benchmarks.cells import cells
from benchmarks.goals import goals

SMALL, LARGE = 22_000, 1_000_000


def measured(size: int) -> dict[str, Any]:
    """Everything takes 1 ms for us, at both sizes, and 100 ms for the others."""
    listed = cells(size)
    ways = {way: {cell.name: [0.001] for cell in listed} for way in ("data", "page")}
    race = {
        "ours": [0.001],
        "again": [0.001],
        "per_second": [900.0],
        "same": [0.1],
        "first": [0.02],
    }
    return {
        "size": size,
        "inprocess": {SMALL: ways, size: ways},
        "facets": {"unfiltered": {"ours": [0.001], "SQL": [0.1], "other SQL": [0.3]}},
        "http": {
            "cells": {cell.name: race for cell in listed},
            "memory": {"idle": 80.0, "worker": 200.0},
        },
        "limits": {"empty": [1000.0], "cached page": [700.0], "304": [400.0]},
    }


@pytest.mark.parametrize(("size", "count"), [(SMALL, 8), (LARGE, 10)])
def test_every_goal_is_judged(size, count):
    found = goals(measured(size))

    assert len(found) == count
    assert [what.split(":")[0] for what, *_, met in found if met == "no"] == ["304"]


def test_the_worst_cell_decides():
    results = measured(SMALL)
    results["inprocess"][SMALL]["data"]["typo"] = [0.001] * 10 + [0.05] * 10

    found = {what: (value, met) for what, _, value, met in goals(results)}
    assert found["data path, p95 in ms"] == ("50 (typo)", "no")


def test_a_new_run_replaces_the_section_of_its_size_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "FILE", tmp_path / "RESULTS.md")
    report.FILE.write_text("# Results\n\nIntroduction.\n")

    for size in (LARGE, SMALL, LARGE):
        report.publish(measured(size))

    text = report.FILE.read_text()
    assert text.startswith("# Results\n\nIntroduction.\n\n## 22,000 companies")
    assert text.count("## 22,000 companies") == text.count("## 1,000,000 companies") == 1
    assert "| unfiltered " in text
