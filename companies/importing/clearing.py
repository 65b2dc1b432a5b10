"""What an empty cell does, and a filled one where the entry says something already.

As a rule an empty cell keeps what is there and a filled one replaces it. By column it can be
otherwise: an empty cell clears it, or a filled one fills only what is empty.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from clusters.numbers import is_empty_word
from companies.choices import DistrictOrigin, Status
from companies.models import Company
from companies.visibility import hidden_columns

from .change import Change
from .fields import Column, LocationColumn, accepted_tags, primary_location
from .headings import COLUMNS
from .options import CLEAR, FILL, Options
from .settle import Settler, made_of

# What makes sense together goes together.
GROUPS = {
    "register_number": ("register_number", "register_type", "register_court"),
    "wz_codes": ("wz_codes", "wz_edition"),
    "employees": ("employees", "employees_year"),
    "turnover_eur": ("turnover_eur", "turnover_year"),
    "latitude": ("latitude", "longitude"),
}
# What every entry needs, what has rules of its own, and what goes with another column.
NEVER_CLEARED = {
    "id", "name", "kind", "clusters", "status", "verified_on", "location_precision",
    "register_type", "register_court", "wz_edition", "longitude",
}  # fmt: skip
CLEARED = tuple(name for name in COLUMNS if name not in NEVER_CLEARED)
FILLED = tuple(name for name in COLUMNS if name not in {"id", "clusters"})
LONGEST_CELL = 32_767  # characters; what is longer leaves an exported cell empty
EMPTY = (None, "", [])


def prepare(changes: Iterable[Change], options: Options, columns: dict[str, Column]) -> None:
    """Note which cells clear something, and drop those that would fill what is full."""
    clearing = [name for name in CLEARED if options.empty.get(name) == CLEAR]
    filling = [name for name in FILLED if options.filled.get(name) == FILL]
    for change in changes:
        if change.is_new:
            continue
        draft, company = change.draft, change.company
        for name in filling:
            if draft.said(name) and columns[name].get_value(company) not in EMPTY:
                del draft.values[name]
        draft.clears = {
            name
            for name in clearing
            if name in draft.cells
            and is_empty_word(draft.cells[name].text)
            and columns[name].get_value(company) not in EMPTY
            and not (draft.said("id") and _is_hidden(change, name, columns[name]))
        }


def _is_hidden(change: Change, name: str, column: Column) -> bool:
    """Whether an export leaves the cell empty although there is something to say."""
    company = change.company
    if name in hidden_columns(company, primary_location(company)):
        return True
    if name == "parent":
        operator = company.parent
        return operator.status != Status.PUBLISHED or operator.objection_on is not None
    return len(column.widget.render(column.get_value(company))) > LONGEST_CELL


class Clearer:
    """Empties what the cells of a settled change clear."""

    def __init__(self, settler: Settler, columns: dict[str, Column]) -> None:
        self.settler = settler
        self.columns = columns

    def clear(self, change: Change) -> None:
        for name in sorted(change.draft.clears):
            group = GROUPS.get(name, (name,))
            if any(change.draft.said(part) for part in group[1:] if part != "wz_edition"):
                change.draft.tell(name, _("not cleared: there is more about it in the row"))
                continue
            for part in group:
                self._clear(change, part)

    def _clear(self, change: Change, name: str) -> None:
        column, company = self.columns[name], change.company
        if name == "sectors":
            change.remove_sectors = [part.sector for part in company.company_sectors.all()]
            change.note(name, change.remove_sectors, [])
        elif name == "tags":
            change.remove_tags = accepted_tags(company)
            change.note(name, change.remove_tags, [])
        elif isinstance(column, LocationColumn):
            self._clear_place(change, name, column.attribute)
        else:
            before, empty = getattr(company, column.attribute), _empty(column.attribute)
            if before != empty:
                setattr(company, column.attribute, empty)
                change.company_fields.add(column.attribute)
                change.note(name, before, empty)

    def _clear_place(self, change: Change, name: str, attribute: str) -> None:
        location = change.location = change.location or primary_location(change.company)
        before = getattr(location, attribute)
        empty = None if name in ("district", "latitude", "longitude") else ""
        setattr(location, attribute, empty)
        change.location_fields.add(attribute)
        change.note(name, before, empty)
        if name == "district":
            location.district_origin = DistrictOrigin.UNKNOWN
            change.location_fields.add("district_origin")
        elif name in made_of(location):
            self.settler.locate(change)


def _empty(attribute: str) -> Any:
    """What a field holds that nothing was ever entered into."""
    return Company._meta.get_field(attribute).get_default()
