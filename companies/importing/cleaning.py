"""One row of a list: cells become values; what is wrong and what was mended is told."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters import identifiers
from clusters.numbers import is_empty_word
from clusters.places import Gazetteer
from clusters.text import clean

from .columns import Cell
from .errors import Notice, Problem, reason_of
from .fields import Column
from .vocabulary import Vocabulary

REGISTER = ("register_court", "register_type", "register_number")


@dataclass
class Draft:
    """What one row says, before anybody asked what the directory says."""

    row: int
    key: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # by column; empty cells are not there
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    raw: list[str] = field(default_factory=list, repr=False)  # the row as it stands in the file

    def refuse(self, column: str, error: ValidationError | str) -> None:
        cell = self.cells.get(column, Cell(column, ""))
        reason = reason_of(error) if isinstance(error, ValidationError) else error
        self.problems.append(Problem(self.row, cell.column, cell.text, reason))

    def tell(self, column: str, text: str) -> None:
        self.notices.append(Notice(self.row, self.cells.get(column, Cell(column, "")).column, text))

    def said(self, column: str) -> bool:
        return column in self.values

    @property
    def hash(self) -> str:
        """Tells whether the list says the same of this entry as last time."""
        said = [(name, cell.text) for name, cell in sorted(self.cells.items())]
        return sha256(json.dumps(said).encode()).hexdigest()

    def adds(self, column: str) -> bool:
        """Whether the list in ``column`` is added to what is there: fixed values only add."""
        return column in self.cells and self.cells[column].is_constant


def clean_row(
    draft: Draft, columns: dict[str, Column], vocabulary: Vocabulary, gazetteer: Gazetteer
) -> None:
    """Fill ``draft.values`` from its cells; each fault is named at its column."""
    for name, cell in draft.cells.items():
        if name not in columns:
            continue
        try:
            value = vocabulary.read(columns[name].widget, cell.text)
        except ValidationError as error:
            draft.refuse(name, error)
        else:
            if value is not None:
                draft.values[name] = value
    _join_house_number(draft)
    _clean_postcode(draft, gazetteer)
    _clean_register(draft)
    _drop_no_employees(draft)


def helper(draft: Draft, name: str) -> str:
    cell = draft.cells.get(name)
    return "" if cell is None or is_empty_word(cell.text) else clean(cell.text)


def _join_house_number(draft: Draft) -> None:
    number = helper(draft, "house_number")
    if number and draft.said("street"):
        draft.values["street"] += f" {number}"


def _clean_postcode(draft: Draft, gazetteer: Gazetteer) -> None:
    """Put back the zero that a spreadsheet ate, if the place or Land bears it out."""
    value = draft.values.pop("postcode", None)
    if value is None:
        return
    place, state = draft.values.get("city", ""), helper(draft, "state")
    try:
        fix = gazetteer.repair_postcode(value, place, state)
    except ValidationError as error:
        draft.refuse("postcode", error)
        return
    draft.values["postcode"] = fix.code
    if fix.changed:
        draft.tell("postcode", fix.message)


def _clean_register(draft: Draft) -> None:
    """Bring a complete register number into its form; "HRB 123 B" names its type itself."""
    court, kind, number = (draft.values.get(name, "") for name in REGISTER)
    if not (court and number):
        return
    try:
        found = identifiers.register_number(court, kind, number)
    except ValidationError as error:
        draft.refuse(
            "register_court" if error.code == "register_court" else "register_number", error
        )
    else:
        draft.values.update(zip(REGISTER, found, strict=True))


def _drop_no_employees(draft: Draft) -> None:
    if draft.values.get("employees") == 0:
        del draft.values["employees"]
        draft.tell("employees", _("0 is taken as unknown"))
