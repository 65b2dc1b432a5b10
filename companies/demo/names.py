"""Names that nobody bears: invented words with real ones of the trade, and a legal form."""

from functools import cache
from random import Random

from clusters.text import slugify_german, unique_slug

from .entries import Entry
from .vocabulary import Theme, vocabulary

ATTEMPTS = 30
SMALL_FORMS = {"e.K.", "GbR", "UG (haftungsbeschränkt)", "gUG (haftungsbeschränkt)"}
SMALL = 40  # employees
HOST_LENGTH = 60  # a part of a host name has at most 63 characters


class Names:
    """Hands out each name and each address once; ``taken`` are the addresses in use already."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self.rng = rng
        self.taken = taken
        self.given: set[str] = set()

    def give(self, entry: Entry) -> None:
        name = self._new(entry.kind, entry.theme)
        entry.legal_form = self._form(entry)
        entry.name = f"{name} {entry.legal_form}".rstrip()
        entry.host = slugify_german(name, HOST_LENGTH)
        entry.slug = self._slug(f"{entry.host}-{_form_slug(entry.legal_form)}".rstrip("-"))

    def rename(self, entry: Entry) -> None:
        """Give another name; the first one becomes the former name and its address."""
        entry.former_names = [entry.name]
        entry.former_slugs = [entry.slug]
        self.give(entry)

    def _new(self, kind: str, theme: Theme) -> str:
        words, rng, name = vocabulary(), self.rng, ""
        patterns = words.kind_names.get(kind, theme.names)
        for _ in range(ATTEMPTS):
            stem = rng.choice(words.heads) + rng.choice(words.tails)
            name = rng.choice(patterns).format(stem=stem, topic=theme.topic[0])
            if name not in self.given:
                break
        self.given.add(name)
        return name

    def _form(self, entry: Entry) -> str:
        key = entry.theme.form if entry.kind == "company" else entry.kind
        form = vocabulary().forms[key].draw(self.rng)
        return "GmbH" if form in SMALL_FORMS and entry.staff > SMALL else form

    def _slug(self, wanted: str) -> str:
        slug = unique_slug(wanted, self.taken)
        self.taken.add(slug)
        return slug


@cache
def _form_slug(form: str) -> str:
    return slugify_german(form) if form else ""
