"""The ZIP archives that spreadsheets are kept in."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from .errors import UnreadableFileError

MAX_UNPACKED = 500_000_000  # bytes; a sheet of a million rows stays below
MAX_RATIO = 200  # unpacked to packed; sheets of text reach about 20


def parts_of(file: BinaryIO) -> set[str]:
    """Names of the parts. Raises UnreadableFileError, also where they unpack to too much."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(
            _("The file is damaged: it begins like a ZIP archive.")
        ) from error
    finally:
        file.seek(0)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > MAX_UNPACKED or (unpacked > 10_000_000 and unpacked / packed > MAX_RATIO):
        raise UnreadableFileError(_("The file unpacks to too much data. Split the list."))
    return {part.filename for part in parts}


def chosen_sheet(names: list[str], wanted: str) -> str:
    """The sheet of that name or number, else the first. Raises UnreadableFileError."""
    if not names:
        raise UnreadableFileError(_("The file has no sheet."))
    if not wanted:
        return names[0]
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:6]) <= len(names):
        return names[int(wanted) - 1]
    message = _("The file has no sheet “%(sheet)s”. Its sheets: %(sheets)s")
    raise UnreadableFileError(message % {"sheet": wanted, "sheets": ", ".join(names)})


def told(kind: str, names: list[str], sheet: str) -> str:
    """What was opened, in words."""
    if len(names) == 1:
        return kind
    number = {"sheet": sheet, "number": names.index(sheet) + 1, "count": len(names)}
    return f"{kind}, " + _("sheet “%(sheet)s” (%(number)s of %(count)s)") % number
