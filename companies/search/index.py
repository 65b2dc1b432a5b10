"""Writing the read model: at once by triggers, at the end of a set-based write, or all anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from companies.facets import store
from companies.search import gathering, postings
from companies.search.models import Base

AT_ONCE = 20_000  # entries that are put together in memory
MANY = 1000  # so many new rows change which index is the right one, for whoever reads next
# One column tells the planner how many rows there are; the others are left to autovacuum.
COUNT_ROWS = """
    ANALYZE companies_company (id), companies_location (company_id),
        companies_companycluster (company_id), companies_companysector (company_id),
        companies_companytag (company_id), companies_membership (company_id)"""
LOCK = 7_317_001  # only one rebuild at a time
OLDER_BASES_KEPT = 1  # a worker may be reading the one before

# In order, and without their ids coming here: there may be a million.
REFRESH = """
    SELECT companies_refresh_search(ids) FROM (
        SELECT array_agg(id ORDER BY id) AS ids FROM (
            SELECT id, (row_number() OVER (ORDER BY id) - 1) / {at_once} AS batch
            FROM ({listed}) AS listed (id)
        ) AS numbered
        GROUP BY batch ORDER BY batch OFFSET 0
    ) AS batches"""
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


@contextmanager
def index_later() -> Iterator[None]:
    """Refresh the companies that the block touches once, at its end and in its transaction.

    For writes of many rows: else every statement refreshes what it touched.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('clusteratlas.search', true) = 'later'")
        if cursor.fetchone() == (True,):  # an outer block does it
            yield
            return
        cursor.execute("CREATE TEMP TABLE companies_touched (company_id uuid) ON COMMIT DROP")
        cursor.execute("SET LOCAL clusteratlas.search = 'later'")
        yield
        cursor.execute("SET LOCAL clusteratlas.search = ''")
        cursor.execute("SELECT count(*) > %s FROM companies_touched", [MANY])
        if cursor.fetchone() == (True,):
            cursor.execute(COUNT_ROWS)
        _refresh(cursor, "SELECT DISTINCT company_id FROM companies_touched")
        cursor.execute("DROP TABLE companies_touched")


def refresh_all() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _refresh(
            cursor,
            "SELECT id FROM companies_company UNION SELECT company_id FROM companies_searchentry",
        )


def _refresh(cursor: Any, listed: str) -> None:
    cursor.execute(REFRESH.format(at_once=AT_ONCE, listed=listed))


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
        base = store.keep(store.read())
        postings.keep(base)
        gathering.keep(base)
    with transaction.atomic(), connection.cursor() as cursor:
        # a new version, so that the workers take up the base
        cursor.execute("SELECT clusters_data_changed()")
        cursor.execute(COUNT_WORDS)
        _forget_before(base)
        cursor.execute(
            "ANALYZE companies_searchentry, companies_vocabulary, companies_posting,"
            " companies_family"
        )
    return base


def _forget_before(base: Base) -> None:
    older = Base.objects.filter(pk__lt=base.pk).order_by("-pk")
    if previous := older.first():
        with connection.cursor() as cursor:
            cursor.execute(FORGET_ENTRIES, [previous.pk])
    for old in older[OLDER_BASES_KEPT:]:
        old.delete()
