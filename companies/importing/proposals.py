"""Which field each column of a list may be: by its heading, else by its values."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.numbers import is_empty_word
from clusters.places import Gazetteer
from clusters.text import clean, fold
from companies.resources import CompanyResource

from .errors import shorten
from .headings import field_of, heading_key
from .layout import Row
from .options import IGNORED, Options
from .recognising import Recogniser, are_dates, are_house_numbers, may_be
from .vocabulary import Vocabulary

SAMPLE = 200  # rows are enough to know a column
EXAMPLES = 3
SURE, LIKELY, NONE = "sure", "likely", "none"
HALF = 0.5  # of the values of a column must be readable, or its heading is doubted
# "traegerplz" is the postcode of somebody else.
OTHERS = re.compile(
    r"(trager|betreiber|operator|ansprech|kontaktperson|inhaber|geschaftsf|vertret|rechnung|vor|nach"
    r"|familien|other|contact|parent)"
)
OUR_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NEVER_TRANSLATED = ("id", "status")  # of another list they mean something else
# Ends of compound headings: "aponame", "Firmenwebsite".
ENDS = ("name", "strasse", "plz", "telefon", "email", "website", "homepage", "url", "ortsteil")


@dataclass(frozen=True)
class Proposal:
    """What a column of the file may be. ``field`` is empty where it is to be left out."""

    column: str  # its heading
    field: str
    certainty: str  # sure, likely or none
    reason: str
    examples: list[str]  # up to three cell texts


@dataclass(frozen=True)
class Candidate:
    rank: int  # the lower, the surer
    position: int
    field: str
    certainty: str
    reason: str


def propose(
    headings: list[str],
    sample: Iterable[Row],
    taken: Collection[str] = (),
    judge: "Judge | None" = None,
) -> list[Proposal]:
    """Return one proposal per column; no field is proposed twice, nor one of ``taken``.

    Of ``sample`` the first 200 rows are looked at. A house number has a field of its own, which
    ``options_from`` joins to the street. A ``judge`` serves several lists with one set of queries.
    """
    rows = list(islice(sample, SAMPLE))
    texts = [_texts(rows, position) for position in range(len(headings))]
    judge = judge or Judge()
    candidates = [
        candidate
        for position, heading in enumerate(headings)
        for candidate in judge.candidates(
            position, heading, texts[position], headings[position - 1] if position else ""
        )
    ]
    chosen = _chosen(candidates, set(taken))
    return [
        _proposal(heading, texts[position], chosen.get(position), candidates)
        for position, heading in enumerate(headings)
    ]


def options_from(proposals: Sequence[Proposal]) -> Options:
    """Return options that map every column, or leave it out on purpose."""
    by_field = {each.field: each.column for each in proposals if each.field}
    street, number = by_field.get("street", ""), by_field.get("house_number", "")
    if street and number and "+" not in street + number:
        by_field["street"] = f"{street}+{number}"
        del by_field["house_number"]
    elif not street:
        by_field.pop("house_number", None)
    columns = {column: field for field, column in by_field.items()}
    mapped = {street, number} if street else set()
    for each in proposals:
        if each.column and each.column not in columns and each.column not in mapped:
            columns[each.column] = IGNORED
    return Options(columns)


class Judge:
    """Knows the directory's words; asked once per column."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.recogniser = Recogniser(self.vocabulary, Gazetteer.load())
        self.columns = CompanyResource().fields

    def candidates(
        self, position: int, heading: str, values: list[str], before: str
    ) -> Iterator[Candidate]:
        """Yield what the column may be, the surest first. ``before`` is the heading to the left."""
        if not heading:
            return
        if field := field_of(heading):
            yield from self._by_heading(position, field, values)
            return
        looks = {} if are_dates(values) else self.recogniser.fields_of(values)
        field = field_within(heading)
        if field and (field in looks or may_be(field, values)):
            yield Candidate(2, position, field, LIKELY, _("Part of the heading says so."))
        if OTHERS.match(fold(heading)):
            return
        for field, count in looks.items():
            reason = _("%(count)s of %(total)s values look like it.")
            reason %= {"count": count, "total": len(values)}
            yield Candidate(3, position, field, LIKELY, reason)
        if "street" in (field_of(before), field_within(before)) and are_house_numbers(values):
            reason = _("It holds numbers and follows the street.")
            yield Candidate(2, position, "house_number", LIKELY, reason)

    def _by_heading(self, position: int, field: str, values: list[str]) -> Iterator[Candidate]:
        fit = sum(self._reads(field, value) for value in values)
        if fit >= HALF * len(values):
            yield Candidate(1, position, field, SURE, _("The heading says so."))
        elif fit or field not in NEVER_TRANSLATED:
            reason = _("The heading says so, but %(count)s of %(total)s values cannot be read.")
            reason %= {"count": len(values) - fit, "total": len(values)}
            yield Candidate(1, position, field, LIKELY, reason)

    def _reads(self, field: str, value: str) -> bool:
        if field == "id":
            return bool(OUR_ID.fullmatch(value))
        if field not in self.columns:
            return True
        try:
            self.columns[field].widget.clean(value, vocabulary=self.vocabulary)
        except ValidationError:
            return False
        return True


def _texts(rows: list[Row], position: int) -> list[str]:
    """The different filled cells of a column, cleaned, in their order."""
    cells = (row.cells[position] for row in rows if position < len(row.cells))
    return [text for text in dict.fromkeys(map(clean, cells)) if not is_empty_word(text)]


def field_within(heading: str) -> str:
    """The field that part of a heading means: its last words, its first, or the end of a word."""
    words = re.findall(r"[^\W_]+", heading)
    if any(OTHERS.match(fold(word)) for word in words):
        return ""
    ends = (words[place:] for place in range(1, len(words)))
    starts = (words[:place] for place in range(len(words) - 1, 0, -1))
    for part in (*ends, *starts):
        if field := field_of(" ".join(part)):
            return field
    last = heading_key(words[-1]) if words else ""
    return next((field_of(end) for end in ENDS if last.endswith(heading_key(end))), "")


def _chosen(candidates: list[Candidate], taken: set[str]) -> dict[int, Candidate]:
    """Give every column at most one field and every field to one column, the surest first."""
    chosen: dict[int, Candidate] = {}
    for each in sorted(candidates, key=lambda candidate: candidate.rank):
        if each.position not in chosen and each.field not in taken:
            chosen[each.position] = each
            taken.add(each.field)
    return chosen


def _proposal(
    heading: str, values: list[str], chosen: Candidate | None, candidates: list[Candidate]
) -> Proposal:
    examples = [shorten(value) for value in values[:EXAMPLES]]
    if chosen:
        return Proposal(heading, chosen.field, chosen.certainty, chosen.reason, examples)
    return Proposal(heading, "", NONE, _why_none(heading, values), examples)


def _why_none(heading: str, values: list[str]) -> str:
    if not heading:
        return _("The column has no heading; give it one to bring it in.")
    if field_of(heading) == "id":
        return _("Numbers of the list itself: it can be known by them, as its key.")
    if field_of(heading) == "status":
        return _("It tells of something else than whether an entry is public.")
    if field_of(heading):
        return _("Another column is this already.")
    if not values:
        return _("Its first rows are empty.")
    if OTHERS.match(fold(heading)):
        return _("It seems to tell of somebody else: the operator, or a person.")
    if are_dates(values):
        return _("It holds dates, for which there is no field.")
    return _("Neither its heading nor its values tell.")
