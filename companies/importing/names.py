"""How alike two names of organisations are, whatever their spelling."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from math import log

from rapidfuzz import fuzz

from clusters.text import BEYOND, QUOTES, UMLAUT_E, fold, folded_letters

SPELLED_OUT = {
    fold(short): fold(long)
    for short, long in {
        "str": "straße", "ges": "gesellschaft", "gem": "gemeinnützige", "gemein": "gemeinnützige",
        "dt": "deutsche", "st": "sankt", "skt": "sankt", "bln": "berlin", "int": "international",
        "univ": "universität", "uni": "universität", "krhs": "krankenhaus", "kh": "krankenhaus",
        "zentr": "zentrum", "inst": "institut", "gebr": "gebrüder", "verw": "verwaltung",
        "vermög": "vermögen", "bet": "beteiligung", "beteil": "beteiligung", "kath": "katholisch",
        "evang": "evangelisch", "altenpfl": "altenpflege", "techn": "technik",
    }.items()
}  # fmt: skip
# They say nothing about who it is: legal forms, wherever they stand, and words that join.
IDLE = frozenset(
    map(
        fold,
        (
            "gmbh", "ggmbh", "mbh", "ug", "gug", "haftungsbeschränkt", "unternehmergesellschaft",
            "ag", "gag", "se", "kg", "kgaa", "ohg", "gbr", "egbr", "ev", "eg", "ek", "partg",
            "mbb", "co", "cie", "compagnie", "ltd", "limited", "inc", "llc", "sa", "bv", "aör",
            "kdör", "aktiengesellschaft", "kommanditgesellschaft", "gesellschaft", "eingetragener",
            "verein", "eingetragene", "genossenschaft", "beschränkter", "haftung", "gemeinnützige",
            "gemeinnütziger", "mit", "und", "u", "der", "die", "das", "des", "dem", "den", "für",
            "f", "von", "vom", "zu", "zur", "zum", "in", "im", "am", "an", "the", "of", "and",
            "for",
        ),
    )
)  # fmt: skip
# What tells the firms of one house apart: "Objekt 3", "Zweite …", "… Nord", "… Verwaltung".
TELLING = re.compile(
    r"\w|\d+\w?|[ivx]+|nord|sud|ost|west|alpha|beta|gamma|delta|epsilon|gp|holding|management"
    r"|verwaltung|vermogen|vermogensverwaltung|beteiligung|beteiligungen|geschaftsfuhrung|besitz"
    r"|grundbesitz|betrieb|immobilien|service|online|eins|zwei|drei|vier|funf|sechs|sieben|one|two|three|erst\w{1,2}|zweit\w{1,2}|dritt\w{1,2}|viert\w{1,2}|funft\w{1,2}|sechst\w{1,2}"
    r"|siebt\w{1,2}|acht\w{2}|neunt\w{1,2}|zehnt\w{1,2}|elft\w{1,2}|zwolft\w{1,2}"
)
FORMS = {
    "partnership": re.compile(r"\b(kg|ohg|kgaa|kommanditgesellschaft|co|gbr|partg)\b"),
    "corporation": re.compile(r"gmbh\b|\b(mbh|ug|ag|se|aktiengesellschaft|haftung)\b"),
    "association": re.compile(r"\b(ev|eg|verein|genossenschaft)\b"),
}
SIBLING, OTHER_ENTITY = 0.73, 0.73  # what is left of a likeness
UNSURE = 0.74  # at most, where each name has a word of its own: to be decided by somebody
KEPT, FEW = 1 << 15, 1 << 12  # words and names that are remembered
BETWEEN_NAMES = "\uffff"  # is no character, and in no name that is plain
WORD = re.compile(r"[^\W_]+")
BETWEEN = re.compile(r"[\W_]")
LONG_NUMBER = re.compile(r"\d{4,}")
SHORT_FORM = re.compile(r"\be\W{0,2}([vgk])\b")
LETTERS = re.compile(r"\b\w(?:[\W_]+\w\b)+")  # "e. V.", "L i p p e r t"
ENDINGS = re.compile(r"(.{4,}?)s?(?:gesellschaft|ges)")
BOTH, ONE_SIDE, ORDERED = 0.45, 0.3, 0.25  # what words in common and letters in order count
LEAST = 0.1  # weight of a word that nearly every name has
SHORT = 4  # letters; shorter words have no spelling but one
LIKE = 60  # percent of letters, below which two words are surely not one
NEAR = 84  # percent of letters that two spellings of a word share


@lru_cache(maxsize=FEW)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words that tell who it is; all of them where nothing else is left."""
    return words_of_each([name])[0]


def words_of_each(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Those of each name; many at once take less time."""
    if not names:
        return []
    plain = [name if _is_plain(name) else "" for name in names]
    folded = UMLAUT_E.sub("", BETWEEN_NAMES.join(plain).translate(_folded_signs()))
    return [
        _telling_words(name, text.split() if one else WORD.findall(_plain(name)))
        for name, one, text in zip(names, plain, folded.split(BETWEEN_NAMES), strict=True)
    ]


def _is_plain(name: str) -> bool:
    """Most names are."""
    return name.isprintable() and not BEYOND.search(name)


def _telling_words(name: str, words: list[str]) -> tuple[str, ...]:
    if 1 in map(len, words):
        words = WORD.findall(_joined(_plain(name)))
    telling = tuple([part for word in words if (part := TELLING_PARTS[word])])
    return telling or tuple(map(_spelled_out, words))


@cache
def _folded_signs() -> dict[int, str]:
    """What is no letter stands between words; marks of quotation do not."""
    signs = {sign: BETWEEN.sub(" ", _with_and(text)) for sign, text in folded_letters().items()}
    return {sign: "" if QUOTES.match(chr(sign)) else text for sign, text in signs.items()}


def _plain(name: str) -> str:
    return _with_and(fold(QUOTES.sub("", name)))


def _with_and(text: str) -> str:
    return text.replace("&", " und ").replace("+", " und ")


def _joined(text: str) -> str:
    """Single letters that make a word are one: "e. V." is ev."""
    text = SHORT_FORM.sub(r"e\1", text)  # before the letter of "Nr. I e. V." becomes one with it
    return LETTERS.sub(lambda found: re.sub(r"[\W_]+", "", found[0]), text)


class _TellingParts(dict[str, str]):
    """Of words that came before: quicker than any other way to remember them."""

    def __missing__(self, word: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        self[word] = part = _telling_part(word)
        return part


TELLING_PARTS = _TellingParts()


def _telling_part(word: str) -> str:
    """What tells of a word: Verwaltungsgesellschaft, Verwaltungsges. and Verwaltungs- are one, and
    idle words are nothing.
    """
    word = _spelled_out(word)
    if word in IDLE:
        return ""
    if len(word) > 5 and word.endswith("str"):
        return f"{word}asse"
    found = ENDINGS.fullmatch(word)
    if found:
        return found[1]
    return word[:-1] if len(word) > 6 and word.endswith("s") else word


def _spelled_out(word: str) -> str:
    return SPELLED_OUT.get(word, word)


class Words:
    """Weighs words by how rare they are among all names: rare ones tell more."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.count: Counter[str] = Counter()
        self.sum = 0
        self.version = 0
        self._asked: set[str] = set()
        self.add(map(words_of, names))

    def add(self, names: Iterable[tuple[str, ...]]) -> None:
        """``names`` as their words."""
        words = list(chain.from_iterable(map(set, names)))
        self.count.update(words)
        self.grow(len(words))

    def grow(self, more: int) -> None:
        """Know of so many more words of names, whatever they are."""
        self.sum += more
        self.total = self.sum / 3 + 100
        self.version += 1

    def ask(self, words: Iterable[str], times: Callable[[list[str]], Iterable[int]]) -> None:
        """Learn from ``times`` in how many names each of these is, once."""
        new = list(set(words) - self._asked)
        self._asked.update(new)
        for word, count in zip(new, times(new), strict=True):
            self.count[word] += count
        self.version += 1

    def weight(self, word: str) -> float:
        return max(log(self.total / (self.count[word] + 1)), LEAST)

    def likeness(self, one: str, other: str, is_same_site: bool = False) -> float:
        """From 0 to 1. What tells the firms of one house apart counts more than all the rest."""
        score = self.in_common(words_of(one), words_of(other))
        if is_same_site:
            score = (1 + score) / 2
        if tells_apart(one, other):
            score *= SIBLING
        elif are_forms_apart(one, other):
            score *= OTHER_ENTITY
        elif not is_same_site and are_words_apart(one, other):
            score = min(score, UNSURE)
        return score

    def in_common(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
        """The weight of the words that both have, in any order, and their letters."""
        if "".join(ours) == "".join(theirs):
            return 1.0
        if not ours or not theirs:
            return 0.0
        mine, others = sum(map(self.weight, ours)), sum(map(self.weight, theirs))
        letters = fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs)) / 100
        common = self._common(ours, theirs)
        both, one_side = common / (mine + others), common / 2 / min(mine, others)
        return BOTH * both + ONE_SIDE * min(one_side, 1.0) + ORDERED * letters

    def _common(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
        rest = list(theirs)
        alone, common = [], 0.0
        for word in ours:
            if word in rest:
                rest.remove(word)
                common += 2 * self.weight(word)
            else:
                alone.append(word)
        for word in alone:
            best = max(rest, key=lambda each: fuzz.ratio(word, each), default="")
            share = fuzz.ratio(word, best) if len(word) >= SHORT else 0
            if share >= NEAR:
                rest.remove(best)
                common += (self.weight(word) + self.weight(best)) * share / 100
        return common


def are_words_apart(one: str, other: str) -> bool:
    """Whether each has a word of its own: “Praxis am Markt” is not “Apotheke am Markt”, however
    frequent both words are.
    """
    ours, theirs = words_of(one), words_of(other)
    return _has_its_own(ours, theirs) and _has_its_own(theirs, ours)


def _has_its_own(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether a word of ``ours`` is like none of ``theirs``, nor part of one of them."""
    together = "".join(theirs)
    return any(
        len(word) >= SHORT
        and word not in together
        and not any(fuzz.ratio(word, each) >= LIKE or each in word for each in theirs)
        for word in ours
    )


@lru_cache(maxsize=FEW)
def telling(name: str) -> frozenset[str]:
    return frozenset(word for word in words_of(name) if TELLING.fullmatch(word))


def tells_apart(one: str, other: str) -> bool:
    """A year or postcode that only one of them has says nothing."""
    ours, theirs = telling(one), telling(other)
    if ours and theirs:
        return ours != theirs
    return any(not LONG_NUMBER.fullmatch(word) for word in ours | theirs)


def are_forms_apart(one: str, other: str) -> bool:
    """Whether both say what they are, and it is not the same: a GmbH is not its GmbH & Co. KG."""
    ours, theirs = _form(one), _form(other)
    return bool(ours and theirs) and ours != theirs


@lru_cache(maxsize=FEW)
def _form(name: str) -> str:
    text = _joined(_plain(name))
    for form, words in FORMS.items():
        if words.search(text):
            return form
    return ""
