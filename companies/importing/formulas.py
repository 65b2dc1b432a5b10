"""Text that a spreadsheet would take for a formula, and back: each undoes the other exactly."""

import re

# A quotation mark in front belongs to it: else a cell that begins with one would not come back.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")


def escape(text: str) -> str:
    """Return ``text`` so that no spreadsheet computes it: ``+49 30`` as ``'+49 30``."""
    if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unescape(text: str) -> str:
    return text[1:] if ESCAPED.match(text) else text
