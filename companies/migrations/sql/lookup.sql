-- The letters and digits of a name, in which its usual spellings are alike. (With the schema, as an
-- index is brought up to date without a search path.)
CREATE FUNCTION companies_letters(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
BEGIN
    RETURN regexp_replace(public.companies_fold(name), '[^[:alnum:]]+', '', 'g');
END $$;

-- A list is read a part at a time; each asks for the entries that its rows may be about.
CREATE INDEX companies_company_letters ON companies_company (companies_letters(name));
CREATE INDEX companies_company_register ON companies_company (register_number)
    WHERE register_number <> '';
CREATE INDEX companies_company_vat_id ON companies_company (vat_id) WHERE vat_id <> '';
CREATE INDEX companies_company_lei ON companies_company (lei) WHERE lei <> '';
