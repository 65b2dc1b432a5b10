"""The snapshot of a worker: as new as the data at each request.

A worker keeps one snapshot and patches it with the entries that changed since. It starts from the
base that a rebuild or a large write left in the database, or from all entries where there is none.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from threading import Lock

import numpy as np
from django.db import connection
from django.dispatch import Signal
from psycopg import Cursor
from pyroaring import BitMap

from clusters.models import DataVersion, Version
from companies.bulk import copy_rows
from companies.facets import codes
from companies.facets.snapshot import COLUMNS, Row, Snapshot, bitmap, bitmap_received, received
from companies.search.models import Base, BasePart

READ_AT_ONCE = 1 << 16  # entries
# As the arrays hold them; 0 stands for unknown.
KEPT = """coalesce(entry.employees + 1, 0),
    coalesce(extract(epoch FROM entry.published_at), 0)::bigint,
    coalesce(entry.verified_on - '0001-01-01'::date + 1, 0)"""
TAKEN = "SELECT pg_current_snapshot()::text"
IN_ORDER = f"""
    SELECT string_agg(int4send(number), '' ORDER BY place),
        string_agg(int4send(employees), '' ORDER BY place),
        string_agg(int4send(published::bit(32)::int), '' ORDER BY place),
        string_agg(int4send(verified), '' ORDER BY place)
    FROM (
        SELECT row_number() OVER (ORDER BY name_sort, number), number, {KEPT}
        FROM companies_searchentry AS entry WHERE is_public
    ) AS kept (place, number, employees, published, verified)
    GROUP BY (place - 1) / %(at_once)s ORDER BY (place - 1) / %(at_once)s"""  # noqa: S608
VALUES = """
    SELECT facet, string_agg(int4send(number), '')
    FROM companies_searchentry, unnest(facets) AS facet WHERE is_public GROUP BY facet"""
SINCE = """{0} >= pg_snapshot_xmin(%(taken)s::pg_snapshot)
        AND (NOT pg_visible_in_snapshot({0}, %(taken)s::pg_snapshot)
            OR {0} = pg_current_xact_id_if_assigned())"""  # counts as visible to itself
CHANGED = f"""
    WITH now AS (SELECT pg_current_snapshot() AS taken)
    SELECT now.taken::text, entry.number, (
            SELECT number FROM companies_searchentry AS other
            WHERE other.is_public
                AND (other.name_sort, other.number) < (entry.name_sort, entry.number)
            ORDER BY other.name_sort DESC, other.number DESC LIMIT 1
        ), entry.is_public, entry.facets, {KEPT}
    FROM now LEFT JOIN companies_searchentry AS entry ON {SINCE.format("entry.changed_in")}
    ORDER BY entry.name_sort, entry.number"""  # noqa: S608
HOW_MANY = f"SELECT count(*) FROM companies_searchentry WHERE {SINCE.format('changed_in')}"  # noqa: S608
ALL_WORDS = "SELECT word FROM companies_vocabulary"
NEW_WORDS = f"{ALL_WORDS} WHERE {SINCE.format('added_in')}"
PARTS = "SELECT name, data FROM companies_basepart WHERE base_id = %s"
WORDS = "words"  # name of the part that has them, one to a line
ARRAYS = ("order", *COLUMNS)
CODED, FURTHER = "coded:", "further:"  # before the names of parts; see ``codes``
MOST_CHANGED = 2000  # entries since the base; more make searches slower

worn = Signal()  # the base is old; whoever can should have a new one made

_current: Snapshot | None = None
_one_at_a_time = Lock()


def snapshot(version: Version | None = None) -> Snapshot:
    """The state of the data now; asks one query where nothing has changed, and none where the
    ``version`` of now is known.

    Inside a transaction it shows that transaction's own changes, to it alone.
    """
    global _current
    version = version or DataVersion.objects.current()
    if connection.in_atomic_block:
        return _private(version)
    if _current is None or _current.version != version:
        with _one_at_a_time:  # the other threads wait, and find it done
            if _current is None or _current.version != version:
                _current = now(_current, version)
        if _current.is_makeshift or has_many_changes(_current):
            worn.send(sender=Snapshot)
    return _current


def has_many_changes(state: Snapshot) -> bool:
    return len(state.changed) > max(MOST_CHANGED, len(state.order) // 50)


@lru_cache(maxsize=1)
def _private(version: Version) -> Snapshot:
    return now(None, version)


def now(known: Snapshot | None, version: Version) -> Snapshot:
    base = Base.objects.order_by("id").last()
    if known is None or (known.base, known.version.epoch) != (base and base.pk, version.epoch):
        known = _from_base(base) if base else read()
    is_makeshift = base is not None and base.own is not None
    return patch(replace(known, is_makeshift=is_makeshift), version)


def changed_since(base: Base) -> int:
    with connection.cursor() as cursor:
        cursor.execute(HOW_MANY, {"taken": shown_by(base)})
        return cursor.fetchone()[0]


def patch(known: Snapshot, version: Version) -> Snapshot:
    """What ``known`` is after all that was committed since."""
    since = {"taken": known.taken}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, since)
        rows = cursor.fetchall()
        changed = [Row(*row[1:]) for row in rows if row[1] is not None]
        if changed:  # else there can be no new word either
            cursor.execute(NEW_WORDS, since)
            known = known.with_words(row[0] for row in cursor.fetchall())
    return known.patched(changed, version, rows[0][0])


def read() -> Snapshot:
    """All entries as they are now; what changes while it reads is for ``patched`` to mend."""
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:  # in binary form, which Django does not ask for
        (taken,) = cursor.execute(TAKEN).fetchone()
        rows = cursor.stream(IN_ORDER, {"at_once": READ_AT_ONCE}, binary=True)
        parts = [[*map(received, row)] for row in rows]
        if not parts:
            return Snapshot(taken=taken)
        order, *columns = map(np.concatenate, zip(*parts, strict=True))
        changed = bitmap(np.sort(order))
        arrays = {name: np.zeros(changed.max() + 1, np.uint32) for name in COLUMNS}
        for array, values in zip(arrays.values(), columns, strict=True):
            array[order] = values
        del parts, columns, values
        # one row at a time: a value can have as many numbers as there are companies
        values = {
            facet: bitmap_received(numbers) for facet, numbers in cursor.stream(VALUES, binary=True)
        }
        words = [row[0] for row in cursor.execute(ALL_WORDS)]
    state = Snapshot(taken=taken, changed=changed, values=values, order=order, **arrays)
    return state.with_words(words)


def _from_base(base: Base) -> Snapshot:
    return replace(_kept(base.pk), taken=shown_by(base))


@lru_cache(maxsize=1)
def _kept(base: int) -> Snapshot:
    """What was kept under this number; a number is never used again."""
    with Cursor(connection.connection) as cursor:  # in binary form, which Django does not ask for
        found = dict(cursor.stream(PARTS, [base], binary=True))
    arrays = {name: np.frombuffer(found.pop(name), np.uint32) for name in ARRAYS}
    words = (found.pop(WORDS), b"\n")
    coded = {facet: found.pop(CODED + facet) for facet in codes.FACETS if CODED + facet in found}
    bitmaps = {name: BitMap.deserialize(data) for name, data in found.items()}
    further = {
        name.removeprefix(FURTHER): bitmaps.pop(name) for name in found if name.startswith(FURTHER)
    }
    known = codes.unpacked(coded, bitmaps, further, len(arrays["employees"]))
    return Snapshot(base=base, values=bitmaps, codes=known, words=words, **arrays)


def keep(state: Snapshot, *, with_own: bool = False) -> Base:
    """Store ``state`` as a new base; where this transaction has changed entries, ``with_own``."""
    base = Base(taken=state.taken)
    if with_own:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text")
            (base.own,) = cursor.fetchone()
        # Its own changes count as seen only as long as there are no others: see Base.own.
        base.taken = shown_with(int(base.own), state.taken, is_shown=False)
    base.save()
    rows = ((base.pk, *part) for part in _parts(state))
    copy_rows(BasePart, ("base", "name", "data"), rows)
    return base


def _parts(state: Snapshot) -> Iterator[tuple[str, bytes]]:
    """One at a time: each may be as long as there are entries."""
    for name in ARRAYS:
        yield name, getattr(state, name).tobytes()
    for name, numbers in state.values.items():
        yield name, numbers.serialize()
    for facet, coded in codes.of_facets(state.values, len(state.employees)):
        yield CODED + facet, coded.by_number.tobytes()
        for key, numbers in coded.further.items():
            yield FURTHER + key, numbers.serialize()


def shown_by(base: Base) -> str:
    if base.own is None:
        return base.taken
    return shown_with(int(base.own), base.taken, is_shown=True)


def shown_with(own: int, taken: str, *, is_shown: bool) -> str:
    """``taken`` as if it did or did not show what one transaction wrote, and no other."""
    _first, end, running = taken.split(":")
    unseen = {int(number) for number in running.split(",") if number}
    unseen.update(range(int(end), own))  # had not begun, or not ended
    unseen = unseen - {own} if is_shown else unseen | {own}
    numbers = ",".join(map(str, sorted(unseen)))
    end = max(int(end), own + 1)
    # as late a beginning as can be: all that changed after it is looked through
    return f"{min(unseen, default=end)}:{end}:{numbers}"
