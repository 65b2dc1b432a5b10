"""Words as people write them: cleaned, compared, sorted and put into addresses."""

import re
import unicodedata
from collections.abc import Callable, Container
from functools import cache, lru_cache
from itertools import chain, count

SLUG_LENGTH = 80
ARTICLES = ("der", "die", "das", "the")

# Letters that Unicode does not take apart into base letter and accent.
UNDIVIDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
SPELLED_OUT = UMLAUTS | UNDIVIDED
NO_SLUG = re.compile(r"[^a-z0-9]+")
UMLAUT_E = re.compile(r"(?<=[aou])e+")
COMBINING = "\u0300"  # the first character that is one with the letter before it
BEYOND = re.compile(f"[{COMBINING}-\U0010ffff]")
# Invisible although Unicode files them under letters, marks or symbols; variation selectors, too.
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f]")

# Usual spelling, and what stands for it at the end of a name. Short forms keep their case,
# else they would be found in ordinary words.
LEGAL_FORMS = (
    (
        "gGmbH",
        (
            r"(?:(?i:gGmbH)|(?:g|(?i:gemeinnützige)) "
            r"(?i:GmbH|Gesellschaft mit beschränkter Haftung))"
        ),
    ),
    ("GmbH", r"(?i:GmbH|G\. ?m\. ?b\. ?H|Gesellschaft m(?:it )?b(?:eschränkter )?H(?:aftung)?)"),
    ("gUG (haftungsbeschränkt)", r"gUG(?i: ?\(?haftungsbeschränkt\)?)?"),
    (
        "UG (haftungsbeschränkt)",
        r"(?:UG|(?i:Unternehmergesellschaft))(?i: ?\(?haftungsbeschränkt\)?)?",
    ),
    ("KGaA", r"(?i:KGaA|Kommanditgesellschaft auf Aktien)"),
    ("AG", r"AG|(?i:Aktiengesellschaft)"),
    ("SE", r"SE|(?i:Societas Europaea)"),
    ("KG", r"KG|(?i:Kommanditgesellschaft)"),
    ("OHG", r"[oO]HG|(?i:offene Handelsgesellschaft)"),
    ("eGbR", r"(?i:eGbR)"),
    ("GbR", r"(?i:GbR|Gesellschaft bürgerlichen Rechts)"),
    ("PartG mbB", r"(?i:Part(?:G|nerschaftsgesellschaft|nerschaft) ?mbB)"),
    ("PartG", r"(?i:PartG|Partnerschaftsgesellschaft)"),
    ("e.V.", r"eV|[eE]\. ?V|(?i:eingetragener Verein)"),
    ("eG", r"eG|[eE]\. ?G|(?i:eingetragene Genossenschaft)"),
    ("e.K.", r"eK|[eE]\. ?(?:K|Kfm|Kfr)|(?i:eingetragener Kaufmann|eingetragene Kauffrau)"),
    ("AöR", r"(?i:AöR|A\. ?ö\. ?R|Anstalt (?:des )?öffentlichen Rechts)"),
    ("KdöR", r"(?i:KdöR|K\. ?d\. ?ö\. ?R|Körperschaft (?:des )?öffentlichen Rechts)"),
    ("Ltd.", r"(?i:Ltd|Limited)"),
    ("S.A.", r"S\. ?A|SA"),
    ("B.V.", r"B\. ?V"),
)
PARTNER_FORMS = {"kg": "KG", "kgaa": "KGaA", "ohg": "OHG"}
TRAILING_FORM = re.compile(
    r"(?P<name>.+?)[ ,]+(?P<bracket>\()?(?P<form>"
    + "|".join(pattern for _, pattern in LEGAL_FORMS)
    + ")"
    r"\.?(?: ?(?:&|\+|(?i:und)) ?(?i:Co)\b\.?,? ?(?P<partners>(?i:KGaA|KG|OHG)))?\.?(?(bracket)\))$"
)
QUOTED = re.compile(r"[\"„“»](?P<name>[^\"„“”»«]+)[\"“”«]")
QUOTES = re.compile(r"[\"'`´‘’‚‛“”„‟‹›«»]")


def clean(text: str) -> str:
    """Return ``text`` in NFC on one line: nothing invisible, single spaces, none at the ends."""
    # most cells, several times quicker: nothing is invisible, and no accent is by itself
    if text.isprintable() and (text.isascii() or not BEYOND.search(text)):
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(_visible(text).split()))


def clean_lines(text: str) -> str:
    """Clean each line of ``text``; line breaks stay, at most one empty line in a row."""
    if text.isprintable():  # line breaks are not
        return clean(text)
    lines = "\n".join(clean(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


@lru_cache(maxsize=8192)  # names and places are compared again and again
def fold(text: str) -> str:
    """Return the form in which texts are compared and searched, never shown.

    Case, accents and invisible characters do not count, and ä = ae = a (so too ö, ü), so that
    Müller, Mueller and Muller are one. The price is that Bauer and Baur are one as well.
    """
    if text.isprintable() and not BEYOND.search(text):  # most names; ten times quicker
        plain = text.lower() if text.isascii() else text.translate(folded_letters())
    else:
        plain = _folded(_visible(text))
    return " ".join(UMLAUT_E.sub("", plain).split())


def _folded(plain: str) -> str:
    for _ in range(2):  # folding case can bring out new compatibility characters
        plain = unicodedata.normalize("NFKD", plain).casefold().translate(UNDIVIDED)
    return _without_accents(plain)


@cache
def folded_letters() -> dict[int, str]:
    """Of letters that do not combine with the next one."""
    return {code: _folded(chr(code)) for code in range(ord(COMBINING))}


def sort_key(name: str) -> str:
    """Return the key that sorts ``name`` under collation C as DIN 5007-2 (lists of names) does.

    ä, ö, ü, ß become ae, oe, ue, ss; other accents go. A leading article and what is neither
    letter nor digit at the beginning do not count, unless nothing else is left.
    """
    whole = QUOTES.sub("", _transliterated(clean(name)))
    key = _from_first_word(whole)
    article, _, rest = key.partition(" ")
    if article in ARTICLES:
        key = _from_first_word(rest) or key
    return key or whole or "~"


def initial(key: str) -> str:
    """Return the letter A to Z under which a sort key is listed, ``#`` for all else."""
    first = key[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def slugify_german(text: str, max_length: int = SLUG_LENGTH, fallback: str = "x") -> str:
    """Return ``text`` as part of an address: a to z, digits and single hyphens.

    Too long a slug ends at a hyphen. ``fallback`` stands where nothing of ``text`` is left.
    """
    plain = QUOTES.sub("", _transliterated(clean(text)))
    slug = NO_SLUG.sub("-", plain).strip("-")
    if len(slug) > max_length:
        # one character more tells whether the cut fell on the end of a word
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug or fallback


def unique_slug(
    wanted: str, taken: Container[str] | Callable[[str], bool], max_length: int = SLUG_LENGTH
) -> str:
    """Return ``wanted``, or the first of wanted-2, wanted-3 … that is not ``taken``."""
    is_taken = taken if callable(taken) else taken.__contains__
    suffixes = chain([""], (f"-{number}" for number in count(2)))
    slugs = (
        wanted[: max_length - len(end)].rstrip("-") + end if end else wanted for end in suffixes
    )
    return next(slug for slug in slugs if not is_taken(slug))


def legal_form(name: str) -> tuple[str, str]:
    """Split a legal form from the end of ``name``: ("Spree Laser", "GmbH & Co. KG").

    The form comes in its usual spelling; without one at the end it is empty, and the name whole.
    "Havel Betriebsgesellschaft mbH" stays whole: there the form is part of the grammar.
    """
    name = clean(name)
    quoted = QUOTED.fullmatch(name)
    match = TRAILING_FORM.match(quoted["name"] if quoted else name)
    if not match:
        return name, ""
    form = next(form for form, pattern in LEGAL_FORMS if re.fullmatch(pattern, match["form"]))
    if match["partners"]:
        form += f" & Co. {PARTNER_FORMS[match['partners'].lower()]}"
    return match["name"], form


def _visible(text: str) -> str:
    if text.isprintable() and not BLANK.search(text):  # nearly all; many times quicker
        return text
    return "".join(c for c in text if c.isspace() or not _is_invisible(c))


def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs") or BLANK.match(character) is not None
    )


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in apart if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFKC", kept)


def _transliterated(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    lower = unicodedata.normalize("NFKC", text).lower().translate(SPELLED_OUT)
    return " ".join(_without_accents(lower).split())


def _from_first_word(text: str) -> str:
    return re.sub(r"^[\W_]+", "", text)
