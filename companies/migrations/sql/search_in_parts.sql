-- The read model of quick_search.sql, written in parts: a long write brings what it has touched up to date
-- while it goes on. The new words come last, and in one order: else whoever has the same new word
-- would wait until all is written, or two for each other.

-- Brings the rows of these companies up to date, and returns their words: the one way in which the read
-- model is written.
-- Every table is read by “= ANY” over its index and all is put together by hash, one row or 20,000:
-- the planner, which takes tables that have just been filled or emptied for small, would go through
-- them again for each company. OFFSET 0 keeps other conditions out of the choice of the index.
CREATE FUNCTION companies_refresh_entries(ids uuid[]) RETURNS SETOF text
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off SET jit = off
SET work_mem = '64MB' AS $$
DECLARE
    open_ids uuid[];  -- the others have objected: little of theirs is shown
BEGIN
    -- whoever changes another part of the same company waits here, and then sees this change
    PERFORM FROM companies_company WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;

    UPDATE companies_searchentry AS entry
    SET changed_in = pg_current_xact_id(), is_public = false, name_sort = '', name_key = '',
        facets = '{}', employees = NULL, published_at = NULL, verified_on = NULL, document = ''
    WHERE company_id = ANY(ids) AND is_public AND company_id NOT IN (
        SELECT id FROM (SELECT id, status FROM companies_company WHERE id = ANY(ids) OFFSET 0)
            AS listed
        WHERE status = 'published');

    SELECT coalesce(array_agg(id), '{}'),
        coalesce(array_agg(id) FILTER (WHERE objection_on IS NULL), '{}') INTO ids, open_ids
    FROM (SELECT id, status, objection_on FROM companies_company WHERE id = ANY(ids) OFFSET 0)
        AS listed
    WHERE status = 'published';

    RETURN QUERY
    WITH company AS MATERIALIZED (
        SELECT *, objection_on IS NULL AS is_open, companies_words(name) AS name_words,
            CASE WHEN objection_on IS NULL THEN concat_ws(' ', legal_form,
                companies_kind_words(kind), register_court, register_type) END AS common
        FROM companies_company WHERE id = ANY(ids)
    ), cluster_of AS MATERIALIZED (
        SELECT company_id, cluster_id
        FROM (SELECT * FROM companies_companycluster WHERE company_id = ANY(ids) OFFSET 0) AS part
        WHERE approved_at IS NOT NULL AND left_on IS NULL
    ), sector_of AS MATERIALIZED (
        SELECT DISTINCT company_id, unnest(ARRAY[own.id, own.parent_id]) AS sector_id
        FROM companies_companysector JOIN clusters_sector AS own ON own.id = sector_id
        WHERE company_id = ANY(ids)
    ), place AS MATERIALIZED (
        SELECT company_id, district_id, concat_ws(' ',
            CASE WHEN precision <> 'district' THEN concat_ws(' ', postcode, city) END,
            CASE WHEN precision = 'exact' THEN locality END) AS words
        FROM companies_location WHERE company_id = ANY(ids)
    ), area_of AS MATERIALIZED (
        SELECT DISTINCT company_id, unnest(ARRAY[own.id, own.parent_id]) AS area_id
        FROM place JOIN clusters_area AS own ON own.id = district_id
        WHERE own.id = ANY(ARRAY(SELECT DISTINCT district_id FROM place))
    ), network_of AS MATERIALIZED (
        SELECT company_id, network_id FROM companies_membership
        WHERE company_id = ANY(open_ids) AND left_on IS NULL
    ), tag_of AS MATERIALIZED (
        SELECT company_id, tag_id FROM companies_companytag WHERE company_id = ANY(open_ids)
    ),
    -- what many have in common: folded once
    phrase AS MATERIALIZED (
        SELECT words, companies_weighted(words, 'B') AS weighted
        FROM (SELECT words FROM place UNION SELECT common FROM company) AS texts
    ), cluster AS MATERIALIZED (
        SELECT id, companies_weighted(concat_ws(' ', name_de, name_en), 'B') AS weighted
        FROM clusters_cluster WHERE id = ANY(ARRAY(SELECT DISTINCT cluster_id FROM cluster_of))
    ), sector AS MATERIALIZED (
        SELECT id, companies_weighted(concat_ws(' ', name_de, name_en,
            array_to_string(synonyms, ' '), companies_wz_words(ARRAY(
                SELECT code FROM clusters_sectoractivity AS activity
                WHERE activity.sector_id = sector.id))), 'B') AS weighted
        FROM clusters_sector AS sector
        WHERE id = ANY(ARRAY(SELECT DISTINCT sector_id FROM sector_of))
    ), area AS MATERIALIZED (
        SELECT id, companies_weighted(name, 'B') AS weighted
        FROM clusters_area WHERE id = ANY(ARRAY(SELECT DISTINCT area_id FROM area_of))
    ), network AS MATERIALIZED (
        SELECT id, companies_weighted(name, 'B') AS weighted
        FROM networks_network WHERE id = ANY(ARRAY(SELECT DISTINCT network_id FROM network_of))
    ), tag AS MATERIALIZED (
        SELECT id, companies_weighted(concat_ws(' ', name_de, name_en), 'B') AS weighted
        FROM companies_tag
        WHERE NOT is_proposed AND id = ANY(ARRAY(SELECT DISTINCT tag_id FROM tag_of))
    ),
    -- the same by company
    clusters AS MATERIALIZED (
        SELECT company_id, array_agg('cluster:' || id ORDER BY id) AS facets,
            string_agg(weighted, ' ') AS words
        FROM cluster_of JOIN cluster ON id = cluster_id GROUP BY company_id
    ), sectors AS MATERIALIZED (
        SELECT company_id, array_agg('sector:' || id ORDER BY id) AS facets,
            string_agg(weighted, ' ') AS words
        FROM sector_of JOIN sector ON id = sector_id GROUP BY company_id
    ), areas AS MATERIALIZED (
        SELECT company_id, array_agg('district:' || id ORDER BY id) AS facets,
            string_agg(weighted, ' ') AS words
        FROM area_of JOIN area ON id = area_id GROUP BY company_id
    ), places AS MATERIALIZED (
        SELECT company_id, string_agg(weighted, ' ') AS words
        FROM place JOIN phrase USING (words) GROUP BY company_id
    ), networks AS MATERIALIZED (
        SELECT company_id, array_agg('network:' || id ORDER BY id) AS facets,
            string_agg(weighted, ' ') AS words
        FROM network_of JOIN network ON id = network_id GROUP BY company_id
    ), tags AS MATERIALIZED (
        SELECT company_id, array_agg('tag:' || id ORDER BY id) AS facets,
            string_agg(weighted, ' ') AS words
        FROM tag_of JOIN tag ON id = tag_id GROUP BY company_id
    ),
    -- what each has of its own
    own AS MATERIALIZED (
        SELECT company.id AS company_id,
            concat_ws(' ', companies_weighted(company.name, 'A', company.name_words),
                CASE WHEN is_open THEN concat_ws(' ',
                    companies_weighted(concat_ws(' ', parent.name,
                        array_to_string(company.former_names, ' '),
                        company.register_number, company.vat_id, company.lei,
                        companies_wz_words(company.wz_codes)), 'B'),
                    companies_weighted(concat_ws(' ', left(company.description_de, 20000),
                        left(company.description_en, 20000)), 'C')) END) AS words
        FROM company
        LEFT JOIN (
            SELECT * FROM companies_company
            WHERE id = ANY(ARRAY(SELECT DISTINCT parent_id FROM company)) OFFSET 0
        ) AS parent ON parent.id = company.parent_id
            AND parent.status = 'published' AND parent.objection_on IS NULL
    ), written AS (
        INSERT INTO companies_searchentry AS entry (
            company_id, changed_in, is_public, name_sort, name_key, facets, employees,
            published_at, verified_on, document)
        SELECT company.id, pg_current_xact_id(), true, company.name_sort,
            companies_key(company.name_words),
            CASE WHEN is_open THEN array_remove(ARRAY['open',
                'kind:' || company.kind, 'size:' || nullif(company.size_class, '')
            ], NULL) ELSE '{}' END
            || CASE WHEN left(company.name_sort, 1) BETWEEN 'a' AND 'z'
                THEN 'letter:' || left(company.name_sort, 1) ELSE 'letter:#' END
            || clusters.facets || sectors.facets || areas.facets || networks.facets || tags.facets,
            CASE WHEN is_open THEN company.employees END,
            CASE WHEN is_open THEN company.published_at END,
            CASE WHEN is_open THEN company.verified_on END,
            concat_ws(' ', own.words, clusters.words, sectors.words, areas.words, places.words,
                common.weighted, networks.words, tags.words)::tsvector
        FROM company
        JOIN own ON own.company_id = company.id
        LEFT JOIN phrase AS common ON common.words = company.common
        LEFT JOIN clusters ON clusters.company_id = company.id
        LEFT JOIN sectors ON sectors.company_id = company.id
        LEFT JOIN areas ON areas.company_id = company.id
        LEFT JOIN places ON places.company_id = company.id
        LEFT JOIN networks ON networks.company_id = company.id
        LEFT JOIN tags ON tags.company_id = company.id
        ON CONFLICT (company_id) DO UPDATE SET
            changed_in = excluded.changed_in, is_public = true, name_sort = excluded.name_sort,
            name_key = excluded.name_key, facets = excluded.facets,
            employees = excluded.employees, published_at = excluded.published_at,
            verified_on = excluded.verified_on, document = excluded.document
        WHERE (entry.is_public, entry.name_sort, entry.name_key, entry.facets, entry.employees,
                entry.published_at, entry.verified_on, entry.document)
            IS DISTINCT FROM (true, excluded.name_sort, excluded.name_key, excluded.facets,
                excluded.employees, excluded.published_at, excluded.verified_on,
                excluded.document)
    )
    SELECT DISTINCT split_part(token, ':', 1)
    FROM (
        SELECT DISTINCT unnest(string_to_array(words, ' ')) FROM (
            SELECT words FROM own
            UNION ALL SELECT weighted FROM phrase
            UNION ALL SELECT weighted FROM cluster
            UNION ALL SELECT weighted FROM sector
            UNION ALL SELECT weighted FROM area
            UNION ALL SELECT weighted FROM network
            UNION ALL SELECT weighted FROM tag
        ) AS texts
    ) AS tokens (token)
    WHERE split_part(token, ':', 1) !~ '[0-9]'
        AND char_length(split_part(token, ':', 1)) BETWEEN 2 AND 60;
    PERFORM clusters_data_changed();
END $$;

CREATE FUNCTION companies_add_words(words text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO companies_vocabulary (word, lexeme, companies_count)
    SELECT word, coalesce((ts_lexize('companies_german', word))[1], word), 0
    FROM unnest(words) AS word
    ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING;
$$;

CREATE OR REPLACE FUNCTION companies_refresh_search(ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM companies_add_words(ARRAY(SELECT companies_refresh_entries(ids)));
END $$;

-- A part of a write that has not come to its end (see companies.search.index.index_later): where so many
-- entries were touched, some of them are brought up to date; their words wait.
CREATE FUNCTION companies_refresh_touched(at_least int, at_most int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := ARRAY(SELECT DISTINCT company_id FROM companies_touched ORDER BY company_id);
BEGIN
    IF cardinality(ids) >= at_least THEN
        TRUNCATE companies_touched;
        INSERT INTO companies_touched SELECT unnest(ids[at_most + 1:]);
        INSERT INTO companies_found SELECT companies_refresh_entries(ids[:at_most]);
    END IF;
END $$;

-- A change of the entry itself; a parent's name is part of its sites, which may be there before it. They
-- are looked up by their key, however many sites an entry has on average.
CREATE OR REPLACE FUNCTION companies_search_company() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM companies_search_touched(ARRAY(
            SELECT id FROM new_rows
            UNION ALL SELECT id FROM companies_company
            WHERE parent_id = ANY(ARRAY(SELECT id FROM new_rows))));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM companies_search_touched(ARRAY(SELECT id FROM old_rows));
    ELSE
        PERFORM companies_search_touched(ARRAY(
            SELECT id FROM new_rows
            UNION SELECT site.id FROM companies_company AS site
            JOIN new_rows ON site.parent_id = new_rows.id JOIN old_rows ON old_rows.id = new_rows.id
            WHERE (old_rows.name, old_rows.status, old_rows.objection_on)
                IS DISTINCT FROM (new_rows.name, new_rows.status, new_rows.objection_on)));
    END IF;
    RETURN NULL;
END $$;
