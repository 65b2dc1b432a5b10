"""One row of a list: cells become values; what is wrong and what was mended is told."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters import identifiers
from clusters.numbers import is_empty_word
from clusters.places import Gazetteer
from clusters.text import clean, clean_lines

from .addresses import split_address
from .columns import Cell, Cells
from .errors import Notice, Problem, UnknownValueError, reason_of
from .fields import Column
from .headings import heading_key
from .mending import Mended, is_touched
from .vocabulary import Vocabulary
from .widgets import Cells as Widget

DECIMAL_ZERO = re.compile(r"\.0$")  # of a postcode that was a number
MENDED_LATER = ("city", "postcode")
REGISTER = ("register_court", "register_type", "register_number")
REMEMBERED = 2048  # texts of a column
SHORT = 80  # characters; longer texts hardly come twice

Read = tuple[Any, str | None]


@dataclass
class Draft:
    """What one row says, before anybody asked what the directory says."""

    row: int
    key: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # by column; empty cells are not there
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    # field, word and nearest values of what stands for nothing
    unknown: list[tuple[str, str, list[str]]] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    raw: list[str] = field(default_factory=list, repr=False)  # the row as it stands in the file
    digest: str = ""  # tells whether another row, or one of another time, says the same
    clears: set[str] = field(default_factory=set)  # columns whose empty cell empties the entry's

    def refuse(self, column: str, error: ValidationError | str) -> None:
        cell = self.cells.get(column, Cell(column, ""))
        reason = reason_of(error) if isinstance(error, ValidationError) else error
        self.problems.append(Problem(self.row, cell.column, cell.written or cell.text, reason))
        if isinstance(error, UnknownValueError):
            self.unknown += [(column, word, near) for word, near in error.words.items()]

    def tell(self, column: str, text: str) -> None:
        self.notices.append(Notice(self.row, self.cells.get(column, Cell(column, "")).column, text))

    def mend(self, column: str, after: str) -> None:
        """Note that a cell was changed; spaces around it do not count."""
        cell = self.cells[column]
        self.mended.append(Mended(cell.column, (cell.written or cell.text).strip(), after))

    def said(self, column: str) -> bool:
        return column in self.values

    @property
    def row_key(self) -> str:
        """What a decision calls the row: its key in the list, else its number."""
        return self.key or f"row:{self.row}"

    def adds(self, column: str) -> bool:
        """Whether the list in ``column`` is added to what is there: fixed values only add."""
        return column in self.cells and self.cells[column].is_constant


def digest_of(cells: Cells, salt: str = "") -> str:
    """Of all that a row says, before it is cleaned."""
    texts = "\0".join(cells.texts.values())
    return sha256(f"{salt}\0{texts}".encode("utf-8", "surrogatepass")).hexdigest()


class Cleaner:
    """Cells become values. What a column says again is not read again."""

    def __init__(
        self, columns: dict[str, Column], vocabulary: Vocabulary, gazetteer: Gazetteer
    ) -> None:
        self.columns = columns
        self.vocabulary = vocabulary
        self.gazetteer = gazetteer
        # column → text → its value, and what it was mended to
        self._known: dict[str, dict[str, Read]] = {name: {} for name in columns}
        self._repaired = lru_cache(REMEMBERED)(gazetteer.repair_postcode)

    def clean(self, draft: Draft) -> None:
        """Fill ``draft.values`` from its cells; each fault is named at its column."""
        if "address" in draft.cells:
            _split_address(draft)
        columns, values = self._known, draft.values
        for name, text in draft.cells.texts.items():
            if not text or (known := columns.get(name)) is None:
                continue
            if (read := known.get(text)) is None:
                try:
                    read = self._read(name, text, known)
                except ValidationError as error:
                    draft.refuse(name, error)
                    continue
            value, mended = read
            if value is not None:
                values[name] = value
            if mended is not None and not draft.cells[name].is_constant:
                draft.mend(name, mended)
        self._join(draft)

    def _read(self, name: str, text: str, known: dict[str, Read]) -> Read:
        widget = self.columns[name].widget
        value = widget.clean(text, vocabulary=self.vocabulary)
        read = value, None if value == text else _mended(name, text, value, widget)
        if len(text) <= SHORT:
            if len(known) >= REMEMBERED:
                known.clear()
            known[text] = read
        return read

    def _join(self, draft: Draft) -> None:
        """What several cells say together."""
        if "house_number" in draft.cells:
            _join_house_number(draft)
        values = draft.values
        if "postcode" in values:
            self._postcode(draft)
        if "city" in values:
            _clean_city(draft, self.gazetteer)
        if "register_number" in values:
            _clean_register(draft)
        if values.get("employees") == 0:
            _drop_no_employees(draft)

    def _postcode(self, draft: Draft) -> None:
        """Put back the zero that a spreadsheet ate, if the place or Land bears it out."""
        value = DECIMAL_ZERO.sub("", draft.values.pop("postcode"))
        place, state = draft.values.get("city", ""), helper(draft, "state")
        try:
            fix = self._repaired(value, place, state)
        except ValidationError as error:
            draft.refuse("postcode", error)
            return
        draft.values["postcode"] = fix.code
        if is_touched(draft.cells.texts["postcode"], fix.code):
            draft.mend("postcode", fix.code)
        if fix.changed:
            draft.tell("postcode", fix.message)


def _mended(name: str, text: str, value: Any, widget: Widget) -> str | None:
    """What ``text`` was made into, where that is worth telling."""
    if value is None:
        return "" if any(map(str.isalpha, text)) else None  # a dash says nothing in any case
    return None if name in MENDED_LATER else widget.mended(text, value)


def helper(draft: Draft, name: str, tidy: Callable[[str], str] = clean) -> str:
    text = draft.cells.texts.get(name, "")
    return "" if not text or is_empty_word(text) else tidy(text)


def _split_address(draft: Draft) -> None:
    """Fill empty address columns from a whole address in one cell.

    Its place belongs to its postcode, so it counts before a column for the place, often the seat.
    """
    text = helper(draft, "address", clean_lines)
    if not text:
        return
    found = split_address(text)._asdict()
    for name, part in found.items():
        given = helper(draft, name) and not (name == "city" and found["postcode"])
        if part and not given:
            draft.cells.put(name, draft.cells["address"].column, part)
    if heading_key("".join(found.values())) != heading_key(text):
        draft.mend("address", " · ".join(filter(None, found.values())))


def _join_house_number(draft: Draft) -> None:
    number = helper(draft, "house_number")
    if number and draft.said("street"):
        draft.values["street"] += f" {number}"


def _clean_city(draft: Draft, gazetteer: Gazetteer) -> None:
    """Call an independent city what it is called: Frankfurt/Oder is Frankfurt (Oder)."""
    city = draft.values["city"]
    if city and (name := gazetteer.city_called(city)) != city:
        draft.values["city"] = name
        draft.mend("city", name)


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
    del draft.values["employees"]
    draft.mend("employees", "")
    draft.tell("employees", _("0 is taken as unknown"))
