"""What an entry says of itself: contact, dates, tags, codes and a description."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from companies.choices import Kind

from .entries import Branch, Entry
from .places import District, address
from .vocabulary import Pair, vocabulary

BERLIN = ZoneInfo("Europe/Berlin")
STALE_DAYS = 365
TWO_LOCATIONS = 0.045
TWO_SECTORS = 0.15
SITE_LABELS = ("Zweigstelle", "Standort 2", "Lager", "Werkstatt", "Verwaltung")
# How long ago an entry of this kind may have been founded: least and most, in years.
AGES = {
    Kind.STARTUP: (1, 8), Kind.HOSPITAL: (8, 150), Kind.PHARMACY: (3, 140),
    Kind.UNIVERSITY: (8, 110), Kind.ASSOCIATION: (4, 90),
}  # fmt: skip
USUAL_AGE = (2, 55)


def give_details(
    rng: Random,
    entry: Entry,
    branches: Sequence[Branch],
    districts: Sequence[District],
    today: date,
) -> None:
    if rng.random() < TWO_SECTORS and len(branches) > 1:
        other = rng.choice(branches)
        entry.second_branch = other if other.pk != entry.branch.pk else None
    entry.tags = rng.sample(entry.theme.tags, rng.choices((0, 1, 2), (15, 45, 40))[0])
    _give_codes(rng, entry)
    _give_contact(rng, entry)
    _give_description(rng, entry)
    _give_dates(rng, entry, today)
    _give_addresses(rng, entry, districts)


def _give_codes(rng: Random, entry: Entry) -> None:
    if entry.branch.codes and rng.random() < 0.85:
        entry.wz_edition = rng.choice(tuple(entry.branch.codes))
        codes = entry.branch.codes[entry.wz_edition]
        entry.wz_codes = sorted(rng.sample(codes, min(len(codes), rng.choice((1, 1, 2)))))


def _give_contact(rng: Random, entry: Entry) -> None:
    """Addresses of RFC 2606, and numbers that the Bundesnetzagentur keeps free for fiction."""
    host = f"{entry.host}.{rng.choice(('example.org', 'example.com'))}"
    if rng.random() < 0.85:
        entry.website = f"https://{host}"
    if rng.random() < 0.8:
        entry.email = f"kontakt@{host}"
    if rng.random() < 0.9:
        entry.phone = f"+493023125{rng.randint(0, 999):03}"


def _give_description(rng: Random, entry: Entry) -> None:
    if rng.random() < 0.04:
        return
    sentences = vocabulary().sentences
    words = {"place": (entry.district.name, entry.district.name)}
    pairs = [_first_sentence(rng, entry)]
    if entry.tags:
        tag = vocabulary().tags[rng.choice(entry.tags)]
        words["focus"] = (tag["de"], tag["en"])
        pairs.append(rng.choice(sentences["focus"]))
    pairs.append(rng.choice(sentences[rng.choice(("place", "seeks"))]))
    pairs.append(sentences["invented"][0])
    entry.description_de, entry.description_en = (
        " ".join(pair[side] for pair in pairs).format(
            **{key: values[side] for key, values in words.items()}
        )
        for side in (0, 1)
    )


def _first_sentence(rng: Random, entry: Entry) -> Pair:
    theme = entry.theme
    does, client = rng.choice(theme.does), rng.choice(theme.clients)
    offer = rng.choice(theme.offers_for(entry.name))
    if " für " in offer[0]:  # says already whom or what it is for
        client = ("", "")
    german = f"{entry.name} {does[0]} {offer[0]}{' für ' if client[0] else ''}{client[0]}."
    english = f"{entry.name} {does[1]} {offer[1]}{' for ' if client[1] else ''}{client[1]}."
    return german, english


def _give_dates(rng: Random, entry: Entry, today: date) -> None:
    """Created, published, verified and changed, in this order; the last change was yesterday."""
    created = int(20 + 1_080 * rng.random() ** 1.4)
    published = created - rng.randint(1, 10)
    entry.created_at = _days_before(rng, today, created)
    if entry.is_published:
        entry.published_at = _days_before(rng, today, published)
    changed = rng.randint(1, published - 1)
    verified = rng.random()
    if verified < 0.88 and entry.is_published:
        recently = min(published, STALE_DAYS - 1) if verified < 0.66 else published
        entry.verified_on = today - timedelta(days=rng.randint(changed, max(changed, recently)))
    entry.updated_at = _days_before(rng, today, changed)
    if rng.random() < 0.92:
        least, most = AGES.get(entry.kind, USUAL_AGE)
        entry.founded_year = today.year - least - int((most - least) * rng.random() ** 2)


def _days_before(rng: Random, today: date, days: int) -> datetime:
    moment = time(rng.randint(7, 18), rng.randint(0, 59))
    return datetime.combine(today - timedelta(days=days), moment, BERLIN)


def _give_addresses(rng: Random, entry: Entry, districts: Sequence[District]) -> None:
    streets = vocabulary().streets
    entry.addresses = [("", address(rng, entry.district, streets))]
    if rng.random() < TWO_LOCATIONS:
        near = rng.random() < 0.5
        district = entry.district if near else rng.choice(districts)
        entry.addresses.append((rng.choice(SITE_LABELS), address(rng, district, streets)))
