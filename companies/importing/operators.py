"""The operators that a list names: entries of the directory or the list, or new drafts."""

from uuid import UUID

from django.utils.translation import gettext as _

from companies.choices import Status
from companies.models import Company

from .actor import Actor
from .change import Change
from .directory import Directory, Entry, name_key

MAX_NAME = Company._meta.get_field("name").max_length


class Operators:
    """Turns the text of the column ``parent`` into entries; an unknown name becomes a draft.

    Drafts are not public and in no cluster, so they move no count.
    """

    def __init__(self, directory: Directory, companies: dict[UUID, Company], actor: Actor) -> None:
        self.directory = directory
        self.companies = companies  # by id: those that the list is about
        self.actor = actor
        self.created: list[Company] = []
        self._pending: list[tuple[Change, Entry]] = []

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
            change.draft.values["parent"] = known[entry.id]

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
        self.created.append(company)
        return entry


def own_name(change: Change) -> str:
    """The name that the entry will have."""
    return change.draft.values.get("name") or change.company.name
