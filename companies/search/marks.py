"""Matched words in names and texts, marked where they stand."""

import re
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from clusters.text import fold

WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
AROUND = 70  # characters of a text before the first matched word


def marked(text: str, words: frozenset[str]) -> SafeString:
    """``text`` as HTML, with ``words`` (folded) marked."""
    parts, end = [], 0
    for match in WORD.finditer(text):
        if not words.isdisjoint(_folded(match[0])):
            parts += escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"
            end = match.end()
    return mark_safe("".join(parts) + escape(text[end:]))  # noqa: S308  # each part was escaped


def snippet(text: str, words: frozenset[str], length: int = 180) -> SafeString | str:
    """The part of ``text`` around its first matched word; empty where none matches."""
    matches = (m for m in WORD.finditer(text) if not words.isdisjoint(_folded(m[0])))
    first = next(matches, None)
    if first is None:
        return ""
    start = text.rfind(" ", 0, max(0, first.start() - AROUND)) + 1
    end = len(text) if len(text) - start <= length else text.rfind(" ", start, start + length)
    part = text[start : max(end, first.end())]
    return marked(f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}", words)


def spelling(text: str, folded: str) -> str:
    """The word of ``text`` whose folded form this is, or nothing."""
    for match in re.finditer(r"\w+", text):
        if fold(match[0]) == folded:
            return match[0]
    return ""


@lru_cache(maxsize=8192)  # the words of a language come again and again
def _folded(word: str) -> frozenset[str]:
    """The word, its parts between hyphens, and these as one word."""
    parts = re.split("[-‐‑]", word)
    return frozenset(fold(part) for part in {word, "".join(parts), *parts})
