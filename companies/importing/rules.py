"""What an import does where the list leaves it open: from the words of a command line."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from .clearing import CLEARED, FILLED
from .errors import WrongOptionError
from .options import CLEAR, FILL, NEW, ROW, SKIP, Options, did_you_mean
from .stamp import moment_of


def with_rules(
    options: Options,
    *,
    decide: Iterable[str] = (),
    clear: Iterable[str] = (),
    fill: Iterable[str] = (),
    **rules: object,
) -> Options:
    """Return ``options`` with what is stated beside them. Raises WrongOptionError.

    ``rules`` are the fields of that name: candidates, missing, grace_days, exported_at,
    conflicts.
    """
    decisions = dict(_decision(text, bool(options.source)) for text in decide)
    stated = {name: value for name, value in rules.items() if value is not None}
    if rules.get("exported_at"):
        moment_of(str(rules["exported_at"]))
    if (rules.get("missing") or rules.get("grace_days")) and not options.source:
        raise WrongOptionError(
            _("What is missing can be told only of a list with keys: --key and --source.")
        )
    return replace(
        options,
        decisions=options.decisions | decisions,
        empty=options.empty | {_field("--clear", name, CLEARED): CLEAR for name in clear},
        filled=options.filled | {_field("--fill", name, FILLED): FILL for name in fill},
        **stated,
    )


def _decision(text: str, has_keys: bool) -> tuple[str, str]:
    row, _equals, answer = (part.strip() for part in text.rpartition("="))
    if not has_keys and row.isdecimal():
        row = f"{ROW}{row}"
    is_known = answer in (NEW, SKIP) or answer.startswith(ROW) or _is_id(answer)
    if not row or not is_known:
        usage = "--decide ROW=ID|new|skip"
        raise WrongOptionError(_("“%(text)s” is not %(usage)s.") % {"text": text, "usage": usage})
    return row, answer


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _field(option: str, name: str, allowed: Iterable[str]) -> str:
    if name not in allowed:
        message = _("%(option)s cannot be used for “%(name)s”%(hint)s. Fields: %(fields)s")
        values = {"hint": did_you_mean(name, allowed), "fields": ", ".join(allowed)}
        raise WrongOptionError(message % {"option": option, "name": name, **values})
    return name
