"""Names of places in the spellings that lists have: Frankfurt/Oder, Brandenburg a. d. Havel."""

import re
from functools import lru_cache

from clusters.text import fold

SMALL_WORDS = {
    *("a", "am", "an", "b", "bei", "d", "der", "i", "im", "in", "lk", "ot"),
    *("bezirk", "kreis", "landkreis", "ort", "stadt"),
}
ADDITION = re.compile(r"[(/,]|\b(?:(?:bei|ot|ortsteil|an der)\b|b\.|a\. ?d\.)")


@lru_cache(maxsize=8192)
def place_key(name: str) -> str:
    """Return what two spellings of one place have in common.

    "Frankfurt (Oder)" and "Frankfurt/Oder" are "frankfurt oder"; small words do not count.
    """
    words = re.findall(r"[^\W_]+", fold(name))
    return " ".join(word for word in words if word not in SMALL_WORDS) or " ".join(words)


@lru_cache(maxsize=8192)
def core_key(name: str) -> str:
    """Return the key without what tells one Frankfurt from another: "frankfurt"."""
    return place_key(ADDITION.split(fold(name).strip(), maxsplit=1)[0])


def is_part_of(part: str, whole: str) -> bool:
    """Tell whether ``whole`` begins or ends with the words of ``part``: "kopenick" in both."""
    return bool(part) and (whole.startswith(f"{part} ") or whole.endswith(f" {part}"))
