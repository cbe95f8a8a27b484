-- What Swedish words are made of: hunspell's dictionary where the server has it, else only the
-- endings that Snowball takes off. Both extensions come with PostgreSQL and ask for no superuser.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

DO $$
BEGIN
    CREATE TEXT SEARCH DICTIONARY geostories_words (
        TEMPLATE = ispell, DictFile = sv_se, AffFile = sv_se, StopWords = swedish);
EXCEPTION WHEN config_file_error OR undefined_file THEN
    RAISE WARNING 'hunspell-sv is not installed where PostgreSQL runs: search knows no compounds';
    CREATE TEXT SEARCH DICTIONARY geostories_words (
        TEMPLATE = simple, StopWords = swedish, Accept = false);
END $$;

CREATE TEXT SEARCH CONFIGURATION geostories_swedish (COPY = swedish);
ALTER TEXT SEARCH CONFIGURATION geostories_swedish
    ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word
    WITH geostories_words, swedish_stem;

-- Row-level security keeps an index from being asked by what might tell of rows that one may not
-- read. These three answer yes or no, and fail for no row; only a superuser may say so. Where the
-- database is another's, the answers are the same, and slower.
DO $$
BEGIN
    ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF;
    ALTER FUNCTION similarity_op(text, text) LEAKPROOF;
    ALTER FUNCTION textlike(text, text) LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END $$;
