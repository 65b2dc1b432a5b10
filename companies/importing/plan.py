"""Plan before deed: what a list would change, row by row, without changing anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from clusters.places import Gazetteer
from clusters.text import slugify_german, unique_slug
from companies.models import Company, Tag
from companies.resources import CompanyResource

from . import clearing, networks
from .actor import Actor
from .blank import EXAMPLES
from .candidates import Candidate, Recogniser, left_in
from .change import Change
from .cleaning import Draft, clean_row
from .columns import Columns
from .columns import missing as missing_column
from .conflicts import Conflict, merge
from .directory import Directory, Entry
from .entries import load_entries
from .errors import Notice, Problem, WrongOptionError, shorten
from .families import check_identifiers
from .fresh import Fresh
from .layout import Row, Skipped, Table
from .matching import Found, Matcher
from .mending import Mended
from .missing import Missing, missing_from
from .operators import Operators
from .options import CLOSE, LEAVE, Options
from .progress import Phase, tell
from .settle import Settler
from .translations import check as check_translations
from .vocabulary import Vocabulary

TOLD_EVERY = 200  # rows between two notes of progress
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


def in_words(totals: Mapping[str, int], *, all_of_them: bool = False) -> str:
    """“3 new, 1 changed”: what is not zero, or all that is there."""
    known = {name: totals[name] for name in TOTALS if name in totals}
    return ", ".join(
        f"{number} {TOTALS[name]}" for name, number in known.items() if number or all_of_them
    )


@dataclass
class Plan:
    """What would happen. ``changes`` are those of the rows without a problem."""

    changes: list[Change] = field(default_factory=list)  # of every row, unchanged ones too
    operators: list[Company] = field(default_factory=list)  # drafts to be created
    tags: list[Tag] = field(default_factory=list)  # proposals to be created
    refused: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    mended: list[tuple[int, Mended]] = field(default_factory=list)  # with the numbers of the rows
    skipped: int = 0
    repeated: int = 0
    ignored_columns: list[str] = field(default_factory=list)  # on which nobody has decided
    # field → text of the file that stands for nothing → in how many rows, and the nearest values
    unknown_values: dict[str, dict[str, int]] = field(default_factory=dict)
    near_values: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    recognised: list[Candidate] = field(default_factory=list)  # taken, by likeness alone
    candidates: list[Candidate] = field(default_factory=list)  # of uncertain rows, up to three each
    keys: set[str] = field(default_factory=set)  # of every row, left out or not
    conflicts: list[Conflict] = field(default_factory=list)  # of a file that was exported
    missing: list[Missing] = field(default_factory=list)  # what the list had before

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new and change.after]

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.changed or any(each.changes for each in self.missing))

    def totals(self) -> dict[str, int]:
        """Numbers of rows, and of what else there is to tell, where there is something."""
        new, changed = len(self.new), len(self.changed)
        further = {
            "candidates": len({each.row_key for each in self.candidates if not each.decision}),
            "conflicts": len(self.conflicts),
            "missing": len(self.missing),
            "left": sum(each.action == LEAVE for each in self.missing),
            "closed": sum(each.action == CLOSE for each in self.missing),
        }
        return {
            "new": new,
            "changed": changed,
            "unchanged": len(self.changes) - new - changed + self.repeated,
            "skipped": self.skipped,
            "invalid": len(self.refused),
        } | {name: number for name, number in further.items() if number}

    def fingerprint(self) -> str:
        """The same for two plans that would do the same."""
        digest = sha256()
        for change in self.changes:
            entry = None if change.is_new else change.company.pk
            said = [(name, str(value)) for name, value in sorted(change.after.items())]
            digest.update(repr((change.draft.row, entry, said)).encode())
        for problem in self.problems:
            digest.update(repr(tuple(problem)).encode())
        for one in self.missing:
            digest.update(repr((one.entry.id, one.action)).encode())
        return digest.hexdigest()


class Planner:
    """Reads a list against the directory. Queries grow with the vocabulary, not with the rows."""

    def __init__(
        self, cluster: Cluster, options: Options, actor: Actor, gazetteer: Gazetteer | None = None
    ) -> None:
        self.cluster = cluster
        self.options = options
        self.actor = actor
        self.gazetteer = gazetteer or Gazetteer.load()
        self.vocabulary = Vocabulary(cluster)
        self.resource = CompanyResource()
        self.settler = Settler(self.resource.fields, cluster, actor, self.gazetteer)
        self.fresh = Fresh(Company)
        self.clearer = clearing.Clearer(self.settler, self.resource.fields)

    def plan(self, table: Table) -> Plan:
        """Raises UnreadableFileError and WrongOptionError; faults of rows are in the plan."""
        columns = Columns(table.headings, self.options, table.is_ragged, self.actor.closed)
        _require_a_name(columns)
        check_translations(self.options.values, self.resource.fields, self.vocabulary)
        plan = Plan(ignored_columns=columns.ignored)
        drafts = list(self._drafts(table.rows, columns, plan))
        plan.notices += map(_left_out, table.skipped)
        directory = Directory.load()
        found = self._match(drafts, directory, plan)
        changes = self._changes(found)
        clearing.prepare(changes, self.options, self.resource.fields)
        plan.conflicts = merge(changes, self.options, directory, self.resource.fields)
        self._resolve_parents(changes, directory, plan)
        for count, change in enumerate(changes):
            if count % TOLD_EVERY == 0:
                tell(Phase.COMPARE, count, len(changes))
            if not change.draft.problems:
                self.settler.settle(change)
                self.clearer.clear(change)
        check_identifiers(changes, directory)
        plan.changes = [change for change in changes if not change.draft.problems]
        if network := networks.network_of(self.options.network):
            networks.join(plan.changes, network)
        plan.missing = missing_from(
            plan.keys,
            self.options,
            directory=directory,
            cluster=self.cluster,
            actor=self.actor,
            today=timezone.localdate(),
        )
        _give_slugs(plan, directory)
        plan.tags = list(self.vocabulary.proposed.values())
        _collect(plan, drafts)
        return plan

    def _drafts(self, rows: Iterable[Row], columns: Columns, plan: Plan) -> Iterable[Draft]:
        for count, row in enumerate(rows):
            if count % TOLD_EVERY == 0:
                tell(Phase.READ, count)
            plan.keys.add(columns.key_of(row))
            cells = columns.read(row)
            is_example = "name" in cells and cells["name"].text.strip() in EXAMPLES.values()
            if is_example or not columns.is_wanted(row):
                plan.skipped += 1
                continue
            problems, notices = columns.faults(row)
            key = columns.key_of(row)
            draft = Draft(row.number, key, cells, {}, problems, notices, raw=row.cells)
            if not problems:
                clean_row(draft, self.resource.fields, self.vocabulary, self.gazetteer)
            if columns.key is not None and not draft.key:
                heading = columns.headings[columns.key]
                draft.problems.append(Problem(row.number, heading, "", _("the key is empty")))
            yield draft

    def _match(self, drafts: list[Draft], directory: Directory, plan: Plan) -> list[Found]:
        """Return each draft with its entry; a second row about an entry is refused."""
        options = self.options
        matcher = Matcher(directory, options, self.actor, plan.keys)
        found, first, chosen = [], {}, left_in(drafts, options.decisions)
        plan.skipped += sum(not draft.problems for draft in drafts) - len(chosen)
        for draft in chosen:
            if draft.key and first.setdefault(draft.key, draft) is not draft:
                self._repeat_of(first[draft.key], draft, plan)
                continue
            try:
                entry, is_new = matcher.entry_of(draft)
            except ValidationError as error:
                draft.refuse("id" if draft.said("id") else "name", error)
                continue
            if entry.row and entry.row.values == draft.values and entry.row.key == draft.key:
                draft.tell("name", _("repeats row %s") % entry.row.row)
                plan.repeated += 1
            elif entry.row:
                reason = _("is the same entry as row %s: leave one out, or tell them apart by id")
                draft.refuse("name", reason % entry.row.row)
            else:
                entry.row = draft
                found.append(Found(draft, entry, is_new))
        recogniser = Recogniser(matcher, options.decisions, options.candidates)
        found = recogniser.settle(found)
        plan.recognised, plan.candidates = recogniser.taken, recogniser.candidates
        plan.skipped += len(recogniser.left_out)
        return found

    def _repeat_of(self, first: Draft, draft: Draft, plan: Plan) -> None:
        """A key is one entry: a second row says the same, or has a fault."""
        if first.values == draft.values:
            draft.tell("name", _("repeats row %s") % first.row)
            plan.repeated += 1
            return
        reason = _("has the key of row %s, which says something else: leave one out") % first.row
        draft.problems.append(Problem(draft.row, self.options.key_column, draft.key, reason))

    def _changes(self, found: list[Found]) -> list[Change]:
        known = [each.entry.id for each in found if not each.is_new]
        companies = load_entries(known)
        return [
            Change(each.draft, companies.get(each.entry.id) or self._new(each.entry), each.is_new)
            for each in found
        ]

    def _new(self, entry: Entry) -> Company:
        company = self.fresh()
        company.pk = entry.id
        return company

    def _resolve_parents(self, changes: list[Change], directory: Directory, plan: Plan) -> None:
        fresh = {change.company.pk: change.company for change in changes}
        operators = Operators(directory, fresh, self.actor)
        for change in changes:
            if change.draft.said("parent"):
                operators.resolve(change)
        operators.load()
        plan.operators = operators.created


def _left_out(row: Skipped) -> Notice:
    text = _("left out, as it stands %(where)s: %(text)s")
    return Notice(row.number, _("(row)"), text % {"where": row.reason, "text": shorten(row.text)})


def _require_a_name(columns: Columns) -> None:
    if not columns.fields() & {"name", "id"} and columns.key is None:
        raise WrongOptionError(
            missing_column("name", columns.headings) + _(". Say which it is: --map COLUMN=name")
        )


def _give_slugs(plan: Plan, directory: Directory) -> None:
    """In the order of the file, operators last: the same list gives the same addresses."""
    taken = {*directory.by_slug, *directory.old_slugs}
    for company in [*(change.company for change in plan.new), *plan.operators]:
        company.slug = unique_slug(slugify_german(company.name), taken)
        taken.add(company.slug)


def _collect(plan: Plan, drafts: list[Draft]) -> None:
    plan.refused = [draft for draft in drafts if draft.problems]
    for draft in drafts:
        for name, word, near in draft.unknown:
            counts = plan.unknown_values.setdefault(name, {})
            counts[word] = counts.get(word, 0) + 1
            plan.near_values.setdefault(name, {})[word] = near
        plan.mended += ((draft.row, mended) for mended in draft.mended)
        plan.problems += draft.problems
        plan.notices += draft.notices
