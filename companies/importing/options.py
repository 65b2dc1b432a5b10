"""What to do with a list: which column is which field, which rows count, what they are known by."""

import difflib
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from clusters.text import clean

from .errors import WrongOptionError
from .headings import FIELDS
from .models import ImportMapping

ASK, NEW, MATCH, SKIP = "ask", "new", "match", "skip"
ROW = "row:"  # begins the name of a row that has no key: "row:5"
KEEP, LEAVE, CLOSE = "keep", "leave", "close"
FILE = "file"
CLEAR, FILL = "clear", "fill"
CHOICES = {
    "candidates": (ASK, NEW, MATCH, SKIP),
    "missing": (KEEP, LEAVE, CLOSE),
    "conflicts": (KEEP, FILE),
}
# What a mapping keeps beside the columns; decisions and conflicts belong to one file.
RULES = ("candidates", "missing", "grace_days", "empty", "filled", "network")


@dataclass(frozen=True)
class Options:
    columns: dict[str, str] = field(default_factory=dict)  # "strasse+hausnr" → "street"
    constants: dict[str, str] = field(default_factory=dict)  # field → value for every row
    only: dict[str, list[str]] = field(default_factory=dict)  # column → accepted values
    key_column: str = ""
    source: str = ""  # slug of the list in which the key is unique
    # field → text in the file → value; an empty one says that the text says nothing
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    # Row key → an entry's id, an earlier row ("row:5"), "new" or "skip"
    decisions: dict[str, str] = field(default_factory=dict)
    candidates: str = ASK  # what becomes of undecided rows: ask (as new), new, match or skip
    missing: str = KEEP  # what becomes of entries that the list has no more: keep, leave or close
    grace_days: int = 0  # … if they have been missing for longer
    exported_at: str = ""  # when the file was taken out of the directory, ISO; else its name tells
    conflicts: str = KEEP  # what counts where file and directory changed since: keep or file
    empty: dict[str, str] = field(default_factory=dict)  # field → "keep" or "clear"
    filled: dict[str, str] = field(default_factory=dict)  # field → "overwrite" or "fill"
    network: str = ""  # slug of the one that all rows become members of

    def __post_init__(self) -> None:
        """Raises WrongOptionError: a mapping may have been edited by hand."""
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                message = _("%(option)s: “%(value)s” is none of %(choices)s.")
                values = {"value": getattr(self, name), "choices": ", ".join(choices)}
                raise WrongOptionError(message % ({"option": name} | values))
        if not isinstance(self.grace_days, int) or self.grace_days < 0:
            raise WrongOptionError(_("The grace period is a number of days."))

    def __bool__(self) -> bool:
        return self != Options()

    @property
    def rules(self) -> dict[str, Any]:
        """What holds for every version of a list, where it is not the usual."""
        usual = Options()
        stated = {name: getattr(self, name) for name in RULES}
        return {name: value for name, value in stated.items() if value != getattr(usual, name)}

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": self.columns,
            "constants": self.constants,
            "only": self.only,
            "key_column": self.key_column,
            "source": self.source,
            "values": self.values,
            "decisions": self.decisions,
            "candidates": self.candidates,
            "missing": self.missing,
            "grace_days": self.grace_days,
            "exported_at": self.exported_at,
            "conflicts": self.conflicts,
            "empty": self.empty,
            "filled": self.filled,
            "network": self.network,
        }

    @classmethod
    def of(cls, mapping: ImportMapping) -> "Options":
        source = mapping.source.slug if mapping.source else ""
        kept = (mapping.columns, mapping.constants, mapping.only, mapping.key_column)
        rules = {name: value for name, value in mapping.rules.items() if name in RULES}
        return cls(*kept, source, mapping.values, **rules)


IGNORED = ""  # the field of a column that is left out on purpose


def parse(
    maps: Iterable[str] = (),
    sets: Iterable[str] = (),
    onlys: Iterable[str] = (),
    ignores: Iterable[str] = (),
    key: str = "",
    source: str = "",
    translations: Iterable[str] = (),
) -> Options:
    """Return the options of a command line. Raises WrongOptionError."""
    columns: dict[str, str] = {}
    for text in maps:
        column, name = _pair(text, "--map COL[+COL]=FIELD", last=True)
        _once(columns, column, _known_field(name))
    for column in ignores:
        if clean(column) in columns:
            raise WrongOptionError(_("%s is both mapped and ignored.") % column)
        columns[clean(column)] = IGNORED
    constants: dict[str, str] = {}
    for text in sets:
        name, value = _pair(text, "--set FIELD=VALUE")
        name = _known_field(name)
        if name in constants or name in columns.values():
            raise WrongOptionError(_("The field %s is given twice.") % name)
        constants[name] = value
    only: dict[str, list[str]] = {}
    for text in onlys:
        column, values = _pair(text, "--only COL=VALUE[|VALUE]")
        only.setdefault(column, []).extend(clean(value) for value in values.split("|"))
    key, source = clean(key), clean(source)
    if bool(key) != bool(source):
        raise WrongOptionError(
            _("--key and --source go together: the key is unique within a list.")
        )
    return Options(columns, constants, only, key, source, _translated(translations))


def as_arguments(options: Options) -> list[str]:
    """Return the columns of ``options`` as a shell takes them: ``--map plz=postcode``."""
    return [
        f"--map {shlex.quote(f'{column}={name}')}" if name else f"--ignore {shlex.quote(column)}"
        for column, name in options.columns.items()
    ]


def stored(name: str) -> Options:
    """Return the options kept under ``name``. Raises WrongOptionError."""
    mapping = ImportMapping.objects.filter(name=name).select_related("source").first()
    if mapping is None:
        names = ImportMapping.objects.values_list("name", flat=True)
        raise WrongOptionError(
            _("There is no mapping “%(name)s”%(hint)s. Give --map, --set … to make it.")
            % {"name": name, "hint": did_you_mean(name, names)}
        )
    return Options.of(mapping)


def did_you_mean(value: str, choices: Iterable[str], cutoff: float = 0.6) -> str:
    """Return words to put behind an unknown value: nothing, or the nearest known ones."""
    by_lower = {choice.lower(): choice for choice in choices if choice}
    near = difflib.get_close_matches(value.lower()[:80], by_lower, n=2, cutoff=cutoff)
    if not near:
        return ""
    return _(", did you mean %s?") % " / ".join(by_lower[word] for word in near)


def _pair(text: str, usage: str, last: bool = False) -> tuple[str, str]:
    left, equals, right = text.rpartition("=") if last else text.partition("=")
    left, right = clean(left), clean(right)
    if not equals or not left or not right:
        raise WrongOptionError(_("“%(text)s” is not %(usage)s.") % {"text": text, "usage": usage})
    return left, right


def _translated(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for given in texts:
        name, colon, rest = given.partition(":")
        text, equals, value = rest.rpartition("=")
        if not (colon and equals and clean(text)):
            usage = "--translate FIELD:TEXT=VALUE"
            raise WrongOptionError(
                _("“%(text)s” is not %(usage)s.") % {"text": given, "usage": usage}
            )
        values.setdefault(_known_field(clean(name)), {})[clean(text)] = clean(value)
    return values


def _known_field(name: str) -> str:
    if name not in FIELDS:
        raise WrongOptionError(
            _("There is no field “%(name)s”%(hint)s. Fields: %(fields)s")
            % {"name": name, "hint": did_you_mean(name, FIELDS), "fields": ", ".join(FIELDS)}
        )
    return name


def _once(columns: dict[str, str], column: str, name: str) -> None:
    if name in columns.values():
        raise WrongOptionError(
            _("The field %s is mapped twice; join columns with +, as in strasse+hausnr=street.")
            % name
        )
    columns[column] = name
