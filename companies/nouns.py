"""What entries are called in running text: “hospitals”, “small and medium-sized pharmacies”."""

from collections.abc import Sequence

from django.utils.translation import gettext, npgettext_lazy

from companies.choices import Kind
from companies.size import SizeClass

ANY = Kind.COMPANY  # what entries of all kinds are called together
NOUNS = {
    Kind.COMPANY: npgettext_lazy("sentence", "company", "companies", "number"),
    Kind.STARTUP: npgettext_lazy("sentence", "start-up", "start-ups", "number"),
    Kind.HOSPITAL: npgettext_lazy("sentence", "hospital", "hospitals", "number"),
    Kind.CARE_PROVIDER: npgettext_lazy("sentence", "care provider", "care providers", "number"),
    Kind.NURSING_HOME: npgettext_lazy("sentence", "nursing home", "nursing homes", "number"),
    Kind.REHABILITATION: npgettext_lazy(
        "sentence", "rehabilitation facility", "rehabilitation facilities", "number"
    ),
    Kind.PHARMACY: npgettext_lazy("sentence", "pharmacy", "pharmacies", "number"),
    Kind.UNIVERSITY: npgettext_lazy("sentence", "university", "universities", "number"),
    Kind.RESEARCH_INSTITUTE: npgettext_lazy(
        "sentence", "research institute", "research institutes", "number"
    ),
    Kind.PUBLIC_BODY: npgettext_lazy("sentence", "public body", "public bodies", "number"),
    Kind.ASSOCIATION: npgettext_lazy("sentence", "association", "associations", "number"),
}
# Of the German noun: an adjective before a single one follows it.
MASCULINE = {Kind.CARE_PROVIDER, Kind.ASSOCIATION}
NEUTER = {Kind.COMPANY, Kind.STARTUP, Kind.HOSPITAL, Kind.NURSING_HOME}
SIZES = {
    "masculine": {
        SizeClass.MICRO: npgettext_lazy("masculine", "very small", "very small", "number"),
        SizeClass.SMALL: npgettext_lazy("masculine", "small", "small", "number"),
        SizeClass.MEDIUM: npgettext_lazy("masculine", "medium-sized", "medium-sized", "number"),
        SizeClass.LARGE: npgettext_lazy("masculine", "large", "large", "number"),
    },
    "feminine": {
        SizeClass.MICRO: npgettext_lazy("feminine", "very small", "very small", "number"),
        SizeClass.SMALL: npgettext_lazy("feminine", "small", "small", "number"),
        SizeClass.MEDIUM: npgettext_lazy("feminine", "medium-sized", "medium-sized", "number"),
        SizeClass.LARGE: npgettext_lazy("feminine", "large", "large", "number"),
    },
    "neuter": {
        SizeClass.MICRO: npgettext_lazy("neuter", "very small", "very small", "number"),
        SizeClass.SMALL: npgettext_lazy("neuter", "small", "small", "number"),
        SizeClass.MEDIUM: npgettext_lazy("neuter", "medium-sized", "medium-sized", "number"),
        SizeClass.LARGE: npgettext_lazy("neuter", "large", "large", "number"),
    },
}


def noun_phrase(kinds: Sequence[str], sizes: Sequence[str], number: int) -> str:
    """Kinds as nouns with their sizes before them, as they stand after ``number``.

    Several share the adjectives: “2 small hospitals and pharmacies”. Of a single one it is not
    said which kind it is, and the gender differs: “1 small hospital or small pharmacy”.
    """
    nouns = [str(NOUNS[Kind(kind)] % {"number": number}) for kind in kinds or [ANY]]
    adjectives = [_adjectives(Kind(kind), sizes, number) for kind in kinds or [ANY]]
    if number == 1:
        return either([f"{a} {n}".strip() for a, n in zip(adjectives, nouns, strict=True)])
    return f"{adjectives[0]} {both(nouns)}".strip()


def _adjectives(kind: Kind, sizes: Sequence[str], number: int) -> str:
    gender = "masculine" if kind in MASCULINE else "neuter" if kind in NEUTER else "feminine"
    words = [str(SIZES[gender][SizeClass(size)] % {"number": number}) for size in sizes]
    return either(words) if number == 1 else both(words)


def either(words: Sequence[str]) -> str:
    return _joined(words, gettext("%(most)s or %(last)s"))


def both(words: Sequence[str]) -> str:
    return _joined(words, gettext("%(most)s and %(last)s"))


def _joined(words: Sequence[str], pattern: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return pattern % {"most": ", ".join(words[:-1]), "last": words[-1]}
