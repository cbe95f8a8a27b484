-- Whose rows a transaction may touch: set by database.Scope with set_config('geostories.scope', …, true).
-- Policies call these in a sub-select, so that they run once a statement and not once a row.

CREATE FUNCTION scope_kind() RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT split_part(current_setting('geostories.scope', true), ':', 1) $$;

CREATE FUNCTION scope_id() RETURNS uuid
    LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT nullif(split_part(current_setting('geostories.scope', true), ':', 2), '')::uuid $$;

-- True in every scope that may read what is public; `account` is not one of them.
CREATE FUNCTION scope_reads_public() RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT coalesce(split_part(current_setting('geostories.scope', true), ':', 1)
                          IN ('public', 'municipality', 'person', 'operator'), false) $$;
