-- The read model of search and facets: one row per company, kept true by triggers.
-- WZ codes are found by all their beginnings: 26.51.1 by 26, 26.5, 26.51 and 26.51.1.
-- Whatever an objection (§ 9(4) IHK-Gesetz) or a location's precision hides is not in it.

CREATE TEXT SEARCH DICTIONARY companies_german (TEMPLATE = snowball, Language = german);

-- The form in which words are compared; the same rules as clusters.text.fold. (PL/pgSQL, here and
-- below, as its calls cost a tenth of those of SQL functions that cannot be inlined.)
CREATE FUNCTION companies_fold(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    words := lower(normalize(words, NFKD));
    IF octet_length(words) <> char_length(words) THEN
        words := translate(
            replace(replace(replace(replace(
                regexp_replace(words, '[\u0300-\u036f]', '', 'g'),
                'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
            'øłđðı', 'olddi');
    END IF;
    RETURN regexp_replace(words, '([aou])e+', '\1', 'g');
END $$;

-- Folded words with single blanks between them: "e. V." is ev, "26.51" is 2651.
CREATE FUNCTION companies_words(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    words := companies_fold(words);
    IF words LIKE '%.%' THEN
        words := regexp_replace(words, '\m([a-z])\. ?(?=[a-z]\M)', '\1', 'g');
        words := regexp_replace(words, '(\d)\.(?=\d)', '\1', 'g');
    END IF;
    IF words LIKE '%beschrankt%' OR words LIKE '%gemeinnutzig%' THEN
        words := replace(words, 'gesellschaft mit beschrankter haftung', 'gmbh');
        words := replace(words, 'gemeinnutzige gmbh', 'ggmbh');
    END IF;
    words := translate(words, '''’‘`´', '');
    RETURN btrim(regexp_replace(words, '[^[:alnum:]]+', ' ', 'g'));
END $$;

-- What is joined by hyphens, as one word each: "Park-Klinik" is also found as parkklinik.
CREATE FUNCTION companies_joined(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    IF words !~ '[[:alnum:]] ?[-‐‑] ?[[:alnum:]]' THEN
        RETURN '';
    END IF;
    RETURN (
        SELECT string_agg(regexp_replace(hit[1], ' ?[-‐‑] ?', '', 'g'), ' ')
        FROM regexp_matches(words, '([[:alnum:]]+(?: ?[-‐‑] ?[[:alnum:]]+)+)', 'g') AS hit
    );
END $$;

-- A name without the legal forms at its end, unless it is nothing else.
CREATE FUNCTION companies_name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    name := companies_words(name);
    RETURN coalesce(nullif(regexp_replace(name,
        '(?: (?:gmbh|ggmbh|mbh|ag|gag|se|kg|kgaa|ohg|gbr|egbr|ug|gug|haftungsbeschrankt|ev|eg|ek|'
        'efk|partg|mbb|partgmbb|ltd|limited|inc|llp|co|und co))+$', ''), ''), name);
END $$;

CREATE FUNCTION companies_vector(words text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN setweight(to_tsvector('simple', left(
        companies_words(words) || ' ' || companies_words(companies_joined(words)), 50000
    )), weight);
END $$;

CREATE AGGREGATE companies_vectors(tsvector) (
    SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '', PARALLEL = SAFE
);

CREATE FUNCTION companies_kind_words(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE kind
        WHEN 'startup' THEN 'Start-up Start-ups Gründung'
        WHEN 'hospital' THEN 'Krankenhaus Klinik hospital hospitals clinic'
        WHEN 'care_provider' THEN 'Pflegeanbieter Pflegedienst ambulante Pflege care providers'
        WHEN 'nursing_home' THEN 'Pflegeheim Pflegeeinrichtung stationäre Pflege nursing home nursing homes'
        WHEN 'rehabilitation' THEN 'Rehabilitation Reha-Klinik'
        WHEN 'pharmacy' THEN 'Apotheke pharmacy pharmacies'
        WHEN 'university' THEN 'Hochschule Universität university universities'
        WHEN 'research_institute' THEN 'Forschungsinstitut Forschungseinrichtung research institute'
        WHEN 'public_body' THEN 'Behörde öffentliche Einrichtung public body authority'
        WHEN 'association' THEN 'Verband Verein association'
        ELSE ''
    END;
END $$;

-- Brings the rows of these companies up to date: the one way in which the read model is written.
-- All that is known of a company is looked up by its key alone: OFFSET 0 keeps the other conditions
-- out of the choice of the index. Else the planner, which takes tables that have just been filled or
-- emptied for small, reads whole partial indexes for each company.
CREATE FUNCTION companies_refresh_search(ids uuid[]) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off SET join_collapse_limit = 1 AS $$
BEGIN
    -- whoever changes another part of the same company waits here, and then sees this change
    PERFORM FROM companies_company WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;

    UPDATE companies_searchentry AS entry
    SET changed_in = pg_current_xact_id(), is_public = false, name_sort = '', name_key = '',
        facets = '{}', employees = NULL, published_at = NULL, verified_on = NULL, document = ''
    FROM unnest(ids) AS wanted
    CROSS JOIN LATERAL (
        SELECT * FROM companies_searchentry WHERE company_id = wanted OFFSET 0
    ) AS mine
    LEFT JOIN LATERAL (
        SELECT id, status FROM companies_company WHERE id = wanted OFFSET 0
    ) AS company ON true
    WHERE entry.number = mine.number
        AND mine.is_public AND company.status IS DISTINCT FROM 'published';

    -- the words of a sector are many, and the same for all its companies
    WITH described AS MATERIALIZED (
        SELECT sector.id, companies_vector(concat_ws(' ', sector.name_de, sector.name_en,
            array_to_string(sector.synonyms, ' '),
            (SELECT string_agg(left(replace(code, '.', ''), digits), ' ')
            FROM clusters_sectoractivity, generate_series(2, 5) AS digits
            WHERE sector_id = sector.id)), 'B') AS document
        FROM clusters_sector AS sector
        WHERE sector.id IN (
            SELECT unnest(ARRAY[own.id, own.parent_id])
            FROM (
                SELECT * FROM companies_companysector WHERE company_id = ANY(ids) OFFSET 0
            ) AS part
            JOIN clusters_sector AS own ON own.id = part.sector_id)
    )
    INSERT INTO companies_searchentry AS entry (
        company_id, changed_in, is_public, name_sort, name_key, facets, employees, published_at,
        verified_on, document)
    SELECT company.id, pg_current_xact_id(), true, company.name_sort,
        companies_name_key(company.name),
        array_cat(
            CASE WHEN is_open THEN array_remove(ARRAY['open',
                'kind:' || company.kind, 'size:' || nullif(company.size_class, '')
            ], NULL) ELSE '{}' END,
            ARRAY[CASE WHEN company.name_sort ~ '^[a-z]' THEN 'letter:' || left(company.name_sort, 1)
                ELSE 'letter:#' END]
            || clusters.facets || sectors.facets || places.facets
            || CASE WHEN is_open THEN networks.facets || tags.facets ELSE '{}' END),
        CASE WHEN is_open THEN company.employees END,
        CASE WHEN is_open THEN company.published_at END,
        CASE WHEN is_open THEN company.verified_on END,
        companies_vector(company.name, 'A')
        || companies_vector(concat_ws(' ', clusters.words, places.words), 'B') || sectors.document
        || CASE WHEN is_open THEN
            companies_vector(concat_ws(' ',
                array_to_string(company.former_names, ' '), company.legal_form,
                companies_kind_words(company.kind), parent.name, tags.words, networks.words,
                company.register_court, company.register_type, company.register_number,
                company.vat_id, company.lei, (SELECT string_agg(left(replace(code, '.', ''), digits), ' ')
                FROM unnest(company.wz_codes) AS code, generate_series(2, 5) AS digits)), 'B')
            || companies_vector(concat_ws(' ',
                left(company.description_de, 20000), left(company.description_en, 20000)), 'C')
        ELSE '' END
    FROM (SELECT DISTINCT unnest(ids)) AS listed (wanted)
    CROSS JOIN LATERAL (
        SELECT * FROM companies_company WHERE id = wanted OFFSET 0
    ) AS company
    LEFT JOIN companies_company AS parent ON parent.id = company.parent_id
        AND parent.status = 'published' AND parent.objection_on IS NULL
    CROSS JOIN LATERAL (SELECT company.objection_on IS NULL) AS policy (is_open)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg('cluster:' || cluster.id ORDER BY cluster.id), '{}'),
            string_agg(concat_ws(' ', cluster.name_de, cluster.name_en), ' ')
        FROM (
            SELECT * FROM companies_companycluster WHERE company_id = wanted OFFSET 0
        ) AS part
        JOIN clusters_cluster AS cluster ON cluster.id = part.cluster_id
        WHERE part.approved_at IS NOT NULL AND part.left_on IS NULL
    ) AS clusters (facets, words)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg('sector:' || sector.id ORDER BY sector.id), '{}'),
            companies_vectors(sector.document ORDER BY sector.id)
        FROM described AS sector
        WHERE sector.id IN (
            SELECT unnest(ARRAY[own.id, own.parent_id])
            FROM (
                SELECT * FROM companies_companysector WHERE company_id = wanted OFFSET 0
            ) AS part
            JOIN clusters_sector AS own ON own.id = part.sector_id)
    ) AS sectors (facets, document)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT 'district:' || area.id)
                FILTER (WHERE area.id IS NOT NULL), '{}'),
            string_agg(concat_ws(' ', area.name,
                CASE WHEN place.precision <> 'district' THEN concat_ws(' ', postcode, city) END,
                CASE WHEN place.precision = 'exact' THEN locality END), ' ')
        FROM (
            SELECT * FROM companies_location WHERE company_id = wanted OFFSET 0
        ) AS place
        LEFT JOIN clusters_area AS own ON own.id = place.district_id
        LEFT JOIN clusters_area AS area ON area.id IN (own.id, own.parent_id)
    ) AS places (facets, words)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg('network:' || network.id ORDER BY network.id), '{}'),
            string_agg(network.name, ' ')
        FROM (
            SELECT * FROM companies_membership WHERE company_id = wanted OFFSET 0
        ) AS part
        JOIN networks_network AS network ON network.id = part.network_id
        WHERE part.left_on IS NULL
    ) AS networks (facets, words)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg('tag:' || tag.id ORDER BY tag.id), '{}'),
            string_agg(concat_ws(' ', tag.name_de, tag.name_en), ' ')
        FROM (
            SELECT * FROM companies_companytag WHERE company_id = wanted OFFSET 0
        ) AS part
        JOIN companies_tag AS tag ON tag.id = part.tag_id AND NOT tag.is_proposed
    ) AS tags (facets, words)
    WHERE company.status = 'published'
    ON CONFLICT (company_id) DO UPDATE SET
        changed_in = excluded.changed_in, is_public = true, name_sort = excluded.name_sort,
        name_key = excluded.name_key, facets = excluded.facets, employees = excluded.employees,
        published_at = excluded.published_at, verified_on = excluded.verified_on,
        document = excluded.document
    WHERE (entry.is_public, entry.name_sort, entry.name_key, entry.facets, entry.employees,
            entry.published_at, entry.verified_on, entry.document)
        IS DISTINCT FROM (true, excluded.name_sort, excluded.name_key, excluded.facets,
            excluded.employees, excluded.published_at, excluded.verified_on, excluded.document);

    -- in one order, so that two writers of the same new words do not wait for each other in turn
    INSERT INTO companies_vocabulary (word, lexeme, companies_count)
    SELECT word, coalesce((ts_lexize('companies_german', word))[1], word), 0
    FROM (
        SELECT DISTINCT part.lexeme AS word
        FROM companies_searchentry AS entry CROSS JOIN LATERAL unnest(entry.document) AS part
        WHERE entry.company_id = ANY(ids) AND entry.changed_in = pg_current_xact_id()
            AND part.lexeme !~ '[0-9]' AND char_length(part.lexeme) BETWEEN 2 AND 60
    ) AS words
    WHERE NOT EXISTS (SELECT FROM companies_vocabulary AS known WHERE known.word = words.word)
    ORDER BY word ON CONFLICT DO NOTHING;
    PERFORM clusters_data_changed();
END $$;

-- Now, or at the end of a set-based write: see companies.search.index.index_later.
CREATE FUNCTION companies_search_touched(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) = 0 THEN
        RETURN;
    ELSIF current_setting('clusteratlas.search', true) = 'later' THEN
        INSERT INTO companies_touched SELECT unnest(ids);
    ELSE
        PERFORM companies_refresh_search(ids);
    END IF;
END $$;

-- A change of the entry itself; a parent's name is part of its sites.
CREATE FUNCTION companies_search_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM companies_search_touched(ARRAY(SELECT id FROM new_rows));
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

CREATE FUNCTION companies_search_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM companies_search_touched(ARRAY(SELECT DISTINCT company_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM companies_search_touched(ARRAY(SELECT DISTINCT company_id FROM old_rows));
    ELSE
        PERFORM companies_search_touched(ARRAY(
            SELECT company_id FROM old_rows UNION SELECT company_id FROM new_rows));
    END IF;
    RETURN NULL;
END $$;

-- Names that stand for many companies: clusters, sectors, areas, networks, tags.
CREATE FUNCTION companies_search_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT id FROM old_rows);
    ELSIF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT id FROM new_rows);
    ELSE  -- other columns do not matter here
        changed := ARRAY(
            SELECT new_row.id FROM new_rows AS new_row JOIN old_rows AS old_row USING (id),
                to_jsonb(new_row) AS after, to_jsonb(old_row) AS before,
                unnest('{name,name_de,name_en,synonyms,parent_id,is_proposed}'::text[]) AS field
            WHERE after -> field IS DISTINCT FROM before -> field);
    END IF;
    PERFORM companies_search_touched(CASE TG_TABLE_NAME
        WHEN 'clusters_cluster' THEN ARRAY(
            SELECT DISTINCT company_id FROM companies_companycluster WHERE cluster_id = ANY(changed))
        WHEN 'clusters_sector' THEN ARRAY(
            SELECT DISTINCT company_id FROM companies_companysector AS part
            JOIN clusters_sector AS sector ON sector.id = part.sector_id
            WHERE sector.id = ANY(changed) OR sector.parent_id = ANY(changed))
        WHEN 'clusters_area' THEN ARRAY(
            SELECT DISTINCT company_id FROM companies_location AS place
            JOIN clusters_area AS area ON area.id = place.district_id
            WHERE area.id = ANY(changed) OR area.parent_id = ANY(changed))
        WHEN 'networks_network' THEN ARRAY(
            SELECT DISTINCT company_id FROM companies_membership WHERE network_id = ANY(changed))
        WHEN 'companies_tag' THEN ARRAY(
            SELECT DISTINCT company_id FROM companies_companytag WHERE tag_id = ANY(changed))
    END);
    RETURN NULL;
END $$;

CREATE FUNCTION companies_search_activity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT sector_id FROM old_rows);
    ELSE
        changed := ARRAY(SELECT sector_id FROM new_rows);
    END IF;
    PERFORM companies_search_touched(ARRAY(
        SELECT DISTINCT company_id FROM companies_companysector AS part
        JOIN clusters_sector AS sector ON sector.id = part.sector_id
        WHERE sector.id = ANY(changed) OR sector.parent_id = ANY(changed)));
    RETURN NULL;
END $$;

DO $$
DECLARE
    watched text[];
BEGIN
    FOREACH watched SLICE 1 IN ARRAY ARRAY[
        ['companies_company', 'companies_search_company'],
        ['companies_location', 'companies_search_part'],
        ['companies_companycluster', 'companies_search_part'],
        ['companies_companysector', 'companies_search_part'],
        ['companies_companytag', 'companies_search_part'],
        ['companies_membership', 'companies_search_part'],
        ['clusters_cluster', 'companies_search_name'],
        ['clusters_sector', 'companies_search_name'],
        ['clusters_area', 'companies_search_name'],
        ['networks_network', 'companies_search_name'],
        ['companies_tag', 'companies_search_name'],
        ['clusters_sectoractivity', 'companies_search_activity']
    ] LOOP
        EXECUTE format('CREATE TRIGGER search_insert AFTER INSERT ON %I
            REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', watched[1], watched[2]);
        EXECUTE format('CREATE TRIGGER search_update AFTER UPDATE ON %I
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', watched[1], watched[2]);
        EXECUTE format('CREATE TRIGGER search_delete AFTER DELETE ON %I
            REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', watched[1], watched[2]);
    END LOOP;
END $$;

-- What is there already.
SELECT companies_refresh_search(ARRAY(SELECT id FROM companies_company));
