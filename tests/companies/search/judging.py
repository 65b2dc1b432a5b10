"""What a query of queries.toml asks for, against the first ten results."""

from collections.abc import Callable
from typing import Any

from clusters.text import fold

Ten = list[list[str]]  # name and kind of the first ten results


def recall(query: dict[str, Any], ten: Ten) -> float:
    """The share of what must be among the first ten that is."""
    names = {name for name, _ in ten}
    if fits := fitting(query):
        return min(1, sum(map(fits, ten)) / query.get("at_least", 10))
    if among := query.get("expects_any"):
        return min(1, len(names & set(among)) / query["at_least"])
    wanted = {*query.get("expects", []), *filter(None, [query.get("first")])}
    return len(names & wanted) / len(wanted)


def faults(query: dict[str, Any], ten: Ten, answers: dict[str, Ten]) -> list[str]:
    """What is wrong with the answer beside the names that are missing, in words."""
    fits, unwanted = fitting(query), query.get("lacks")
    found = []
    if query.get("first") not in (None, *(name for name, _ in ten[:1])):
        found.append(f"first is {ten[0][0] if ten else 'nothing'}, not {query['first']}")
    if "same_as" in query and ten != answers[query["same_as"]]:
        found.append(f"other results than {query['same_as']}")
    found += [f"does not fit: {name}" for name, kind in ten if fits and not fits([name, kind])]
    found += [f"unwanted: {name}" for name, _ in ten if unwanted and unwanted in fold(name)]
    return found


def fitting(query: dict[str, Any]) -> Callable[[list[str]], bool] | None:
    """The rule that all of the first ten keep, if the query has one."""
    if "kinds" in query:
        return lambda result: result[1] == query["kinds"]
    for key, enough in (("names_contain", all), ("names_contain_any", any)):
        if key in query:
            parts = query[key]
            return lambda result: enough(part in fold(result[0]) for part in parts)
    return None
