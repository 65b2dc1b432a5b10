"""Writing the read model: at once by triggers, at the end of a set-based write, or all anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from clusters.models import DataVersion
from companies.facets import store
from companies.facets.snapshot import NO_VERSION, Snapshot
from companies.search import gathering, postings
from companies.search.models import Base

AT_ONCE = 20_000  # entries that are put together in memory
MANY = 1000  # so many new rows change which index is the right one, for whoever reads next
IS_MANY = """
    SELECT (SELECT count(*) FROM companies_touched) + (
        SELECT count(*) FROM companies_searchentry WHERE changed_in = pg_current_xact_id()) > %s"""
# One column tells the planner how many rows there are; the others are left to autovacuum.
COUNT_ROWS = """
    ANALYZE companies_company (id), companies_location (company_id),
        companies_companycluster (company_id), companies_companysector (company_id),
        companies_companytag (company_id), companies_membership (company_id)"""
MOST_UNKEPT = 30_000  # entries that a worker adds to its state within a second
SMALL_PART = 50  # of all entries: a base costs more than to add so few
MOST_ADDED = 50_000  # entries that are put into the last base; more take too much memory
# The other cores are for those who wait for a page.
ONE_CORE = "SET LOCAL max_parallel_workers_per_gather = 0"
LOCK = 7_317_001  # only one rebuild at a time
OLDER_BASES_KEPT = 1  # a worker may be reading the one before

# In order, and without their ids coming here: there may be a million.
REFRESH = """
    SELECT {function}(ids) FROM (
        SELECT array_agg(id ORDER BY id) AS ids FROM (
            SELECT id, (row_number() OVER (ORDER BY id) - 1) / {at_once} AS batch
            FROM ({listed}) AS listed (id)
        ) AS numbered
        GROUP BY batch ORDER BY batch OFFSET 0
    ) AS batches"""
TABLES = """
    CREATE TEMP TABLE companies_touched (company_id uuid) ON COMMIT DROP;
    CREATE TEMP TABLE companies_found (word text) ON COMMIT DROP"""
ADD_WORDS = "SELECT companies_add_words(ARRAY(SELECT DISTINCT word FROM companies_found))"
# What a long write may do now and then, so that its end comes sooner: of fewer entries it costs
# more than it spares, of more it takes too long for a pause.
REFRESH_PART = "SELECT companies_refresh_touched(300, 700)"
# By the entries of now, not those of the base: else words that came since would be forgotten.
COUNT_WORDS = """
    WITH counted AS MATERIALIZED (
        SELECT part.lexeme, count(*) AS companies
        FROM companies_searchentry, unnest(document) AS part WHERE is_public GROUP BY 1
    ), forgotten AS (
        DELETE FROM companies_vocabulary AS known WHERE NOT EXISTS (
            SELECT FROM counted WHERE counted.lexeme = known.word)
    )
    UPDATE companies_vocabulary AS vocabulary SET companies_count = counted.companies
    FROM counted
    WHERE vocabulary.word = counted.lexeme AND companies_count <> counted.companies"""
FORGET_ENTRIES = """
    DELETE FROM companies_searchentry AS entry USING companies_base AS base
    WHERE base.id = %s AND NOT entry.is_public
        AND pg_visible_in_snapshot(entry.changed_in, base.taken)"""
ENTRIES = "SELECT count(*) FROM companies_searchentry"
CHANGED_HERE = f"{ENTRIES} WHERE changed_in = pg_current_xact_id_if_assigned()"


@contextmanager
def index_later(*, keep_base: bool = True) -> Iterator[None]:
    """Refresh the companies that the block touches once, at its end and in its transaction.

    For writes of many rows: else every statement refreshes what it touched. Very many leave a base,
    so that no worker has to add them to its state; not where a rebuild follows anyway.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('clusteratlas.search', true) = 'later'")
        if cursor.fetchone() == (True,):  # an outer block does it
            yield
            return
        cursor.execute(ONE_CORE)
        cursor.execute(TABLES)
        cursor.execute("SET LOCAL clusteratlas.search = 'later'")
        yield
        cursor.execute("SET LOCAL clusteratlas.search = ''")
        cursor.execute(IS_MANY, [MANY])
        if cursor.fetchone() == (True,):
            cursor.execute(COUNT_ROWS)
        touched = "SELECT DISTINCT company_id FROM companies_touched"
        cursor.execute(
            "INSERT INTO companies_found" + _refresh("companies_refresh_entries", touched)
        )
        cursor.execute(ADD_WORDS)
        cursor.execute("DROP TABLE companies_touched, companies_found")
        if keep_base:
            _keep_if_many(cursor)


def _keep_if_many(cursor: Any) -> None:
    changed = _count(cursor, CHANGED_HERE)
    if changed <= MOST_UNKEPT:
        return
    entries = _count(cursor, ENTRIES)
    if changed <= entries // SMALL_PART:
        return
    # a rebuild that does not know these changes must not come after this base
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    base = Base.objects.order_by("id").last()
    goes_on = base and store.changed_since(base) < min(MOST_ADDED, entries // 4)
    _keep_base(store.now(None, NO_VERSION) if goes_on else store.read(), with_own=True)


def _count(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return cursor.fetchone()[0]


def refresh_all() -> None:
    every = "SELECT id FROM companies_company UNION SELECT company_id FROM companies_searchentry"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_refresh("companies_refresh_search", every))


def _refresh(function: str, listed: str) -> str:
    return REFRESH.format(function=function, at_once=AT_ONCE, listed=listed)


def rebuild() -> Base | None:
    """Keep the state of now as a new base with its postings; the old one serves meanwhile.

    Returns None where another rebuild is at work.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # all that is read must be one state
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() == (False,):
            return None
        cursor.execute(ONE_CORE)
        base = _keep_base(store.read())
        gathering.keep(base)
    _tidy_up(base)
    return base


def settle() -> Base | None:
    """Do what a large write left to be done when it kept a base; or rebuild, where much has changed
    since.
    """
    state = store.now(None, DataVersion.objects.current())
    if not state.is_makeshift or store.has_many_changes(state):
        return rebuild()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() == (False,):
            return None
        base = Base.objects.get(pk=state.base)
        base.taken, base.own = store.shown_by(base), None
        base.save()
        gathering.keep(base)
    _tidy_up(base)
    return base


def _tidy_up(base: Base) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # a new version, so that the workers take up the base
        cursor.execute("SELECT clusters_data_changed()")
        cursor.execute(COUNT_WORDS)
        _forget_before(base)
        cursor.execute(
            "ANALYZE companies_searchentry, companies_vocabulary, companies_posting,"
            " companies_family"
        )


def _keep_base(state: Snapshot, *, with_own: bool = False) -> Base:
    base = store.keep(state, with_own=with_own)
    postings.keep(base, state)
    return base


def _forget_before(base: Base) -> None:
    older = Base.objects.filter(pk__lt=base.pk).order_by("-pk")
    if previous := older.first():
        with connection.cursor() as cursor:
            cursor.execute(FORGET_ENTRIES, [previous.pk])
    for old in older[OLDER_BASES_KEPT:]:
        old.delete()
