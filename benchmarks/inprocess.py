"""Time without a web server: of the data path alone, and of the whole page."""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from benchmarks.cells import SUGGESTIONS, Cell, cells


def data(path: str, parameters: QueryDict) -> None:
    """What a page is made of: total, counts of all facets, the entries of its page."""
    from companies.listing import Listing

    if path == SUGGESTIONS:
        from companies.search.suggest import suggestions

        suggestions(parameters["q"])
        return
    listing = Listing(parameters)
    counts(listing)
    list(listing.entries)


def counts(listing: Any) -> list[int]:
    """The total and the number of every value of every facet."""
    from companies.options import CHOICES
    from companies.parameters import LOADED

    options, of = listing.options, listing.counts.of
    facets = {name: [row.pk for row in options.rows(name)] for name in LOADED}
    facets |= {name: [code for code, _ in CHOICES[name]] for name in ("kind", "size", "freshness")}
    return [listing.total, *(of(facet, key) for facet, keys in facets.items() for key in keys)]


def main(rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds per way and cell; every round takes all of them in turn."""
    client = Client(headers={"host": "localhost"})
    taken: dict[str, dict[str, list[float]]] = {"data": {}, "page": {}}

    def page(path: str, parameters: QueryDict) -> None:
        response = client.get(path, parameters.dict())
        if response.status_code != 200:
            sys.exit(f"{path}?{parameters.urlencode()} answers {response.status_code}")

    for number in range(rounds + 1):
        for cell in cells(settings.BENCH_SIZE):
            for query in cell.queries:
                for way, ask in (("data", data), ("page", page)):
                    seconds = _timed(ask, cell, QueryDict(query))
                    if number:  # the first round warms up
                        taken[way].setdefault(cell.name, []).append(seconds)
    return taken


def _timed(ask: Callable[[str, QueryDict], None], cell: Cell, parameters: QueryDict) -> float:
    started = time.perf_counter()
    ask(cell.path, parameters)
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    for setting in ("PAGE_CACHE_SECONDS", "SEARCHES_REMEMBERED", "ENTRIES_REMEMBERED"):
        os.environ[setting] = "0"
    django.setup()
    logging.disable(logging.WARNING)
    json.dump(main(int(sys.argv[1])), sys.stdout)
