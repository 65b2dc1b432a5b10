"""Rows that say what they said last time, about entries that nobody has touched since.

They are known at first sight, without being cleaned, matched and compared. All that could lead to
another outcome is in the hash of a row, or asked of the history here; what is not sure goes the
long way.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from clusters.models import Cluster

from .actor import Actor
from .cleaning import Draft, digest_of
from .columns import Cells, Columns
from .options import Options
from .version import code_version

# What is about these is not told by the row and its entry alone.
ELSEWHERE = ("id", "parent")
TOLD = "!"  # begins the hash of a row about which there was something to tell
# What gives the words of a list their meaning.
MEANING = """
    SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
        SELECT row_to_json(one)::text FROM clusters_cluster AS one
        UNION ALL SELECT row_to_json(one)::text FROM clusters_sector AS one
        UNION ALL SELECT row_to_json(one)::text FROM clusters_area AS one
        UNION ALL SELECT row_to_json(one)::text FROM clusters_postcode AS one) AS every (said)"""
# A tag that is only proposed changes the meaning of no word but its own, unless it is renamed.
TAGS = """
    SELECT concat((SELECT md5(string_agg(row_to_json(tag)::text, ',' ORDER BY id))
        FROM companies_tag AS tag WHERE NOT is_proposed),
        (SELECT max(pgh_id) FROM companies_taghistory WHERE pgh_label <> 'insert'))"""
# Of each row by itself: without statistics, as right after an import, a join goes astray.
EDITED = """
    (SELECT true FROM {history} AS event WHERE event.{key} = record.company_id AND (
        event.pgh_created_at > seen.at OR event.pgh_created_at > seen.at - interval '1 hour'
        AND event.pgh_context_id IS DISTINCT FROM seen.context) LIMIT 1) IS NULL"""
EVENTS = {
    "companies_companyhistory": "pgh_obj_id",
    "companies_locationhistory": "company_id",
    "companies_companyclusterhistory": "company_id",
    "companies_companysectorhistory": "company_id",
    "companies_companytaghistory": "company_id",
}
SHARED = """
    (company.{number} = '' OR (SELECT true FROM companies_company AS other
        WHERE other.{number} <> '' AND other.{number} = company.{number}
        AND other.id <> company.id LIMIT 1) IS NULL)"""
SAME = " AND ".join(
    [EDITED.format(history=history, key=key) for history, key in EVENTS.items()]
    + [SHARED.format(number=number) for number in ("register_number", "vat_id", "lei")]
)
PAST = """
    SELECT EXISTS (SELECT FROM companies_sourcerecord WHERE source_id =
        (SELECT id FROM clusters_source WHERE slug = %s))"""
# Compared when an import saw it, not when it was marked as missing or taken back.
UNTOUCHED = f"""
    SELECT record.key, record.id, company.id, company.name, record.last_seen_on
    FROM unnest(string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n')) AS asked (key, hash)
    CROSS JOIN LATERAL (
        SELECT * FROM companies_sourcerecord AS record
        WHERE record.source_id = (SELECT id FROM clusters_source WHERE slug = %s)
            AND record.key = asked.key LIMIT 1) AS record
    CROSS JOIN LATERAL (
        SELECT id, name, register_number, vat_id, lei FROM companies_company
        WHERE id = record.company_id LIMIT 1) AS company
    CROSS JOIN LATERAL (
        SELECT event.pgh_created_at AS at, event.pgh_context_id AS context
        FROM companies_sourcerecordhistory AS event
        JOIN pghistory_context AS context ON context.id = event.pgh_context_id
        WHERE event.pgh_obj_id = record.id AND event.row_hash = record.row_hash
            AND event.company_id = record.company_id AND event.missing_since IS NULL
            AND context.metadata->>'reason' = 'import'
        ORDER BY event.pgh_created_at DESC, event.pgh_id DESC LIMIT 1) AS seen
    WHERE record.row_hash = asked.hash AND record.missing_since IS NULL AND {SAME}"""  # noqa: S608


@dataclass(frozen=True)
class Untouched:
    row: int
    key: str
    digest: str
    company: UUID
    name: str
    record: int
    last_seen_on: date


class FirstSight:
    def __init__(self, cluster: Cluster, options: Options, actor: Actor, columns: Columns) -> None:
        self.options = options
        self.actor = actor
        settings = [
            code_version(), cluster.pk, options.columns, options.constants, options.values,
            options.empty, options.filled, options.source, options.network,
            [(field, *part) for field, part in columns.parts.items()], _powers(actor),
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({PAST}), ({MEANING}), ({TAGS})", [options.source])
            self.has_past, meaning, self.tags = cursor.fetchone()
        self.is_possible = self.has_past and not (
            options.filled or options.exported_at or options.network
        )
        settings.append(meaning)
        self.salt = sha256(json.dumps(settings, default=str).encode()).hexdigest()

    def digest(self, cells: Cells) -> str:
        has_tags = cells.texts.get("tags")
        return digest_of(cells, self.salt + self.tags if has_tags else self.salt)

    def untouched(self, drafts: Iterable[Draft]) -> dict[int, Untouched]:
        """By the numbers of their rows."""
        asked = {draft.key: draft for draft in drafts if self._may_be(draft)}
        if not asked:
            return {}
        with connection.cursor() as cursor:
            hashes = [draft.digest for draft in asked.values()]
            cursor.execute(UNTOUCHED, ["\n".join(asked), "\n".join(hashes), self.options.source])
            found = cursor.fetchall()
        known = ((asked[key], *rest) for key, *rest in found)
        return {
            draft.row: Untouched(draft.row, draft.key, draft.digest, company, name, record, day)
            for draft, record, company, name, day in known
            if self.actor.may_change(company)
        }

    def _may_be(self, draft: Draft) -> bool:
        return (
            self.is_possible
            and bool(draft.key)
            and draft.key not in self.options.decisions
            and not (draft.problems or draft.notices)
            and not any(map(draft.cells.texts.get, ELSEWHERE))
        )


def hash_of(draft: Draft) -> str:
    """What is kept of a row: another text where there is something to tell about it each time."""
    told = draft.notices or draft.mended or draft.unknown
    return TOLD + draft.digest[1:] if told else draft.digest


def _powers(actor: Actor) -> dict[str, Any]:
    people = {"submitted_by": actor.submitted_by, "approved_by": actor.approved_by}
    powers = {name: person and person.pk for name, person in people.items()}
    flags = (
        "publishes", "publishes_sensitive", "approves", "sets_status", "sets_verified",
    )  # fmt: skip
    powers |= {name: getattr(actor, name) for name in flags}
    return powers | {"clusters": sorted(actor.clusters) if actor.clusters is not None else None}
