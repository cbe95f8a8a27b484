-- Back to records without seals and rules.

DROP TRIGGER needs_a_rule ON case_note;
DROP TRIGGER needs_a_rule ON case_file;
DROP FUNCTION must_have_rule();
DROP FUNCTION purge_sealed_copies(uuid, timestamptz);
DROP TABLE retention_rule;
DROP TABLE sealed_copy;
