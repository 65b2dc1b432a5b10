"""Head counts and turnover that add up to the official figures exactly."""

from datetime import date
from random import Random

from companies.size import size_class

from .entries import Entry
from .plan import apportion
from .vocabulary import vocabulary

UNKNOWN_EMPLOYEES = 0.06  # share of entries
UNKNOWN_TURNOVER = 0.2
UNSTATED_SIZE = 0.25
OBJECTIONS = 0.004


def give_numbers(rng: Random, entries: list[Entry], today: date) -> None:
    """Fill in the numbers of one target's entries; only published ones count towards it."""
    for entry in entries:
        entry.staff = vocabulary().staff_of(entry.kind, entry.theme).draw(rng)
    published = [entry for entry in entries if entry.is_published]
    _object(rng, published, today)
    counted = _employees(rng, published, today)
    _turnover(rng, counted, today)
    for entry in entries:
        if entry.employees is None and rng.random() > UNSTATED_SIZE:
            entry.stated_size_class = size_class(max(1, round(entry.staff))).value


def _object(rng: Random, published: list[Entry], today: date) -> None:
    """Some have objected to being shown in full; none of the numbers rests on these."""
    for entry in rng.sample(published, round(len(published) * OBJECTIONS)):
        entry.objection_on = date.fromordinal(today.toordinal() - rng.randint(5, 700))


def _employees(rng: Random, published: list[Entry], today: date) -> list[Entry]:
    if not published or not (total := published[0].target.employees):
        return []
    open_ones = [entry for entry in published if entry.objection_on is None]
    known = [entry for entry in open_ones if rng.random() > UNKNOWN_EMPLOYEES] or open_ones[:1]
    known = known[:total]  # nobody has 0 employees
    counts = apportion(total, [entry.staff for entry in known], at_least=1)
    for entry, count in zip(known, counts, strict=True):
        entry.employees = count
        entry.employees_year = today.year - rng.choice((1, 1, 2))
    return known


def _turnover(rng: Random, counted: list[Entry], today: date) -> None:
    if not counted or not (total := counted[0].target.turnover_eur):
        return
    known = [entry for entry in counted if rng.random() > UNKNOWN_TURNOVER] or counted[:1]
    unit = 1 if total % 1_000 else 1_000
    weights = [
        (entry.employees or 1) * entry.theme.turnover * rng.lognormvariate(0, 0.35)
        for entry in known
    ]
    for entry, amount in zip(known, apportion(total // unit, weights, at_least=1), strict=True):
        entry.turnover_eur = amount * unit
        entry.turnover_year = entry.employees_year or today.year - 1
