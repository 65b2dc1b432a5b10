"""What a list would do: of a part of its rows everything, of all of them numbers and examples."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy

from companies.models import Company, Tag

from .candidates import Candidate
from .change import Change
from .cleaning import Draft
from .conflicts import Conflict
from .errors import Notice, Problem
from .mending import Mended
from .missing import Missing
from .options import CLOSE, LEAVE
from .unchanged import Untouched

PLAIN = {str, int, Decimal}
LOOKED_UP = ("district", "parent")
EXAMPLES = 500  # of each kind, that are kept of a whole list
MOST_WORDS = 10_000  # that stand for nothing, in one list
# What an import counts, in words, to stand after the number.
TOTALS = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "skipped": gettext_lazy("skipped"),
    "invalid": gettext_lazy("invalid"),
    "operators": gettext_lazy("operators as drafts"),
    "candidates": gettext_lazy("to decide"),
    "conflicts": gettext_lazy("changed here as well"),
    "missing": gettext_lazy("not in the list any more"),
    "left": gettext_lazy("leaving the cluster"),
    "closed": gettext_lazy("archived"),
}
ALWAYS = ("new", "changed", "unchanged", "skipped", "invalid")


def in_words(
    totals: Mapping[str, int],
    *,
    all_of_them: bool = False,
    write: Callable[[int], str] = str,
) -> str:
    """“3 new, 1 changed”: what is not zero, or all that is there."""
    known = {name: totals[name] for name in TOTALS if name in totals}
    return ", ".join(
        f"{write(number)} {TOTALS[name]}" for name, number in known.items() if number or all_of_them
    )


@dataclass
class Plan:
    """What would happen to some rows. ``changes`` are those of the rows without a problem."""

    changes: list[Change] = field(default_factory=list)  # of every row, unchanged ones too
    untouched: list[Untouched] = field(default_factory=list)  # … but those known at first sight
    operators: list[Company] = field(default_factory=list)  # drafts to be created
    tags: list[Tag] = field(default_factory=list)  # proposals to be created
    refused: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    mended: list[tuple[int, Mended]] = field(default_factory=list)  # with the numbers of the rows
    skipped: int = 0
    repeated: int = 0
    # field → text of the file that stands for nothing → in how many rows, and the nearest values
    unknown_values: dict[str, dict[str, int]] = field(default_factory=dict)
    near_values: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    recognised: list[Candidate] = field(default_factory=list)  # taken, by likeness alone
    candidates: list[Candidate] = field(default_factory=list)  # of uncertain rows, up to three each
    conflicts: list[Conflict] = field(default_factory=list)  # of a file that was exported
    missing: list[Missing] = field(default_factory=list)  # what the list had before

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new and change.after]

    def collect(self, draft: Draft) -> None:
        """Take over what was found out about a row."""
        for name, word, near in draft.unknown:
            counts = self.unknown_values.setdefault(name, {})
            counts[word] = counts.get(word, 0) + 1
            self.near_values.setdefault(name, {})[word] = near
        self.mended += ((draft.row, mended) for mended in draft.mended)
        self.problems += draft.problems
        self.notices += draft.notices
        if draft.problems:
            self.refused.append(draft)

    def numbers(self) -> Counter[str]:
        new, changed = len(self.new), len(self.changed)
        same = len(self.changes) - new - changed + len(self.untouched) + self.repeated
        return Counter(
            new=new,
            changed=changed,
            unchanged=same,
            skipped=self.skipped,
            invalid=len(self.refused),
            operators=len(self.operators),
            candidates=len({each.row_key for each in self.candidates if not each.decision}),
            conflicts=len(self.conflicts),
            missing=len(self.missing),
            left=sum(each.action == LEAVE for each in self.missing),
            closed=sum(each.action == CLOSE for each in self.missing),
            newly_missing=sum(each.is_newly_missing for each in self.missing),
        )

    @property
    def changes_something(self) -> bool:
        return makes_a_difference(self.numbers())


def makes_a_difference(numbers: Mapping[str, int]) -> bool:
    return any(numbers[n] for n in ("new", "changed", "newly_missing", "left", "closed"))


class Summary(Plan):
    """Of a whole list: all numbers, and of everything else the first few hundred."""

    def __init__(self, ignored_columns: list[str]) -> None:
        super().__init__()
        self.ignored_columns = ignored_columns  # on which nobody has decided
        self.rows = 0  # that were looked at so far
        self.sums: Counter[str] = Counter()
        self.mended_cells: Counter[str] = Counter()  # by column
        self.digest = sha256()

    def add(self, part: Plan) -> None:
        self.sums.update(part.numbers())
        self.skipped, self.repeated = self.skipped + part.skipped, self.repeated + part.repeated
        self.mended_cells.update(mended.column for _row, mended in part.mended)
        seen = {mended.column for _row, mended in self.mended}
        for row, mended in part.mended:  # of each column there is an example
            if len(self.mended) < EXAMPLES or mended.column not in seen:
                seen.add(mended.column)
                self.mended.append((row, mended))
        for name in (
            "changes", "untouched", "operators", "tags", "refused", "problems", "notices",
            "recognised", "candidates", "conflicts", "missing",
        ):  # fmt: skip
            kept = getattr(self, name)
            kept += getattr(part, name)[: EXAMPLES - len(kept)]
        self._add_words(part)
        self._digest(part)

    def _add_words(self, part: Plan) -> None:
        for name, words in part.unknown_values.items():
            counts = self.unknown_values.setdefault(name, {})
            near = self.near_values.setdefault(name, {})
            for word, count in words.items():
                if word in counts or len(counts) < MOST_WORDS:
                    counts[word] = counts.get(word, 0) + count
                    near[word] = part.near_values[name][word]

    def _digest(self, part: Plan) -> None:
        for change in part.changes:
            draft, after = change.draft, change.after
            # what a new entry gets is told by its row, but for what the row only refers to
            names = LOOKED_UP if change.is_new else sorted(after)
            texts = [str(draft.row), draft.digest if change.is_new else str(change.company.pk)]
            for name in names:
                value = after.get(name)
                texts += (name, value if type(value) is str else repr(_code(value)))
            self.digest.update("\0".join([*texts, "\n"]).encode("utf-8", "surrogatepass"))
        said: list[Any] = [(each.row, each.company, []) for each in part.untouched]
        said += [tuple(problem) for problem in part.problems]
        said += [(one.entry.id, one.action) for one in part.missing]
        for one in said:
            self.digest.update(repr(one).encode())

    def numbers(self) -> Counter[str]:
        return self.sums

    def totals(self) -> dict[str, int]:
        """Numbers of rows, and of what else there is to tell, where there is something."""
        told = [name for name in TOTALS if name != "operators"]
        return {name: self.sums[name] for name in told if name in ALWAYS or self.sums[name]}

    def fingerprint(self) -> str:
        """The same for two plans that would do the same."""
        return self.digest.hexdigest()


def _code(value: Any) -> Any:
    """A value as something whose ``repr`` is the same for the same."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, list):
        return [_code(one) for one in value]
    return getattr(value, "slug", value)
