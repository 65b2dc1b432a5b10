"""Rows that may be about an entry: what is certain is taken, what is not is left to be decided."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from .cleaning import Draft
from .directory import Entry, name_key
from .everybody import Everybody
from .likeness import AHEAD, Like, certain
from .matching import Found, Matcher
from .options import ASK, MATCH, NEW, ROW, SKIP

MOST = 3  # candidates shown for a row


@dataclass(frozen=True)
class Other:
    """What a row may be about: an entry of the directory, or an earlier row of the same file."""

    answer: str  # what a decision says to mean it: the entry's id, or "row:5" if a row has it
    id: UUID | None  # None for a row of the file
    row: int | None  # the row that is about it, if there is one
    slug: str
    name: str
    street: str
    postcode: str
    city: str
    website: str


@dataclass(frozen=True)
class Candidate:
    draft: Draft
    other: Other
    score: float  # 0 to 1
    reasons: list[str]  # in words, for and against
    decision: str = ""  # "" while undecided, then "new", "skip" or the answer that was chosen

    @property
    def row_key(self) -> str:
        return self.draft.row_key

    def __str__(self) -> str:
        place = f"{self.other.postcode} {self.other.city}".strip()
        name = ", ".join(filter(None, (self.other.name, place)))
        return f"{name} [{self.other.answer}]: {', '.join(self.reasons)}"


class Recogniser:
    """Goes through the rows that nothing certain was found for."""

    def __init__(
        self, matcher: Matcher, everybody: Everybody, decisions: dict[str, str], rule: str
    ) -> None:
        self.matcher = matcher
        self.everybody = everybody
        self.decisions = decisions
        self.rule = rule
        self.likes: dict[int, list[Like]] = {}  # by row, of those that are like something
        self.taken: list[Candidate] = []
        self.candidates: list[Candidate] = []
        self.left_out: list[Draft] = []

    def settle(self, found: list[Found]) -> list[Found]:
        """Return ``found`` with the entries that were recognised, without rows to leave out."""
        fresh = [each for each in found if each.is_new]
        self.look(fresh)
        decided = {each.draft.row for each in fresh if each.draft.row_key in self.decisions}
        open_rows = {row: near for row, near in self.likes.items() if row not in decided}
        for each, like in self._certain(fresh, open_rows):
            if like.entry.row is None:
                self._take(each, like)
                self.taken.append(_candidate(each.draft, like, str(like.entry.id)))
                text = _("taken for %(name)s: %(reasons)s")
                self._tell(each.draft, text, like)
        for each in fresh:
            if each.is_new:
                self._ask(each, self.likes.get(each.draft.row, []))
        dropped = {draft.row for draft in self.left_out}
        return [each for each in found if each.draft.row not in dropped]

    def look(self, fresh: list[Found]) -> None:
        """Note what these rows are like; an operator is not its own site, however alike."""
        if not fresh:
            return
        found = self.everybody.near(self.matcher, [each.entry for each in fresh])
        for each, near in zip(fresh, found, strict=False):  # nothing is found in an empty directory
            if self.matcher.has_keys:  # since the index was made
                near = [like for like in near if like.entry.row is None]
            operator = name_key(each.draft.values.get("parent", "")) if near else ""
            if operator and operator != name_key(each.entry.name):
                near = [like for like in near if name_key(like.entry.name) != operator]
            if near:
                self.likes[each.draft.row] = near

    def _certain(
        self, fresh: list[Found], likes: dict[int, list[Like]]
    ) -> Iterator[tuple[Found, Like]]:
        """Rows and entries that are each other's likeliest by far, the likeliest pairs first."""
        pairs, suitors = [], defaultdict(list)
        for each in fresh:
            near = likes.get(each.draft.row, ())
            known = [like for like in near if like.entry.is_known]
            for like in known:
                suitors[like.entry].append(like.score)
            if like := certain(known):
                pairs.append((each, like))
        for each, like in sorted(pairs, key=lambda pair: -pair[1].score):
            others = sorted(suitors[like.entry])[:-1]
            if not others or others[-1] <= like.score - AHEAD:
                yield each, like

    def _take(self, each: Found, like: Like) -> None:
        self.matcher.directory.drop(each.entry)
        if like.entry.id not in self.matcher.directory.by_id:
            self.matcher.directory.add(like.entry)
        each.entry, each.is_new = like.entry, False
        like.entry.row = each.draft

    def _ask(self, each: Found, likes: list[Like]) -> None:
        draft = each.draft
        likes = [like for like in likes if self._is_before(like.entry, draft)][:MOST]
        if not likes:
            return
        decision = self.decisions.get(draft.row_key) or self._by_rule(each, likes[0])
        self.candidates += [_candidate(draft, like, decision) for like in likes]
        if not decision:
            self._tell(draft, _("may be %(name)s: %(reasons)s; taken as new"), likes[0])

    def _is_before(self, entry: Entry, draft: Draft) -> bool:
        """Of two rows the lower one is asked whether it is the upper one."""
        if entry.is_known or entry.row is None:  # an operator that no row is about
            return entry.is_known
        is_there = entry.is_listed or entry.id in self.matcher.directory.by_id
        return is_there and entry.row.row < draft.row

    def _by_rule(self, each: Found, best: Like) -> str:
        if self.rule in (ASK, NEW):
            return "" if self.rule == ASK else NEW
        if self.rule == MATCH and best.entry.row is None:
            self._take(each, best)
            self._tell(each.draft, _("taken for %(name)s: %(reasons)s"), best)
            return str(best.entry.id)
        self.matcher.directory.drop(each.entry)
        self.left_out.append(each.draft)
        self._tell(each.draft, _("left out, as it may be %(name)s: %(reasons)s"), best)
        return SKIP

    def _tell(self, draft: Draft, text: str, like: Like) -> None:
        other = _other(like.entry, draft)
        name = f"“{other.name}” [{other.answer}]"
        draft.tell("name", text % {"name": name, "reasons": ", ".join(like.reasons)})


def left_in(drafts: list[Draft], decisions: dict[str, str]) -> list[Draft]:
    """The drafts without a fault, but those that were decided to be left out."""
    if not decisions:
        return [draft for draft in drafts if not draft.problems]
    chosen = []
    for draft in drafts:
        decision = decisions.get(draft.row_key, "")
        if decision == SKIP or decision.startswith(ROW):
            draft.tell("name", _("left out, as decided"))
        elif not draft.problems:
            chosen.append(draft)
    return chosen


def _candidate(draft: Draft, like: Like, decision: str) -> Candidate:
    return Candidate(draft, _other(like.entry, draft), round(like.score, 2), like.reasons, decision)


def _other(entry: Entry, asking: Draft) -> Other:
    """An entry without a slug is one that the file itself brings."""
    row = entry.row if entry.row is not asking else None
    return Other(
        row.row_key if row else str(entry.id),
        entry.id if entry.slug else None,
        row.row if row else None,
        entry.slug,
        entry.name,
        entry.street,
        entry.postcode,
        entry.city,
        entry.website,
    )
