"""What is measured: kinds of requests, each with several addresses."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

LIST = "/unternehmen/"
SUGGESTIONS = LIST + "vorschlaege/"
SUBJECTS = ("labor", "technik", "pflege", "handel", "beratung")


@dataclass(frozen=True)
class Cell:
    name: str
    queries: tuple[str, ...]
    path: str = LIST
    kind: str = "filter"  # "all", "filter" or "text"; without one Datasette has no equal

    @property
    def paths(self) -> list[str]:
        return [f"{self.path}?{urlencode(parse_qsl(query))}" for query in self.queries]

    def datasette_paths(self, table: str, ending: str = "") -> list[str]:
        """The same lists in Datasette, which calls a value of an array and words differently."""
        lists = []
        for query in self.queries:
            asked = [(_parameter(table, name), value) for name, value in parse_qsl(query)]
            lists.append(f"/companies/{table}{ending}?{urlencode(asked)}")
        return lists


def _parameter(table: str, name: str) -> str:
    if name == "q":
        return "_search"
    is_array = table == "companies" and name in ("cluster", "district", "sector")
    return f"{name}__arraycontains" if is_array else name


def cells(size: int) -> list[Cell]:
    last = size // 20 - 50  # a page near the end that is there in any case
    return [
        Cell("unfiltered", ("",), kind="all"),
        Cell(
            "one filter",
            ("cluster=gesundheit", "district=lichtenberg", "kind=pharmacy", "size=small",
             "sector=drohnen"),
        ),
        Cell(
            "three filters",
            ("cluster=gesundheit&district=lichtenberg&kind=care_provider",
             "cluster=verteidigung-sicherheit&district=mitte&kind=company",
             "cluster=dual-use&district=barnim&kind=startup"),
        ),
        Cell(
            "one word",
            ("q=apotheke", "q=pflegedienst", "q=orthopädie", "q=prototypen", "q=medizintechnik"),
            kind="text",
        ),
        Cell("part of a word", tuple(f"q={word}" for word in SUBJECTS), kind=""),
        Cell(
            "several words",
            ("q=häusliche krankenpflege", "q=ambulante pflege", "q=praxen kliniken",
             "q=labor berlin", "q=drohnen prototypen"),
            kind="text",
        ),
        Cell("typo", ("q=Medzintechnik", "q=Apoteke", "q=Krankenpfleeg"), kind=""),
        Cell(
            "word and filters",
            ("q=apotheke&district=pankow&size=micro",
             "q=prototypen&cluster=gesundheit&kind=company", "q=pflege&district=lichtenberg"),
            kind="text",
        ),
        Cell("deep page", tuple(f"page={last - step}" for step in (0, 10, 20)), kind=""),
        Cell("table", ("view=table", "view=table&cluster=gesundheit"), kind=""),
        Cell("map", ("view=map", "view=map&cluster=gesundheit"), kind=""),
        Cell(
            "suggestions", ("q=apo", "q=med", "q=pfl", "q=licht", "q=droh"), SUGGESTIONS, kind=""
        ),
    ]  # fmt: skip
