"""Lists as people have them: delimited text, or one sheet of a workbook."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from . import delimited, opendocument, workbook
from .archive import parts_of
from .errors import UnreadableFileError
from .layout import Layout, Table

NOT_TEXT = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also an Excel file with a password


def open_table(file: BinaryIO, layout: Layout | None = None) -> Table:
    """Return the list in ``file``, which can seek and stays open while rows are read.

    Raises UnreadableFileError, here and while rows are read, and nothing else.
    """
    layout = layout or Layout()
    start = file.read(4)
    file.seek(0)
    if not start:
        raise UnreadableFileError(_("The file is empty."))
    if start == b"PK\x03\x04":
        is_text = "content.xml" in parts_of(file)
        return (opendocument if is_text else workbook).table(file, layout)
    if start == OLD_EXCEL:
        raise UnreadableFileError(
            _("This is an old Excel file or one with a password. Save it as XLSX without one.")
        )
    for magic, kind in NOT_TEXT:
        if start.startswith(magic):
            raise UnreadableFileError(
                _("This is a file of type %(kind)s. Save the list as CSV or XLSX.") % {"kind": kind}
            )
    return delimited.table(file, layout)
