"""Rules that the database itself keeps, whichever way a row is written.

New rows are looked at once for each statement: where each has a trigger of its own, COPY does not
write many at once.
"""

import pgtrigger

NEEDS_SECOND_PAIR = """
    RAISE EXCEPTION 'a sensitive cluster needs a second pair of eyes'
    USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_four_eyes';
"""
SLUG_IS_TAKEN = """
    RAISE EXCEPTION 'slug % belongs to the history of another entry', {slug}
    USING ERRCODE = 'unique_violation', CONSTRAINT = 'companies_slughistory_slug_key';
"""


def of_new_rows(name: str, forbidden: str, refusal: str) -> pgtrigger.Trigger:
    """Refuse an INSERT where the query ``forbidden`` finds a text in its ``new_rows``."""
    return pgtrigger.Trigger(
        name=f"{name}_of_new",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("found", "text")],
        func=f"""
            found := ({forbidden} LIMIT 1);
            IF found IS NOT NULL THEN {refusal} END IF;
            RETURN NULL;
        """,
    )


def of_changed_rows(name: str, forbidden: str, refusal: str, **when: object) -> pgtrigger.Trigger:
    """Refuse a change where ``forbidden`` is true of the row."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        func=f"IF {forbidden} THEN {refusal} END IF; RETURN NEW;",
        **when,
    )


FOUR_EYES = (
    of_new_rows(
        "four_eyes",
        """
        SELECT new_rows.id::text FROM new_rows
        JOIN companies_companycluster AS part ON part.company_id = new_rows.id
        JOIN clusters_cluster AS cluster ON cluster.id = part.cluster_id
        WHERE new_rows.status = 'published' AND new_rows.published_by_id = new_rows.submitted_by_id
            AND part.left_on IS NULL AND cluster.is_sensitive
        """,
        NEEDS_SECOND_PAIR.format(table="companies_company"),
    ),
    of_changed_rows(
        "four_eyes",
        """
        EXISTS (
            SELECT 1 FROM companies_companycluster AS part
            JOIN clusters_cluster AS cluster ON cluster.id = part.cluster_id
            WHERE part.company_id = NEW.id AND part.left_on IS NULL AND cluster.is_sensitive
        )
        """,
        NEEDS_SECOND_PAIR.format(table="companies_company"),
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "NEW.status = 'published' AND NEW.published_by_id IS NOT NULL"
            " AND NEW.published_by_id = NEW.submitted_by_id"
            # an entry that joined a sensitive cluster later must stay editable
            " AND (OLD.status, OLD.published_by_id, OLD.submitted_by_id)"
            " IS DISTINCT FROM (NEW.status, NEW.published_by_id, NEW.submitted_by_id)"
        ),
    ),
)

FOUR_EYES_IN_CLUSTER = (
    of_new_rows(
        "four_eyes",
        """
        SELECT new_rows.company_id::text FROM new_rows
        JOIN clusters_cluster AS cluster ON cluster.id = new_rows.cluster_id
        WHERE new_rows.approved_by_id = new_rows.submitted_by_id AND cluster.is_sensitive
        """,
        NEEDS_SECOND_PAIR.format(table="companies_companycluster"),
    ),
    of_changed_rows(
        "four_eyes",
        "(SELECT is_sensitive FROM clusters_cluster WHERE id = NEW.cluster_id)",
        NEEDS_SECOND_PAIR.format(table="companies_companycluster"),
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "NEW.approved_by_id IS NOT NULL AND NEW.approved_by_id = NEW.submitted_by_id"
        ),
    ),
)

KEEP_OLD_SLUG = pgtrigger.Trigger(
    name="keep_old_slug",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("slug"),
    condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug")),
    func="""
        DELETE FROM companies_slughistory WHERE slug = NEW.slug AND company_id = NEW.id;
        INSERT INTO companies_slughistory (slug, company_id, created_at)
        VALUES (OLD.slug, NEW.id, now());
        RETURN NULL;
    """,
)

SLUG_IS_FREE = (
    of_new_rows(
        "slug_is_free",
        """
        SELECT slug FROM new_rows JOIN companies_slughistory AS known USING (slug)
        WHERE known.company_id <> new_rows.id
        """,
        SLUG_IS_TAKEN.format(slug="found"),
    ),
    of_changed_rows(
        "slug_is_free",
        """
        EXISTS (
            SELECT 1 FROM companies_slughistory WHERE slug = NEW.slug AND company_id <> NEW.id
        )
        """,
        SLUG_IS_TAKEN.format(slug="NEW.slug"),
        operation=pgtrigger.UpdateOf("slug"),
    ),
)
