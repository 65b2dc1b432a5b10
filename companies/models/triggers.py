"""Rules that the database itself keeps, whichever way a row is written."""

import pgtrigger

FOUR_EYES = pgtrigger.Trigger(
    name="four_eyes",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition(
        "NEW.status = 'published' AND NEW.published_by_id IS NOT NULL"
        " AND NEW.published_by_id = NEW.submitted_by_id"
    ),
    # an entry that joined a sensitive cluster later must stay editable
    func="""
        IF TG_OP = 'UPDATE'
            AND (OLD.status, OLD.published_by_id, OLD.submitted_by_id)
            IS NOT DISTINCT FROM (NEW.status, NEW.published_by_id, NEW.submitted_by_id)
        THEN
            RETURN NEW;
        END IF;
        IF EXISTS (
            SELECT 1 FROM companies_companycluster AS part
            JOIN clusters_cluster AS cluster ON cluster.id = part.cluster_id
            WHERE part.company_id = NEW.id AND part.left_on IS NULL AND cluster.is_sensitive
        ) THEN
            RAISE EXCEPTION 'a sensitive cluster needs a second pair of eyes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_company_four_eyes';
        END IF;
        RETURN NEW;
    """,
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

SLUG_IS_FREE = pgtrigger.Trigger(
    name="slug_is_free",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
    func="""
        IF EXISTS (
            SELECT 1 FROM companies_slughistory
            WHERE slug = NEW.slug AND company_id <> NEW.id
        ) THEN
            RAISE EXCEPTION 'slug % belongs to the history of another entry', NEW.slug
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'companies_slughistory_slug_key';
        END IF;
        RETURN NEW;
    """,
)
