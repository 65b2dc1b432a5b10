"""Do our page and Datasette's say the same numbers? Only then may they race."""

import http.client
import json
import re
from urllib.parse import parse_qs

from benchmarks.cells import Cell
from benchmarks.servers import Server

QUERIES = ("", "cluster=gesundheit&district=lichtenberg", "kind=startup&size=micro")
Numbers = dict[tuple[str, str], int]  # by facet and value; the total has neither


def differences(site: Server, other: Server) -> list[str]:
    """What the two count differently; a facet that is chosen itself is left out."""
    found = []
    for query in QUERIES:
        cell = Cell("", (query,))
        ours = _ours(_get(site, cell.paths[0]))
        theirs = _theirs(_get(other, cell.datasette_paths("companies", ".json")[0]))
        for key, count in theirs.items():
            if key[0] not in parse_qs(query) and ours.get(key, count) != count:
                found.append(f"{query or 'unfiltered'}, {key}: {ours[key]}, Datasette {count}")
    return found


def _ours(page: str) -> Numbers:
    """The numbers in the attributes of the page; of the keywords it shows only the first."""
    numbers = {("", ""): int(re.search(r'data-total="(\d+)"', page)[1])}
    for tag in re.findall(r"<[^>]+data-facet=[^>]+>", page):
        facet, value, count = (
            re.search(f'data-{name}="([^"]*)"', tag)[1] for name in ("facet", "value", "count")
        )
        numbers[facet, value] = int(count)
    return numbers


def _theirs(page: str) -> Numbers:
    answer = json.loads(page)
    numbers = {("", ""): answer["filtered_table_rows_count"]}
    for facet, found in answer["facet_results"].items():
        numbers |= {(facet, row["value"]): row["count"] for row in found["results"]}
    return numbers


def _get(server: Server, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=900)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return text
