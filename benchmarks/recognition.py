"""How well rows are recognised by likeness: precision and recall over real lists.

A pair is an organisation that two sources name differently, *in another spelling*: the names as
written differ, and at least two thirds of their different words are the same, or nearly all of
their letters (see ``is_respelled``). What shares less is a change of name, not of spelling: nobody
could know it from the names alone, and it is counted apart under "renamed". The rule does not use
the code that is measured.

- Register: a former name of a firm with its postcode or seat, against all firms by their present
  names. The street is left out of the rows: it would be the same by construction.
- Research: names of an organisation in ROR with its town, against all sites of hospitals in
  Germany. It is the same where both give the same web address and nobody else does; the rows are
  asked with that address and without.

Halves are by organisation. Each row is asked twice: with the right entry in the directory, and
with it taken out, where everything that is taken is wrong; both count against precision. The last
line asks for every firm that has a postcode, itself taken out.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from uuid import NAMESPACE_URL, uuid5

from companies.importing.directory import Entry
from companies.importing.likeness import Likeness, certain
from companies.importing.whereabouts import host_of

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SEED = "matching"
FORMS = {
    "gmbh", "ggmbh", "mbh", "ag", "kg", "ohg", "ug", "se", "co", "ev", "eg", "e", "v", "g", "und",
    "haftungsbeschränkt", "gesellschaft", "mit", "beschränkter", "haftung", "für", "der", "die",
    "des",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    asked: Entry  # as a row gives it
    right: Entry  # of the directory
    name: str  # of the set it belongs to
    is_respelled: bool


def is_respelled(one: str, other: str) -> bool:
    ours, theirs = _plain(one), _plain(other)
    if one == other or not ours or not theirs:
        return False
    share = len(ours & theirs) / len(ours | theirs)
    letters = ("".join(sorted(ours)), "".join(sorted(theirs)))
    return share >= 2 / 3 or SequenceMatcher(None, *letters, autojunk=False).ratio() >= 0.9


def _plain(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - FORMS


def register(data: Path = DATA) -> tuple[list[Entry], list[Pair]]:
    folder, entries, pairs = data / "offeneregister", [], []
    for file in ("bb_companies_with_address", "bb_companies_no_address_active"):
        for row in _rows(folder / f"{file}.csv"):
            code = re.search(r"\b\d{5}\b", row.get("registered_address", ""))
            entry = _entry(
                row["company_number"], row["name"],
                postcode=code[0] if code else "", city=row["registered_office"],
            )  # fmt: skip
            entries.append(entry)
            name = "register, postcode" if code else "register, seat only"
            for former in filter(None, row["previous_names"].split(" | ")):
                if former != row["name"]:
                    asked = replace(entry, id=uuid5(entry.id, former), name=former)
                    pairs.append(Pair(asked, entry, name, is_respelled(former, row["name"])))
    return entries, pairs


def research(data: Path = DATA) -> tuple[list[Entry], list[Pair]]:
    sites = [
        _entry(
            row["id"], row["adresse_name_standort"], postcode=row["plz"].zfill(5), city=row["ort"],
            website=_website(row["internet_adresse"]),
        )
        for row in _rows(data / "krankenhausverzeichnis-de" / "krankenhaeuser_de.csv")
    ]  # fmt: skip
    rows = list(_rows(data / "ror-de" / "ror_germany.csv"))
    once = {host for host, count in Counter(map(_host, rows)).items() if host and count == 1}
    by_host = defaultdict(list)
    for site in sites:
        by_host[host_of(site.website)].append(site)
    pairs = []
    for row in rows:
        found = by_host[_host(row)]
        if _host(row) in once and len(found) == 1:
            for name in {row["name"], *filter(None, row["other_names"].split(" | "))}:
                asked = _entry(row["ror_id"] + name, name, city=row["city"])
                same = is_respelled(name, found[0].name)
                pairs.append(Pair(asked, found[0], "research, town", same))
                asked = replace(asked, website=_website(row["website"]))
                pairs.append(Pair(asked, found[0], "research, town and website", same))
    return sites, pairs


def _host(row: dict[str, str]) -> str:
    return host_of(_website(row["website"])) if row["website"] else ""


def _website(text: str) -> str:
    return text.lower() if "://" in text or not text else f"https://{text.lower()}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _entry(key: str, name: str, **rest: str) -> Entry:
    identity = uuid5(NAMESPACE_URL, key)
    return Entry(identity, str(identity), name, **rest)


def half_of(pair: Pair) -> str:
    digest = sha256(f"{SEED} {pair.right.id}".encode()).digest()
    return "tuning" if digest[0] % 2 else "measured"


@dataclass
class Score:
    pairs: int = 0
    right: int = 0  # taken, and the right one
    wrong: int = 0  # taken, and not the right one
    wrong_without: int = 0  # taken although the right one was not there
    shown: int = 0  # not taken, but the right one among the first three candidates

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong + self.wrong_without, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.pairs, 1)

    @property
    def recall_with_candidates(self) -> float:
        return (self.right + self.shown) / max(self.pairs, 1)


def measure(entries: list[Entry], pairs: Iterable[Pair]) -> dict[str, Score]:
    index, scores = Likeness(entries), defaultdict(Score)
    for pair in pairs:
        score = scores[pair.name if pair.is_respelled else f"renamed: {pair.name}"]
        likes = index.near(pair.asked)
        without = [like for like in likes if like.entry is not pair.right]
        score.pairs += 1
        score.wrong_without += certain(without) is not None
        taken = certain(likes)
        if taken is None:
            score.shown += any(like.entry is pair.right for like in likes[:3])
        elif taken.entry is pair.right:
            score.right += 1
        else:
            score.wrong += 1
    return dict(scores)


def false_alarms(entries: list[Entry]) -> tuple[int, int, float]:
    """Ask for each entry with a postcode, itself left out: how many are taken, of how many."""
    index, asked = Likeness(entries), [entry for entry in entries if entry.postcode]
    start = perf_counter()
    taken = sum(certain(likes) is not None for likes in index.near_each(asked))
    return taken, len(asked), perf_counter() - start
