"""The statements that take an import back; each is filled with the names of one model."""

# The entries that the import touched, in a table: there may be very many.
TOUCHED = "SELECT {company} AS company_id FROM {history} WHERE pgh_context_id = ANY(%(own)s)"
# Those of them that rows of others refer to.
NEEDED = """
    SELECT DISTINCT {key} FROM {table}
    WHERE {key} IN (SELECT company_id FROM undo_touched){but}"""
BUT_NOT_THEMSELVES = " AND id NOT IN (SELECT company_id FROM undo_touched)"
# Of each row that the import touched, the event that holds what it shall be again; none for rows
# that were not there: nothing is looked for where the first event made the row. While the planner
# does not know yet how many events a large import has just added, it must be kept from looking
# through all of them for each row, in the order of their keys: hence a join, no subquery with
# max(), and “+ 0”. They are taken in order, which is quicker in every index.
TARGETS = """
    CREATE TEMP TABLE {targets} ON COMMIT DROP AS
    WITH own AS MATERIALIZED (
        SELECT pgh_obj_id, min(pgh_id) AS first, any_value({company}) AS company_id,
            {was_there} AS was_there
        FROM {history} WHERE pgh_context_id = ANY(%(own)s) GROUP BY pgh_obj_id
        HAVING (any_value({company}) = ANY(%(kept)s)) IS NOT TRUE
    )
    SELECT own.pgh_obj_id AS id, max(event.pgh_id) AS target
    FROM own
    LEFT JOIN {history} AS event ON event.pgh_obj_id = own.pgh_obj_id AND {as_of}{of_entry}
    WHERE own.was_there GROUP BY own.pgh_obj_id
    UNION ALL
    SELECT pgh_obj_id, NULL FROM own WHERE NOT was_there
    ORDER BY 1"""
# How they are found: an import moves none of these to another entry.
OF_ENTRY = " AND event.company_id = own.company_id"
BEFORE = "event.pgh_id + 0 < own.first"
AFTER = "event.pgh_context_id = ANY(%(imported)s)"
WAS_THERE = "(min(pgh_id) = min(pgh_id) FILTER (WHERE pgh_label = 'insert')) IS NOT TRUE"
DELETE = """
    DELETE FROM {table} AS mine USING {targets} AS targets
    LEFT JOIN {history} AS event ON event.pgh_id = targets.target
    WHERE mine.id = targets.id AND coalesce(event.pgh_label, 'delete') = 'delete'"""
RESTORE = """
    INSERT INTO {table} AS mine ({columns}) SELECT {columns} FROM {history} AS event
    WHERE pgh_id IN (SELECT target FROM {targets}) AND pgh_label <> 'delete'
    ON CONFLICT (id) DO UPDATE SET {changes} WHERE ({rows}) IS DISTINCT FROM ({excluded})"""
EDITED = """
    SELECT {company}, max(pgh_created_at),
        (array_agg(pgh_context_id::text ORDER BY pgh_created_at DESC))[1]
    FROM {history}
    WHERE {company} IN (SELECT company_id FROM undo_touched)
        AND (pgh_context_id = ANY(%(no_edits)s)) IS NOT TRUE
        AND (pgh_created_at >= %(since)s OR pgh_id > (
            SELECT max(pgh_id) FROM {history} WHERE pgh_context_id = ANY(%(imported)s)))
    GROUP BY 1"""
