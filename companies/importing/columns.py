"""The options of an import bound to the headings of one file: a row of cells becomes fields."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from clusters.text import clean

from .errors import Notice, Problem, WrongOptionError
from .headings import field_of, heading_key
from .layout import Row
from .options import IGNORED, Options, did_you_mean
from .translations import Translations


class Cell(NamedTuple):
    column: str  # heading, or headings with +; the option for a fixed value
    text: str
    is_constant: bool = False
    written: str = ""  # as in the file, where ``text`` is a translation


class Cells(Mapping[str, Cell]):
    """The cells of a row by field. Most are asked for their text alone."""

    __slots__ = ("_labels", "_others", "texts")

    def __init__(
        self, texts: dict[str, str], labels: dict[str, str], others: dict[str, Cell]
    ) -> None:
        """``labels`` are those of cells that stand for themselves; ``others`` are whole."""
        self.texts = texts
        self._labels = labels
        self._others = others

    def __getitem__(self, field: str) -> Cell:
        return self._others.get(field) or Cell(self._labels[field], self.texts[field])

    def put(self, field: str, column: str, text: str) -> None:
        """Let ``text``, which stands in another column, be the cell of this field."""
        self._others = self._others | {field: Cell(column, text)}
        self.texts[field] = text

    def only(self, fields: Collection[str]) -> "Cells":
        texts = {field: text for field, text in self.texts.items() if field in fields}
        return Cells(texts, self._labels, self._others)

    def __contains__(self, field: object) -> bool:
        return field in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


class Columns:
    """Raises WrongOptionError where a column of the options is not in the file."""

    def __init__(
        self,
        headings: list[str],
        options: Options,
        is_ragged: bool = False,
        closed: Collection[str] = (),
    ) -> None:
        """``closed`` are fields that do not count for whoever brings the list."""
        self.headings = headings
        self.closed = closed
        for field in closed:
            if field in options.columns.values() or field in options.constants:
                raise WrongOptionError(
                    _("The field %s counts only for those who may set it: --approve USERNAME.")
                    % field
                )
        self.translations = Translations(options.values)
        self.is_ragged = is_ragged  # sheets leave out empty cells at the end of a row
        self.constants = {
            field: Cell(f"--set {field}", value, True) for field, value in options.constants.items()
        }
        self.parts: dict[str, tuple[str, list[int]]] = {}  # field → label, positions
        used = set()
        for expression, field in options.columns.items():
            if field == IGNORED and self._is_gone(expression):
                continue
            positions = self._positions(expression)
            used.update(positions)
            if field != IGNORED:
                self.parts[field] = (expression, positions)
        self.only = {
            self._position(column): {value.casefold() for value in values}
            for column, values in options.only.items()
        }
        self.key = self._position(options.key_column) if options.key_column else None
        self._recognise(used | ({self.key} - {None}))
        self._plan_reading()
        counted = used | {self.key} | set(self.only) | self._read_positions()
        self.ignored = [
            heading
            for position, heading in enumerate(headings)
            if position not in counted and heading
        ]

    def fields(self) -> set[str]:
        return {*self.parts, *self.constants}

    @property
    def name_operators(self) -> bool:
        """Whether rows may refer to other rows, above or below them."""
        return "parent" in self.fields()

    def is_wanted(self, row: Row) -> bool:
        """Whether the row passes every --only."""
        return all(
            clean(_at(row, position)).casefold() in values for position, values in self.only.items()
        )

    def read(self, row: Row) -> Cells:
        """Return the cells by field, as they stand in the file."""
        texts, others = self._constant.copy(), self._others
        cells = row.cells
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        texts.update(zip(self._labels, self._plain(cells), strict=False))
        if self._composed:
            others = others | self._put_together(row)
            texts.update((field, others[field].text) for field, _label, _places in self._composed)
        return Cells(texts, self._labels, others)

    def _put_together(self, row: Row) -> dict[str, Cell]:
        cells = {}
        for field, label, places in self._composed:
            written = _at(row, places[0])
            if len(places) > 1:
                written = " ".join(filter(None, (clean(_at(row, place)) for place in places)))
            text = self.translations.of(field, written)
            cells[field] = Cell(label, text, written=written if text != written else "")
        return cells

    def _plan_reading(self) -> None:
        """Most fields are one column as it stands: those are read without further questions."""
        parts = [(field, *part) for field, part in self.parts.items()]
        self._composed = [
            part for part in parts if len(part[2]) > 1 or self.translations.has(part[0])
        ]
        plain = [part for part in parts if part not in self._composed]
        self._labels = {field: label for field, label, _places in plain}
        places = [places[0] for _field, _label, places in plain]
        self._width = max(places, default=-1) + 1
        # of more than one place it gives a tuple: one is asked for twice
        self._plain = itemgetter(*places, places[0]) if places else lambda cells: ()
        self._others = {n: cell for n, cell in self.constants.items() if n not in self._labels}
        self._constant = {field: cell.text for field, cell in self.constants.items()}

    def key_of(self, row: Row) -> str:
        return clean(_at(row, self.key)) if self.key is not None else ""

    def faults(self, row: Row) -> tuple[list[Problem], list[Notice]]:
        """Say what is wrong with the row's number of cells."""
        width = len(self.headings)
        surplus = [cell for cell in row.cells[width:] if clean(cell)]
        if surplus:
            reason = _("the row has %(cells)s cells for %(width)s columns")
            reason %= {"cells": len(row.cells), "width": width}
            return [Problem(row.number, _("(beyond the last)"), surplus[0], reason)], []
        if len(row.cells) < width and not self.is_ragged:
            text = _("the row has %(cells)s cells for %(width)s columns; the rest is empty")
            text %= {"cells": len(row.cells), "width": width}
            return [], [Notice(row.number, self.headings[len(row.cells)], text)]
        return [], []

    def _recognise(self, used: set[int | None]) -> None:
        """Take the headings that speak for themselves, unless told otherwise."""
        for position, heading in enumerate(self.headings):
            field = field_of(heading)
            taken = position in used or field in self.constants or field in self.closed
            if not field or taken:
                continue
            if field in self.parts and self.parts[field][1][0] in used:
                continue  # mapped by hand
            if field in self.parts:
                raise WrongOptionError(
                    _("Both “%(one)s” and “%(other)s” mean %(field)s; leave one out with --ignore.")
                    % {"one": self.parts[field][0], "other": heading, "field": field}
                )
            self.parts[field] = (heading, [position])
        if "street" not in self.parts or len(self.parts["street"][1]) > 1:
            self.parts.pop("house_number", None)

    def _read_positions(self) -> set[int]:
        return {position for _label, positions in self.parts.values() for position in positions}

    def _positions(self, expression: str) -> list[int]:
        if expression in self.headings:
            return [self.headings.index(expression)]
        return [self._position(column) for column in expression.split("+")]

    def _is_gone(self, column: str) -> bool:
        """Whether a column to be left out is not there at all, and not mistyped either."""
        return not did_you_mean(column, self.headings)

    def _position(self, column: str) -> int:
        column = clean(column)
        if column in self.headings:
            return self.headings.index(column)
        alike = [
            position
            for position, heading in enumerate(self.headings)
            if heading_key(heading) == heading_key(column) != ""
        ]
        if len(alike) != 1:
            raise WrongOptionError(missing(column, self.headings))
        return alike[0]


def missing(column: str, headings: Iterable[str]) -> str:
    return _("The file has no column “%(column)s”%(hint)s. Its columns: %(columns)s") % {
        "column": column,
        "hint": did_you_mean(column, headings),
        "columns": ", ".join(filter(None, headings)),
    }


def _at(row: Row, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""
