"""The operators that a list names: entries of the directory or the list, or new drafts."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from companies.choices import Status
from companies.models import Company

from .actor import Actor
from .change import Change
from .directory import Directory, Entry, name_key
from .ledger import Ledger

MAX_NAME = Company._meta.get_field("name").max_length


class Promises:
    """Operators whose own row comes further down: they have their id and address already."""

    def __init__(self, ledger: Ledger, actor: Actor) -> None:
        self.ledger = ledger
        self.actor = actor
        self.to_come: set[str] = set()  # letters of names that a row below has
        self.by_name: dict[str, Entry] = {}  # by the letters of their names
        self._companies: dict[UUID, Company] = {}
        self._kept: set[UUID] = set()

    @property
    def made(self) -> list[Company]:
        return list(self._companies.values())

    def look_below(self, row: int, names: Iterable[str]) -> None:
        letters = {name_key(name) for name in names}
        self.to_come = self.ledger.once_below(letters, row) if letters else set()

    def make(self, company: Company) -> bool:
        """Whether there is a row to come for it."""
        letters = name_key(company.name)
        if letters not in self.to_come:
            return False
        self._companies[company.pk] = company
        self.by_name[letters] = Entry(company.pk, "", company.name)
        return True

    def note(self, entry: UUID, *, is_kept: bool) -> None:
        """A row has come for a new entry, with a fault or without."""
        if self._companies and entry in self._companies:
            self.ledger.forget(entry)
            if is_kept:
                self._kept.add(entry)

    def unkept(self) -> list[Company]:
        """Those that no row has become: they are drafts like other operators."""
        return [one for pk, one in self._companies.items() if pk not in self._kept]


class Operators:
    """Turns the text of the column ``parent`` into entries; an unknown name becomes a draft.

    Drafts are not public and in no cluster, so they move no count.
    """

    def __init__(
        self,
        directory: Directory,
        companies: dict[UUID, Company],
        actor: Actor,
        promises: Promises,
    ) -> None:
        self.directory = directory
        self.companies = companies  # by id: those that these rows are about
        self.actor = actor
        self.promises = promises
        self.created: list[Company] = []
        self._pending: list[tuple[Change, Entry]] = []

    def resolve_all(self, changes: Iterable[Change]) -> list[Company]:
        """Return the operators that are to be created."""
        for change in changes:
            if change.draft.said("parent"):
                self.resolve(change)
        self.load()
        return self.created

    def resolve(self, change: Change) -> None:
        """Find the operator of ``change``; its row drops the column where there is none."""
        draft, text = change.draft, change.draft.values.pop("parent")
        own = self.directory.by_id[change.company.pk]
        if text in (own.slug, str(own.id)) or name_key(text) == name_key(own_name(change)):
            return  # nobody operates himself
        current = self.directory.by_id.get(own.parent_id)
        if current and name_key(current.name) == name_key(text):
            return
        found = self._known(text, own)
        if len(found) > 1:
            draft.refuse("parent", _("several entries have this name; give the slug of one"))
            return
        if not found and len(text) > MAX_NAME:
            draft.refuse("parent", _("a name has at most %s characters") % MAX_NAME)
            return
        entry = found[0] if found else self._create(text)
        own.parent_id = entry.id
        self._pending.append((change, entry))

    def load(self) -> None:
        """Give each row its operator, in one query for all of them."""
        missing = {entry.id for _change, entry in self._pending} - set(self.companies)
        known = self.companies | Company.objects.in_bulk(missing)
        for change, entry in self._pending:
            company = known.get(entry.id) or _to_come(entry)
            change.draft.values["parent"] = company

    def _known(self, text: str, own: Entry) -> list[Entry]:
        entry = self.directory.by_slug.get(text)
        if entry is None:
            try:
                entry = self.directory.by_id.get(UUID(text))
            except ValueError:
                entry = self.directory.by_id.get(self.directory.old_slugs.get(text))
        if entry:
            return [entry]
        return [entry for entry in self.directory.named(text) if entry is not own]

    def _create(self, name: str) -> Entry:
        company = Company(name=name, status=Status.DRAFT, submitted_by=self.actor.submitted_by)
        entry = Entry(company.pk, "", name)
        self.directory.add(entry)
        self.companies[company.pk] = company
        if not self.promises.make(company):
            self.created.append(company)
        return entry


def _to_come(entry: Entry) -> Company:
    """One that the list brings and that is not saved."""
    return Company(pk=entry.id, name=entry.name, slug=entry.new_slug)


def own_name(change: Change) -> str:
    """The name that the entry will have."""
    return change.draft.values.get("name") or change.company.name
