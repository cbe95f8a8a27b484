-- All words of published stories, each with the number of stories it stands in: what is not
-- published is not in it, and what is withdrawn is out of it when the withdrawal commits.

GRANT SELECT, INSERT, UPDATE, DELETE ON search_word TO geostories_app;
ALTER TABLE search_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_word FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON search_word FOR SELECT
    USING ((SELECT scope_reads_public()));
-- The triggers below keep it, in whatever scope a story is changed; nobody else does.
CREATE POLICY kept ON search_word
    USING ((SELECT scope_kind()) <> '' AND pg_trigger_depth() > 0)
    WITH CHECK ((SELECT scope_kind()) <> '' AND pg_trigger_depth() > 0);
CREATE POLICY operator ON search_word
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Add to the counts, in one order for all, so that two who publish at once wait for each other.
CREATE FUNCTION count_search_words(words text[], counts integer[]) RETURNS void
    LANGUAGE sql
    AS $$
        INSERT INTO search_word AS kept (word, stories)
        SELECT word, sum(n) FROM unnest(words, counts) AS counted (word, n)
        GROUP BY word HAVING sum(n) <> 0 ORDER BY word
        ON CONFLICT (word) DO UPDATE SET stories = kept.stories + excluded.stories;
        DELETE FROM search_word WHERE stories <= 0 AND word = ANY (words);
    $$;

CREATE FUNCTION keep_search_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    DECLARE
        words text[];
        counts integer[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            SELECT array_agg(word), array_agg(1) INTO words, counts
            FROM come, search_words(concat_ws(' ', title, place_label, body, transcript)) AS word
            WHERE status = 'published';
        ELSIF TG_OP = 'DELETE' THEN
            SELECT array_agg(word), array_agg(-1) INTO words, counts
            FROM gone, search_words(concat_ws(' ', title, place_label, body, transcript)) AS word
            WHERE status = 'published';
        ELSE
            WITH said AS (
                SELECT id, concat_ws(' ', title, place_label, body, transcript) AS text
                FROM come WHERE status = 'published'
            ), before AS (
                SELECT id, concat_ws(' ', title, place_label, body, transcript) AS text
                FROM gone WHERE status = 'published'
            ), changed AS (
                SELECT before.text AS earlier, said.text AS later
                FROM said FULL JOIN before USING (id)
                WHERE said.text IS DISTINCT FROM before.text
            ), counted AS (
                SELECT word, 1 AS n FROM changed, search_words(later) AS word
                UNION ALL
                SELECT word, -1 FROM changed, search_words(earlier) AS word
            )
            SELECT array_agg(word), array_agg(n) INTO words, counts FROM counted;
        END IF;
        IF words IS NOT NULL THEN
            PERFORM count_search_words(words, counts);
        END IF;
        RETURN NULL;
    END $$;

CREATE TRIGGER words_come AFTER INSERT ON story
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION keep_search_words();
CREATE TRIGGER words_change AFTER UPDATE ON story
    REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION keep_search_words();
CREATE TRIGGER words_go AFTER DELETE ON story
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_search_words();

-- Those that are published already.
SELECT count_search_words(array_agg(word), array_agg(1))
FROM story, search_words(concat_ws(' ', title, place_label, body, transcript)) AS word
WHERE status = 'published';

-- Words that end as the sought one does, in their first forms: kvarnruin for ruin. Signs count
-- here, since an ending is short: tåg is in godståg, and not in företag.
CREATE FUNCTION search_endings(sought text) RETURNS SETOF text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT longer.word
        FROM unnest(ts_lexize('geostories_words', lower(sought))) AS ending,
             LATERAL (SELECT word FROM search_word
                      WHERE folded LIKE '%_' || search_fold(ending)
                        AND word LIKE '%_' || ending AND length(ending) >= 3
                      ORDER BY stories DESC, word LIMIT 50) AS longer
    $$;

-- Words spelled almost so: one letter in four may be wrong. Of numbers none is.
CREATE FUNCTION search_near(sought text) RETURNS SETOF text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT word FROM search_word
        WHERE folded % search_fold(sought) AND word !~ '[0-9]' AND length(sought) BETWEEN 4 AND 40
          AND levenshtein(folded, search_fold(sought)) <= length(sought) / 4
        ORDER BY levenshtein(folded, search_fold(sought)), stories DESC, word LIMIT 3
    $$;

-- One word: itself, words that end so, and for one that no story has, the nearest.
CREATE FUNCTION search_term(sought text) RETURNS tsquery
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT string_agg(query::text, ' | ')::tsquery FROM (
            SELECT search_exact(sought)
            UNION ALL
            SELECT quote_literal(search_fold(word))::tsquery FROM search_endings(sought) AS word
            UNION ALL
            SELECT search_exact(word) FROM search_near(sought) AS word
            WHERE NOT EXISTS (SELECT FROM search_word WHERE search @@ search_exact(sought))
        ) AS queries (query)
        WHERE numnode(query) > 0 AND numnode(search_exact(sought)) > 0
    $$;

-- Words with a blank between them, without other signs; those that say nothing ("och") are left out.
CREATE FUNCTION search_terms(words text) RETURNS SETOF tsquery
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT term FROM (
            SELECT search_term(sought) FROM regexp_split_to_table(words, ' ') AS sought
        ) AS terms (term)
        WHERE term IS NOT NULL
    $$;

-- All of them; NULL where none says anything.
CREATE FUNCTION search_query(words text) RETURNS tsquery
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT string_agg('(' || term::text || ')', ' & ')::tsquery FROM search_terms(words) AS term
    $$;

-- The same words as some story spells them; NULL where nothing is like them, or nothing changes.
CREATE FUNCTION search_spelling(words text) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
        SELECT nullif(string_agg(coalesce(spelled, sought), ' ' ORDER BY position), lower(words))
        FROM regexp_split_to_table(lower(words), ' ') WITH ORDINALITY AS each (sought, position)
        LEFT JOIN LATERAL (
            SELECT word AS spelled FROM search_word
            WHERE folded % search_fold(sought) AND word !~ '[0-9]'
              AND NOT EXISTS (SELECT FROM search_word WHERE search @@ search_exact(sought))
            ORDER BY levenshtein(folded, search_fold(sought)), stories DESC, word LIMIT 1
        ) AS nearest ON true
    $$;
