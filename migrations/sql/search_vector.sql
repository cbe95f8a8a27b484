-- What is looked for, and in what. The bodies are read when they are made: a stored column or an
-- index that calls them can be restored from a dump, whatever the search path then is.

-- Small letters without their signs: djulosjon and Djulösjön are one.
CREATE FUNCTION search_fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(lower(normalize(words)),
                     'åäáàâãæéèêëíìîïóòôõöøúùûüýÿçñ', 'aaaaaaaeeeeiiiioooooouuuuyycn');

-- Twice: by the dictionary, with the signs taken off what it answers; and by endings alone, with
-- the signs taken off before, so that a word typed without them ends as the same.
CREATE FUNCTION search_vector(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN search_fold(to_tsvector('geostories_swedish', translate(words, '/', ' '))::text)::tsvector
           || to_tsvector('swedish', search_fold(translate(words, '/', ' ')));

-- One word without blanks and signs: as it is inflected, or as a longer one begins.
CREATE FUNCTION search_exact(sought text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN numnode(plainto_tsquery('geostories_swedish', sought)) = 0 THEN
        plainto_tsquery('geostories_swedish', sought)
    ELSE
        search_fold(plainto_tsquery('geostories_swedish', sought)::text)::tsquery
        || plainto_tsquery('swedish', search_fold(sought))
        || CASE WHEN length(sought) < 4 THEN plainto_tsquery('simple', search_fold(sought))
                ELSE (quote_literal(search_fold(sought)) || ':*')::tsquery END
    END;

-- The words of a text as they stand there, and their first forms; no addresses.
CREATE FUNCTION search_words(words text) RETURNS SETOF text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT DISTINCT form
        FROM unnest(tsvector_to_array(to_tsvector('simple', translate(words, '/', ' ')))) AS said,
             LATERAL (SELECT said UNION ALL SELECT unnest(ts_lexize('geostories_words', said)))
                 AS forms (form)
        WHERE length(form) BETWEEN 2 AND 40 AND form !~ '[@./_:?=&%+#~]'
    $$;
