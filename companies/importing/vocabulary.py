"""The directory's own words, loaded once: what a cell's text stands for."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Area, Cluster, Sector
from clusters.text import clean, slugify_german
from companies.choices import Kind, Precision, Status
from companies.models import Tag
from companies.size import SizeClass

from .errors import UnknownValueError, shorten
from .headings import heading_key

# Words of lists that are no label of ours.
CHOICE_WORDS = {
    Kind.COMPANY: ("Unternehmen", "Firma", "GmbH", "Betrieb"),
    Kind.STARTUP: ("Startup", "Gründung", "Jungunternehmen"),
    Kind.HOSPITAL: ("Krankenhaus", "Krankenhäuser", "Klinik", "Klinikum"),
    Kind.CARE_PROVIDER: ("Pflegedienst", "Pflegeanbieter", "ambulante Pflege"),
    Kind.NURSING_HOME: ("Pflegeheim", "Pflegeheime", "stationäre Pflege", "Seniorenheim"),
    Kind.REHABILITATION: ("Rehabilitation", "Reha", "Rehaklinik", "Rehabilitationseinrichtung"),
    Kind.PHARMACY: ("Apotheke", "Apotheken"),
    Kind.UNIVERSITY: ("Hochschule", "Universität", "Fachhochschule"),
    Kind.RESEARCH_INSTITUTE: ("Forschungseinrichtung", "Forschungsinstitut", "Institut"),
    Kind.PUBLIC_BODY: ("öffentliche Einrichtung", "Behörde", "öffentliche Stelle"),
    Kind.ASSOCIATION: ("Verband", "Verein", "Kammer"),
    SizeClass.MICRO: ("kleinst", "Kleinstunternehmen"),
    SizeClass.SMALL: ("klein", "Kleinunternehmen", "kleines Unternehmen"),
    SizeClass.MEDIUM: ("mittel", "mittelgroß", "mittleres Unternehmen"),
    SizeClass.LARGE: ("groß", "Großunternehmen"),
    Status.DRAFT: ("Entwurf",),
    Status.IN_REVIEW: ("in Prüfung",),
    Status.PUBLISHED: ("veröffentlicht",),
    Status.ARCHIVED: ("archiviert",),
    Precision.EXACT: ("genau", "genaue Adresse"),
    Precision.POSTCODE: ("Postleitzahl", "PLZ"),
    Precision.DISTRICT: ("Bezirk",),
}
DISTRICT_PREFIXES = ("", "Bezirk ", "Landkreis ", "Kreis ", "LK ", "kreisfreie Stadt ", "Stadt ")
EXAMPLES = 3
NEAREST = 3
CLOSE = 0.75  # how like a further proposal must be


class Names:
    """Objects by every name they go by; our own way to write one beats a name, a name a synonym.

    A name that several bear needs more than the name.
    """

    def __init__(self) -> None:
        self._objects: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._written: dict[str, str] = {}
        self._values: list[str] = []
        self._meant: dict[str, str] = {}  # word → value
        self._near: dict[str, list[str]] = {}  # of words asked for before

    def add(
        self, thing: Any, value: str, names: Iterable[str], synonyms: Iterable[str] = ()
    ) -> None:
        """Let ``value``, the way our own files write ``thing``, and the others mean it."""
        self._values.append(value)
        for rank, words in enumerate(([value], names, synonyms)):
            for word in words:
                things = self._objects[heading_key(word)][rank]
                if thing not in things:
                    things.append(thing)
                self._written.setdefault(heading_key(word), word)
                self._meant.setdefault(heading_key(word), value)

    def get(self, text: str) -> list[Any]:
        key = heading_key(text)
        ranks = self._objects.get(key) if key else None
        return ranks[min(ranks)] if ranks else []

    def nearest(self, text: str) -> list[str]:
        """Return the known words most like ``text``, one of each thing, the nearest first."""
        key = heading_key(text)[:80]
        if key not in self._near:
            words = difflib.get_close_matches(key, self._objects, n=12, cutoff=0.5)
            near = words[:1] + difflib.get_close_matches(key, words[1:], n=12, cutoff=CLOSE)
            by_value: dict[str, str] = {}
            for word in near:
                by_value.setdefault(self._meant[word], word)
            self._near[key] = list(by_value.values())[:NEAREST]
        return self._near[key]

    def unknown(self, text: str) -> UnknownValueError:
        near = self.nearest(text)
        if near:
            written = " / ".join(_("“%s”") % self._written[word] for word in near)
            hint = _("did you mean %s?") % written
        elif self._values:
            hint = _("for example: %s") % ", ".join(self._values[:EXAMPLES])
        else:
            hint = _("there are none yet")
        message = _("“%(value)s” is not known here; %(hint)s")
        message %= {"value": shorten(text), "hint": hint}
        way_out = _("Or say once what it stands for.")
        words = {clean(text): [self._meant[word] for word in near]}
        return UnknownValueError(f"{message} {way_out}", words)


class Vocabulary:
    """What references in cells mean, seen from ``cluster``: its sectors come first."""

    def __init__(self, cluster: Cluster | None = None) -> None:
        self.cluster = cluster
        self.proposed: dict[str, Tag] = {}  # by slug; to be saved with the import

    def names(self, kind: str) -> Names:
        """All that ``kind``, the name of a method below, may be called."""
        return getattr(self, "_districts" if kind == "district" else f"_{kind}")

    def clusters(self, text: str) -> Cluster:
        return self._one(self._clusters, text)

    def sectors(self, text: str) -> Sector:
        found = self._sectors.get(text)
        own = [sector for sector in found if self.cluster and sector.cluster_id == self.cluster.pk]
        return self._one(self._sectors, text, own or found)

    def district(self, text: str) -> Area:
        return self._one(self._districts, text)

    def tags(self, text: str) -> Tag:
        """Return the tag; a word that is none yet becomes a proposal, the same one each time."""
        found = self._tags.get(text)
        if found:
            return found[0]
        slug = slugify_german(text)
        if len(text) > Tag._meta.get_field("name_de").max_length:
            raise ValidationError(_("A tag is one word or a few, not a sentence."))
        return self.proposed.setdefault(slug, Tag(slug=slug, name_de=text, is_proposed=True))

    def _one(self, names: Names, text: str, found: list[Any] | None = None) -> Any:
        found = names.get(text) if found is None else found
        if not found:
            raise names.unknown(text)
        if len(found) > 1:
            slugs = [thing.slug for thing in found]
            message = _("“%(value)s” is ambiguous; write one of: %(slugs)s")
            message %= {"value": shorten(text), "slugs": ", ".join(slugs)}
            raise UnknownValueError(message, {clean(text): slugs})
        return found[0]

    @cached_property
    def _clusters(self) -> Names:
        names = Names()
        for cluster in Cluster.objects.all():
            names.add(cluster, cluster.slug, [cluster.name_de, cluster.name_en])
        return names

    @cached_property
    def _sectors(self) -> Names:
        names = Names()
        for sector in Sector.objects.select_related("cluster"):
            names.add(sector, sector.slug, [sector.name_de, sector.name_en], sector.synonyms)
        return names

    @cached_property
    def _districts(self) -> Names:
        names = Names()
        for area in Area.objects.districts().defer("boundary", "outline"):
            spoken = [prefix + area.name for prefix in DISTRICT_PREFIXES]
            names.add(area, area.slug, [*spoken, area.official_name])
        return names

    @cached_property
    def _tags(self) -> Names:
        names = Names()
        for tag in Tag.objects.order_by("is_proposed", "pk"):
            names.add(tag, tag.slug, [tag.name_de, tag.name_en])
        return names


def choice_names(choices: Any) -> Names:
    """Return the values of ``choices`` by value, by label in both languages and by other words."""
    names = Names()
    for choice in choices:
        labels = list(CHOICE_WORDS.get(choice, ()))
        for language in ("de", "en"):
            with override(language):
                labels.append(str(choice.label))
        names.add(choice.value, choice.value, labels)
    return names
