"""Plan before deed: what a list would change, row by row, without changing anything.

A list is gone through a part at a time. Of a part everything is in memory, of the others only what
a later row must know: see ``ledger``.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, starmap
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster
from clusters.places import Gazetteer
from companies.models import Company, SourceRecord
from companies.resources import CompanyResource

from . import clearing, networks
from .actor import Actor
from .blank import EXAMPLES
from .candidates import Recogniser, left_in
from .change import Change
from .cleaning import Cleaner, Draft
from .columns import Columns
from .columns import missing as missing_column
from .conflicts import merge
from .directory import Before, Directory, Entry, says_the_same
from .entries import load_entries
from .errors import Notice, Problem, WrongOptionError, shorten
from .everybody import Everybody
from .families import check_identifiers
from .fresh import Fresh
from .layout import Row, Skipped, Table
from .ledger import Ledger
from .likeness import TOLD_BY, entry_of
from .lookup import Lookup
from .matching import Found, Matcher
from .missing import missing_from
from .operators import Operators, Promises
from .options import Options
from .parts import Part, together
from .progress import Phase, tell
from .settle import Settler
from .slugs import give_slugs
from .spool import Spool
from .summary import Plan, Summary
from .translations import check as check_translations
from .unchanged import FirstSight, Untouched
from .vocabulary import Vocabulary

TOLD_EVERY = 200  # rows between two notes of progress


class Planner:
    """Reads a list against the directory, in a number of queries for each part of it."""

    def __init__(
        self, cluster: Cluster, options: Options, actor: Actor, gazetteer: Gazetteer | None = None
    ) -> None:
        self.cluster = cluster
        self.options = options
        self.actor = actor
        self.gazetteer = gazetteer or Gazetteer.load()
        self.vocabulary = Vocabulary(cluster)
        self.resource = CompanyResource()
        self.cleaner = Cleaner(self.resource.fields, self.vocabulary, self.gazetteer)
        self.settler = Settler(self.resource.fields, cluster, actor, self.gazetteer)
        self.fresh = Fresh(Company)
        self.clearer = clearing.Clearer(self.settler, self.resource.fields)

    def plan(self, table: Table) -> Summary:
        """Raises UnreadableFileError and WrongOptionError; faults of rows are in the plan."""
        reading = self.read(replace(table, rows=spooled(table)))
        with transaction.atomic():
            reading.go(lambda part: None)
        return reading.summary

    def read(self, table: Table) -> "Reading":
        """Raises UnreadableFileError and WrongOptionError."""
        columns = Columns(table.headings, self.options, table.is_ragged, self.actor.closed)
        _require_a_name(columns)
        check_translations(self.options.values, self.resource.fields, self.vocabulary)
        return Reading(self, table, columns)


class Reading:
    """One list, on its way through."""

    def __init__(self, planner: Planner, table: Table, columns: Columns) -> None:
        self.planner = planner
        self.options, self.actor = planner.options, planner.actor
        self.table = table
        self.columns = columns
        self.summary = Summary(columns.ignored)
        self.network = networks.network_of(self.options.network)
        self.undecided = set(self.options.decisions)  # of which no row was seen yet
        self.tags: set[str] = set()  # proposals of the parts that are through

    def go(
        self,
        take: Callable[[Plan], None],
        collect: Callable[[], object] = lambda: None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        """In a transaction, hand over what the rows would do, a part after the other, and the rest;
        ``collect`` the garbage that a part leaves. The database has time for something else
        ``meanwhile``, while the rows of a part are settled, and when a part was taken.

        Whoever takes a part may write it at once. The rows are in a spool.
        """
        spool = self.table.rows
        self.meanwhile = meanwhile
        with Ledger.opened(self.columns) as self.ledger:
            self.ledger.look_ahead(self.columns, spool)
            self.lookup = Lookup(self.options, self.ledger)
            self.everybody = Everybody(self.options.source, self.lookup.entries, self._ahead)
            self.promises = Promises(self.ledger, self.actor)
            self.first_sight = FirstSight(
                self.planner.cluster, self.options, self.actor, self.columns
            )
            self._hand_over(Plan(notices=[_left_out(row) for row in self.table.skipped]), take)
            for part in together(starmap(self._read, enumerate(spool.parts())), spool.at_once):
                tell(Phase.COMPARE, self.summary.rows, len(spool))
                self._hand_over(self._plan(part), take)
                collect()
                self.summary.rows += part.rows
            if self.undecided:
                raise WrongOptionError(
                    _("There is no row “%s” to decide about.") % min(self.undecided)
                )
            for part in self._rest():
                self._hand_over(part, take)

    def _hand_over(self, part: Plan, take: Callable[[Plan], None]) -> None:
        self.summary.add(part)
        take(part)

    def _read(self, number: int, rows: list[tuple]) -> Part:
        drafts = list(self._drafts(rows))
        known = self.first_sight.untouched(
            draft for draft in drafts if draft.key not in self.ledger.repeated
        )
        return Part(number, len(rows), rows[-1][0], drafts, known)

    def _plan(self, part: Part) -> Plan:
        plan = Plan(skipped=part.rows - len(part.drafts))
        self.everybody.part = part.number
        if self.undecided:
            self.undecided -= {draft.row_key for draft in part.drafts}
        untouched = self._untouched(part)
        drafts = [draft for draft in part.drafts if draft.row not in untouched]
        for draft in drafts:
            self._clean(draft)
        self.promises.look_below(
            part.last_row, (draft.values["parent"] for draft in drafts if draft.said("parent"))
        )
        keys = self._keys(drafts)
        directory = self.lookup.about(drafts, keys)
        for one in untouched.values():  # no other row may be about their entries
            if entry := directory.by_id.get(one.company):
                entry.row = _row_of(one)
        found = self._match(drafts, directory, keys, plan)
        changes = self._compare(found, directory, plan)
        plan.changes = [change for change in changes if not change.draft.problems]
        plan.untouched = list(untouched.values())
        if self.network:
            networks.join(plan.changes, self.network)
        new = [change.company for change in plan.new if not change.company.slug]
        promised = [company for company in self.promises.made if not company.slug]
        give_slugs([*new, *promised, *plan.operators])
        proposed = self.planner.vocabulary.proposed
        plan.tags = [tag for slug, tag in proposed.items() if slug not in self.tags]
        self.tags.update(proposed)
        for draft in drafts:
            plan.collect(draft)
        self._note(found, changes, promised, plan)
        return plan

    def _drafts(self, rows: list[tuple]) -> Iterator[Draft]:
        columns = self.columns
        for number, texts in rows:
            row = Row(number, texts)
            cells = columns.read(row)
            is_example = cells.texts.get("name", "").strip() in EXAMPLES.values()
            if is_example or (columns.only and not columns.is_wanted(row)):
                continue
            problems, notices = columns.faults(row)
            digest = self.first_sight.digest(cells)
            key = columns.key_of(row)
            yield Draft(number, key, cells, {}, problems, notices, raw=texts, digest=digest)

    def _ahead(self, first: int, last: int) -> Iterator[Entry]:
        """What the rows of these parts may be found by."""
        for number, texts in chain.from_iterable(self.table.rows.parts(first, last)):
            cells = self.columns.read(Row(number, texts))
            draft = Draft(number, cells=cells.only(TOLD_BY))
            self.planner.cleaner.clean(draft)
            yield entry_of(draft, id=None, slug="")

    def _clean(self, draft: Draft) -> None:
        columns = self.columns
        if not draft.problems:
            self.planner.cleaner.clean(draft)
        if columns.key is not None and not draft.key:
            heading = columns.headings[columns.key]
            draft.problems.append(Problem(draft.row, heading, "", _("the key is empty")))

    def _untouched(self, part: Part) -> dict[int, Untouched]:
        """What need not be looked at any closer; not where another row is about the same entry."""
        rows = self.ledger.rows_about({each.company for each in part.known.values()})
        counts = Counter(each.company for each in part.known.values())
        return {
            row: each
            for row, each in part.known.items()
            if each.company not in rows and counts[each.company] == 1
        }

    def _keys(self, drafts: list[Draft]) -> dict[str, UUID]:
        if not self.first_sight.has_past:
            return {}
        records = SourceRecord.objects.filter(
            source__slug=self.options.source, key__in={draft.key for draft in drafts}
        )
        return dict(records.values_list("key", "company_id"))

    def _match(
        self, drafts: list[Draft], directory: Directory, keys: dict[str, UUID], plan: Plan
    ) -> list[Found]:
        """Return each draft with its entry; a second row about an entry is refused."""
        options = self.options
        listed = self.ledger.listed(options.source, directory.by_id) if options.source else {}
        self.meanwhile()
        matcher = Matcher(directory, options, self.actor, keys, listed)
        matcher.promised = self.promises.by_name
        found, chosen = [], left_in(drafts, options.decisions)
        plan.skipped += sum(not draft.problems for draft in drafts) - len(chosen)
        first = self.ledger.first_with({draft.key for draft in chosen})
        for draft in chosen:
            if draft.key and first.setdefault(draft.key, draft) is not draft:
                self._repeat_of(first[draft.key], draft, plan)
                continue
            try:
                entry, is_new = matcher.entry_of(draft)
            except ValidationError as error:
                draft.refuse("id" if draft.said("id") else "name", error)
                continue
            if entry.row and entry.row.key == draft.key and says_the_same(entry.row, draft):
                draft.tell("name", _("repeats row %s") % entry.row.row)
                plan.repeated += 1
            elif entry.row:
                reason = _("is the same entry as row %s: leave one out, or tell them apart by id")
                draft.refuse("name", reason % entry.row.row)
            else:
                entry.row = draft
                found.append(Found(draft, entry, is_new))
        recogniser = Recogniser(matcher, self.everybody, options.decisions, options.candidates)
        found = recogniser.settle(found)
        plan.recognised, plan.candidates = recogniser.taken, recogniser.candidates
        plan.skipped += len(recogniser.left_out)
        return found

    def _repeat_of(self, first: Draft | Before, draft: Draft, plan: Plan) -> None:
        """A key is one entry: a second row says the same, or has a fault."""
        if says_the_same(first, draft):
            draft.tell("name", _("repeats row %s") % first.row)
            plan.repeated += 1
            return
        reason = _("has the key of row %s, which says something else: leave one out") % first.row
        draft.problems.append(Problem(draft.row, self.options.key_column, draft.key, reason))

    def _compare(self, found: list[Found], directory: Directory, plan: Plan) -> list[Change]:
        companies = load_entries([each.entry.id for each in found if not each.is_new])
        changes = [
            Change(each.draft, companies.get(each.entry.id) or self._new(each.entry), each.is_new)
            for each in found
        ]
        planner, fields = self.planner, self.planner.resource.fields
        clearing.prepare(changes, self.options, fields)
        plan.conflicts = merge(changes, self.options, directory, fields)
        fresh = {change.company.id: change.company for change in changes}
        operators = Operators(directory, fresh, self.actor, self.promises)
        plan.operators = operators.resolve_all(changes)
        for count, change in enumerate(changes):
            if count % TOLD_EVERY == 0:
                tell(Phase.COMPARE, self.summary.rows + count, len(self.table.rows))
            if not change.draft.problems:
                planner.settler.settle(change)
                planner.clearer.clear(change)
        check_identifiers(changes, directory)
        return changes

    def _new(self, entry: Entry) -> Company:
        company = self.planner.fresh()
        company.id, company.slug = entry.id, entry.new_slug
        return company

    def _note(
        self, found: list[Found], changes: list[Change], promised: list[Company], plan: Plan
    ) -> None:
        """Keep what later rows have to know of these."""
        lines: list[tuple[UUID, Any, Any]] = []
        for each, change in zip(found, changes, strict=True):
            if each.is_new:
                each.entry.new_slug = change.company.slug
                self.promises.note(each.entry.id, is_kept=not each.draft.problems)
            row = Before.of(each.draft)
            lines.append((each.entry.id, row, each.entry if each.is_new else None))
            self.everybody.remember(each.entry)
        lines += [(one.company, _row_of(one), None) for one in plan.untouched]
        for one in [*plan.operators, *promised]:
            entry = Entry(one.pk, "", one.name, new_slug=one.slug)
            lines.append((one.pk, None, entry))
        self.ledger.add(lines)

    def _rest(self) -> Iterator[Plan]:
        """What the rows as a whole leave over."""
        yield Plan(operators=self.promises.unkept())
        if self.options.source:
            today, cluster = timezone.localdate(), self.planner.cluster
            for missing in missing_from(self.options, cluster, self.actor, today):
                yield Plan(missing=missing)


def spooled(table: Table) -> Spool:
    """The rows, read through once: then all that is wrong with the file as such is known."""
    if isinstance(table.rows, Spool):
        return table.rows

    def told() -> Iterator[Row]:
        for count, row in enumerate(table.rows):
            if count % TOLD_EVERY == 0:
                tell(Phase.READ, count)
            yield row

    return Spool(told())


def _row_of(one: Untouched) -> Before:
    return Before(one.row, one.key, one.digest, False)


def _left_out(row: Skipped) -> Notice:
    text = _("left out, as it stands %(where)s: %(text)s")
    return Notice(row.number, _("(row)"), text % {"where": row.reason, "text": shorten(row.text)})


def _require_a_name(columns: Columns) -> None:
    if not columns.fields() & {"name", "id"} and columns.key is None:
        raise WrongOptionError(
            missing_column("name", columns.headings) + _(". Say which it is: --map COLUMN=name")
        )
