"""An open-ended German vocabulary: few words are frequent, most are rare, as in real lists.

Every word is put together from parts, so that a rank alone tells it and nothing is kept in memory.
"""

from math import exp, log
from random import Random

from companies.demo.vocabulary import vocabulary

MIDDLES = [
    "", "la", "ri", "no", "ber", "du", "mar", "sel", "ti", "go", "wen", "fa", "lo", "ner", "ki",
    "su", "hol", "ra", "bi", "tem", "do", "gra", "lin", "pe", "ro", "schi", "ta", "vo", "wal",
    "zu",
]  # fmt: skip
FIRSTS = [
    "Abfall", "Absatz", "Akku", "Antriebs", "Arbeits", "Architektur", "Bahn", "Batterie", "Bau",
    "Bildungs", "Bio", "Boden", "Brand", "Chemie", "Computer", "Dach", "Datenbank", "Digital",
    "Druck", "Energie", "Fahrzeug", "Farb", "Feinmechanik", "Film", "Fleisch", "Flug", "Forst",
    "Garten", "Gebäude", "Gesundheits", "Getränke", "Glas", "Hafen", "Heizungs", "Holz",
    "Immobilien", "Industrie", "Kälte", "Klima", "Kranken", "Kunststoff", "Labor",
    "Landwirtschafts", "Laser", "Lebensmittel", "Licht", "Luft", "Maschinen", "Medien",
    "Medizin", "Mess", "Metall", "Möbel", "Natur", "Netz", "Öko", "Optik", "Papier", "Personal",
    "Pflege", "Pharma", "Raumfahrt", "Regional", "Roboter", "Rohr", "Schul", "Sicherheits",
    "Solar", "Sport", "Stahl", "Tier", "Umwelt", "Verkehrs", "Wärme", "Wasser", "Werkzeug",
    "Wind", "Zahn",
]  # fmt: skip
BETWEEN = [
    "prüf", "dienst", "plan", "anlagen", "geräte", "daten", "markt", "stoff", "steuer", "werk",
    "bau", "lager", "kosten", "schutz", "teil", "wege", "formen", "handels", "kreis", "leit",
    "sonder", "grund", "fach", "klein", "haupt", "schnell",
]  # fmt: skip
LASTS = [
    "technik", "systeme", "beratung", "logistik", "handel", "service", "pflege", "forschung",
    "entwicklung", "produktion", "montage", "wartung", "vermietung", "vertrieb", "verwaltung",
    "analyse", "optimierung", "steuerung", "überwachung", "software", "akademie", "zentrum",
    "werkstatt", "labor", "planung", "prüfung", "reinigung", "sanierung", "vermittlung",
    "transport", "bau", "betrieb", "versorgung", "management", "gestaltung", "fertigung",
    "ausbildung", "diagnostik", "elektronik", "mechanik", "optik", "sensorik", "therapie",
    "chemie", "physik", "druck", "veredelung", "konstruktion", "simulation", "verarbeitung",
]  # fmt: skip


def stem(rng: Random) -> str:
    """An invented proper name, as in the demo, with many more of them."""
    words = vocabulary()
    rank = _rank(rng, len(words.heads) * len(MIDDLES) * len(words.tails))
    rest, head = divmod(rank, len(words.heads))
    middle, tail = divmod(rest, len(words.tails))
    return words.heads[head] + MIDDLES[middle] + words.tails[tail]


def compound(rng: Random) -> str:
    """A word of a trade: "Medizintechnik", or "Wasserprüftechnik", of which there are many more."""
    if rng.random() < 0.6:
        last, first = divmod(_rank(rng, len(FIRSTS) * len(LASTS)), len(FIRSTS))
        return FIRSTS[first] + LASTS[last]
    rest, first = divmod(_rank(rng, len(FIRSTS) * len(BETWEEN) * len(LASTS)), len(FIRSTS))
    between, last = divmod(rest, len(LASTS))
    return FIRSTS[first] + BETWEEN[between] + LASTS[last]


def _rank(rng: Random, size: int) -> int:
    """Draw by Zipf's law: the n-th word is n times as rare as the first."""
    rank = int(exp(rng.random() * log(size)))
    return (rank * 1_000_003) % size  # neighbours in frequency share no part
