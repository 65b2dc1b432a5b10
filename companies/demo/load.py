"""Makes up the demo companies and writes them, all or none."""

from datetime import date
from random import Random

import pghistory

from companies.models import Company, SlugHistory
from companies.search.index import index_later

from .details import give_details
from .entries import Entry, branches_of, spread
from .names import Names
from .numbers import give_numbers
from .places import districts_in
from .plan import Target, targets
from .ties import give_operators
from .write import analyse, write

RENAMED = 0.02  # share of entries


def load(*, companies: int | None, seed: int, today: date) -> list[Target]:
    """Write invented companies, and return what those of each cluster add up to.

    The same arguments give the same entries. ``companies`` scales the official numbers to that
    total. Raises ValueError if the figures, sectors or districts that it needs are not there.
    """
    plan = targets(companies)
    rng = Random(seed)  # noqa: S311
    with pghistory.context(command="load_demo"), index_later(keep_base=False):
        write(rng, invent(rng, plan, today), today)
    analyse()
    return plan


def invent(rng: Random, plan: list[Target], today: date) -> list[Entry]:
    """Return the entries of all targets, nothing saved yet."""
    taken = set(Company.objects.values_list("slug", flat=True))
    names = Names(rng, taken.union(SlugHistory.objects.values_list("slug", flat=True)))
    return [entry for target in plan for entry in _invent_cluster(rng, target, names, today)]


def _invent_cluster(rng: Random, target: Target, names: Names, today: date) -> list[Entry]:
    branches, districts = branches_of(target), districts_in(target.area)
    if not branches or not districts:
        lacking = "sectors" if districts else f"districts in {target.area.slug}"
        raise ValueError(f"the cluster {target.cluster.slug} has no {lacking}; load the fixtures")
    entries = spread(rng, target, branches, districts)
    give_numbers(rng, entries, today)
    for entry in entries:
        names.give(entry)
        if rng.random() < RENAMED:
            names.rename(entry)
        give_details(rng, entry, branches, districts, today)
    give_operators(rng, entries)
    return entries
