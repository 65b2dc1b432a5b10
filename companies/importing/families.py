"""Register number, VAT id and LEI belong to a legal entity: its sites share them, nobody else."""

from operator import attrgetter

from django.utils.translation import gettext as _

from .change import Change
from .cleaning import REGISTER
from .directory import IDENTIFIERS, Directory, Entry, are_family
from .errors import shorten

_register = attrgetter(*REGISTER)


def check_identifiers(changes: list[Change], directory: Directory) -> None:
    """Refuse rows that give an entry the number of another family."""
    numbered = []
    for change in changes:
        entry, company = directory.by_id[change.company.id], change.company
        if not change.draft.problems:
            entry.parent_id = company.parent_id
            entry.register = _register(company)
            entry.vat_id, entry.lei = company.vat_id, company.lei
        if entry.vat_id or entry.lei or any(entry.register):
            numbered.append(change)
            if not change.draft.problems:
                directory.know(entry)
    for change in numbered:
        for kind in IDENTIFIERS:
            column = "register_number" if kind == "register" else kind
            holder = _stranger_with(kind, change, directory)
            draft = change.draft
            gets_it = draft.said(column) or draft.said("parent") or "parent" in draft.clears
            if holder and gets_it:
                reason = _("already belongs to %s; sites share it through their parent")
                change.draft.refuse(column, reason % shorten(holder.name))


def _stranger_with(kind: str, change: Change, directory: Directory) -> Entry | None:
    """An entry of another family with the same number: in the directory, or in a row above."""
    entry = directory.by_id[change.company.pk]
    number = getattr(entry, kind)
    for other in directory.holders(kind, number) if number else ():
        is_later = other.row and other.row.row > change.draft.row
        has_it = getattr(other, kind) == number
        if has_it and not is_later and not are_family(entry, other):
            return other
    return None
