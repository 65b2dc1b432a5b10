"""Words of the search box → rows: plain matching over names, texts, branches and places."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.text import ARTICLES, fold, sort_key
from companies.choices import Precision
from companies.models import Company, CompanySector, CompanyTag, Location
from companies.options import Options
from companies.visibility import NO_OBJECTION

MOST_WORDS = 8  # each word is a pass over the table


def matching(companies: QuerySet[Company], q: str, options: Options) -> QuerySet[Company]:
    """The rows in which every word of ``q`` is found somewhere that is shown."""
    words = q.split()
    for word in ([w for w in words if w.lower() not in ARTICLES] or words)[:MOST_WORDS]:
        companies = companies.filter(_anywhere(word, options))
    return companies


def _anywhere(word: str, options: Options) -> Q:
    key = fold(word)
    found = Q(name_sort__contains=sort_key(word))
    found |= NO_OBJECTION & _in_text(word)
    if sectors := [s.pk for s in options.sectors if _named(key, s.name_de, s.name_en, *s.synonyms)]:
        found |= Exists(CompanySector.objects.filter(company=OuterRef("pk"), sector__in=sectors))
    if tags := [tag.pk for tag in options.tags if _named(key, tag.name_de, tag.name_en)]:
        tagged = CompanyTag.objects.filter(company=OuterRef("pk"), tag__in=tags)
        found |= NO_OBJECTION & Q(Exists(tagged))
    return found | Exists(_places(word, key, options).filter(company=OuterRef("pk")))


def _in_text(word: str) -> Q:
    return Q(description_de__icontains=word) | Q(description_en__icontains=word)


def _places(word: str, key: str, options: Options) -> QuerySet[Location]:
    districts = [area.pk for area in options.districts if _named(key, area.name)]
    shown = ~Q(precision=Precision.DISTRICT)
    place = Q(city__icontains=word) | Q(postcode=word)
    return Location.objects.filter(Q(district__in=districts) | (shown & place))


def _named(key: str, *names: str) -> bool:
    return bool(key) and any(key in fold(name) for name in names)
