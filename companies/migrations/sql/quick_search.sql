-- The read model of search.sql, written for many companies at once: what many of them have in common
-- (their sector, their place, their kind) is folded once, and a document is put together from
-- words that are marked with their weights already.

-- The form in which words are compared; the same rules as clusters.text.fold. The letters of German
-- texts take a short way: where it ends with ASCII alone, the long one ends with the same.
CREATE OR REPLACE FUNCTION companies_fold(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    plain text := lower(words);
BEGIN
    IF octet_length(plain) <> char_length(plain) THEN
        plain := replace(replace(replace(replace(replace(
            plain, 'ä', 'a'), 'ö', 'o'), 'ü', 'u'), 'ß', 'ss'), 'é', 'e');
    END IF;
    IF octet_length(plain) <> char_length(plain) THEN
        plain := translate(
            replace(replace(replace(replace(
                regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f]', '', 'g'),
                'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
            'øłđðı', 'olddi');
    END IF;
    RETURN regexp_replace(plain, '([aou])e+', '\1', 'g');
END $$;

-- Folded words with single blanks between them. The most frequent marks become blanks before others
-- are looked for: each match of an expression costs more than all the text between.
CREATE OR REPLACE FUNCTION companies_words(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    words := companies_fold(words);
    IF words ~ '(?:\m[a-z]|\d)\.' THEN
        words := regexp_replace(words, '\m([a-z])\. ?(?=[a-z]\M)', '\1', 'g');
        words := regexp_replace(words, '(\d)\.(?=\d)', '\1', 'g');
    END IF;
    IF words LIKE '%beschrankt%' OR words LIKE '%gemeinnutzig%' THEN
        words := replace(words, 'gesellschaft mit beschrankter haftung', 'gmbh');
        words := replace(words, 'gemeinnutzige gmbh', 'ggmbh');
    END IF;
    IF words ~ '[''’‘`´]' THEN
        words := translate(words, '''’‘`´', '');
    END IF;
    words := replace(replace(replace(words, '.', ' '), ',', ' '), '-', ' ');
    words := regexp_replace(words, '[^[:alnum:] ]', ' ', 'g');
    RETURN array_to_string(string_to_array(words, ' ', ''), ' ');  -- without the empty ones
END $$;

-- The words of a text, each with its weight, as the type tsvector reads them; what is joined by
-- hyphens also as one word. All are in one place: of a word that comes several times only the best
-- weight is kept, and nothing looks for words side by side. Words much longer than any that is
-- searched for are left out; a tsvector would not take every one.
CREATE FUNCTION companies_weighted(text text, weight text, words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    joined text := companies_joined(text);
BEGIN
    IF joined <> '' THEN
        words := words || ' ' || companies_words(joined);
    END IF;
    words := left(words, 50000);
    IF octet_length(words) > 2000 AND words ~ '[^ ]{250}' THEN
        words := btrim(regexp_replace(words, ' *[^ ]{250,}', '', 'g'));
    END IF;
    IF words = '' THEN
        RETURN NULL;
    END IF;
    RETURN replace(words, ' ', ':1' || weight || ' ') || ':1' || weight;
END $$;

CREATE FUNCTION companies_weighted(text text, weight text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN companies_weighted(text, weight, companies_words(text));
END $$;

-- WZ codes by all their beginnings.
CREATE FUNCTION companies_wz_words(codes text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    IF cardinality(codes) = 0 THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT string_agg(left(replace(code, '.', ''), digits), ' ')
        FROM unnest(codes) AS code, generate_series(2, 5) AS digits
    );
END $$;

-- Folded words of a name without the legal forms at their end; the first word always stays.
CREATE FUNCTION companies_key(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    last text := split_part(words, ' ', -1);
    before text := '';
BEGIN
    WHILE words <> last AND (
        last = ANY ('{gmbh,ggmbh,mbh,ag,gag,se,kg,kgaa,ohg,gbr,egbr,ug,gug,haftungsbeschrankt,'
            'ev,eg,ek,efk,partg,mbb,partgmbb,ltd,limited,inc,llp,co}'::text[])
        OR last = 'und' AND before = 'co'
    ) LOOP
        words := left(words, -1 - char_length(last));
        before := last;
        last := split_part(words, ' ', -1);
    END LOOP;
    RETURN words;
END $$;

CREATE OR REPLACE FUNCTION companies_name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN companies_key(companies_words(name));
END $$;

-- Brings the rows of these companies up to date: the one way in which the read model is written.
-- Every table is read by “= ANY” over its index and all is put together by hash, one row or 20,000:
-- the planner, which takes tables that have just been filled or emptied for small, would go through
-- them again for each company. OFFSET 0 keeps other conditions out of the choice of the index.
CREATE OR REPLACE FUNCTION companies_refresh_search(ids uuid[]) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off SET jit = off
SET work_mem = '64MB' AS $$
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

    WITH company AS MATERIALIZED (
        SELECT *, objection_on IS NULL AS is_open, companies_words(name) AS name_words,
            concat_ws(' ', legal_form, companies_kind_words(kind), register_court, register_type)
                AS common,
            concat_ws(' ', left(description_de, 20000), left(description_en, 20000)) AS description
        FROM (SELECT * FROM companies_company WHERE id = ANY(ids) OFFSET 0) AS listed
        WHERE status = 'published'
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
        WHERE company_id = ANY(ids) AND left_on IS NULL
    ), tag_of AS MATERIALIZED (
        SELECT company_id, tag_id FROM companies_companytag WHERE company_id = ANY(ids)
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
            || clusters.facets || sectors.facets || areas.facets
            || CASE WHEN is_open THEN networks.facets || tags.facets END,
            CASE WHEN is_open THEN company.employees END,
            CASE WHEN is_open THEN company.published_at END,
            CASE WHEN is_open THEN company.verified_on END,
            concat_ws(' ', companies_weighted(company.name, 'A', company.name_words),
                clusters.words, sectors.words, areas.words, places.words,
                CASE WHEN is_open THEN concat_ws(' ', common.weighted, networks.words, tags.words,
                    companies_weighted(concat_ws(' ', parent.name,
                        array_to_string(company.former_names, ' '),
                        company.register_number, company.vat_id, company.lei,
                        companies_wz_words(company.wz_codes)), 'B'),
                    companies_weighted(company.description, 'C')) END
            )::tsvector
        FROM company
        JOIN phrase AS common ON common.words = company.common
        LEFT JOIN (
            SELECT * FROM companies_company
            WHERE id = ANY(ARRAY(SELECT DISTINCT parent_id FROM company)) OFFSET 0
        ) AS parent ON parent.id = company.parent_id
            AND parent.status = 'published' AND parent.objection_on IS NULL
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
        RETURNING document
    )
    -- in one order, so that two writers of the same new words do not wait for each other in turn
    INSERT INTO companies_vocabulary (word, lexeme, companies_count)
    SELECT word, coalesce((ts_lexize('companies_german', word))[1], word), 0
    FROM (SELECT DISTINCT unnest(tsvector_to_array(document)) AS word FROM written) AS words
    WHERE word !~ '[0-9]' AND char_length(word) BETWEEN 2 AND 60
    ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING;
    PERFORM clusters_data_changed();
END $$;
