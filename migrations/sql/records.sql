-- Sealed copies, and rules for what may be disposed of when (gallring).

CREATE TABLE sealed_copy (
    id uuid NOT NULL CONSTRAINT pk_sealed_copy PRIMARY KEY,
    municipality_id uuid NOT NULL CONSTRAINT fk_sealed_copy_municipality_id REFERENCES municipality (id),
    subject varchar(32) NOT NULL CONSTRAINT ck_sealed_copy_subjectkind
        CHECK (subject IN ('story', 'picture', 'comment', 'collection', 'place', 'trail')),
    subject_id uuid NOT NULL,
    what varchar NOT NULL,
    content jsonb NOT NULL,
    files jsonb NOT NULL,
    reason varchar NOT NULL,
    decision_id uuid CONSTRAINT fk_sealed_copy_decision_id REFERENCES decision (id),
    sealed_by uuid NOT NULL,
    sealed_at timestamptz NOT NULL
);
CREATE INDEX ix_sealed_copy_time ON sealed_copy (municipality_id, sealed_at);
CREATE INDEX ix_sealed_copy_subject_id ON sealed_copy (subject_id);
CREATE INDEX ix_sealed_copy_decision_id ON sealed_copy (decision_id);

CREATE TABLE retention_rule (
    id uuid NOT NULL CONSTRAINT pk_retention_rule PRIMARY KEY,
    municipality_id uuid NOT NULL
        CONSTRAINT fk_retention_rule_municipality_id REFERENCES municipality (id),
    code varchar NOT NULL,
    kind varchar(32) NOT NULL CONSTRAINT ck_retention_rule_retentionkind
        CHECK (kind IN ('report', 'case_note', 'comment', 'story', 'sealed_copy')),
    months integer NOT NULL CONSTRAINT ck_retention_rule_after_reviews CHECK (months >= 7),
    reference varchar NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX ix_retention_rule_in_force ON retention_rule (municipality_id, kind)
    WHERE ended_at IS NULL;

-- A sealed copy goes by its rule and in its time, or not at all: nobody else may delete one.
CREATE FUNCTION purge_sealed_copies(rule uuid, at timestamptz) RETURNS TABLE (id uuid, subject_id uuid)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    DELETE FROM sealed_copy c USING retention_rule r
    WHERE r.id = rule AND r.kind = 'sealed_copy' AND r.ended_at IS NULL
      AND c.municipality_id = r.municipality_id
      AND (scope_kind() = 'operator'
           OR scope_kind() = 'municipality' AND scope_id() = r.municipality_id)
      AND c.sealed_at < least(at, now()) - make_interval(months => r.months)
      AND NOT EXISTS (SELECT FROM appeal a WHERE a.decision_id = c.decision_id
                      AND a.status = 'received')
    RETURNING c.id, c.subject_id
$$;

-- Cases, and what colleagues noted in them, are records: deleting names the rule it is done under.
CREATE FUNCTION must_have_rule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    -- What colleagues noted about somebody goes too when that person has it erased.
    IF TG_TABLE_NAME = 'case_note' AND current_setting('geostories.rule', true) = 'erasure' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT FROM retention_rule r
                   WHERE r.id::text = current_setting('geostories.rule', true)
                     AND r.municipality_id = OLD.municipality_id AND r.ended_at IS NULL) THEN
        RAISE EXCEPTION 'a record of % is disposed of by a rule only', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER needs_a_rule BEFORE DELETE ON case_file
    FOR EACH ROW EXECUTE FUNCTION must_have_rule();
CREATE TRIGGER needs_a_rule BEFORE DELETE ON case_note
    FOR EACH ROW EXECUTE FUNCTION must_have_rule();

GRANT SELECT, INSERT ON sealed_copy TO geostories_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON retention_rule TO geostories_app;

ALTER TABLE sealed_copy ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_copy FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON sealed_copy
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON sealed_copy
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE retention_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON retention_rule
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON retention_rule
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
