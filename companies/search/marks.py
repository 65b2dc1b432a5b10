"""Matched words in names and texts, marked where they stand."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clusters.text import fold

WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
AROUND = 70  # characters of a text before the first matched word


def marked(text: str, words: frozenset[str]) -> SafeString:
    """``text`` as HTML, with ``words`` (folded) marked."""
    parts, end = [], 0
    for match in WORD.finditer(text):
        if _matches(match[0], words):
            parts.append((text[end : match.start()], match[0]))
            end = match.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[end:])


def snippet(text: str, words: frozenset[str], length: int = 180) -> SafeString | str:
    """The part of ``text`` around its first matched word; empty where none matches."""
    first = next((m for m in WORD.finditer(text) if _matches(m[0], words)), None)
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


def _matches(word: str, words: frozenset[str]) -> bool:
    parts = re.split("[-‐‑]", word)
    return any(fold(part) in words for part in {word, "".join(parts), *parts})
