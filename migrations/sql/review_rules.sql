-- Rules that hold what is sent in, what met one, and the decisions that follow.

CREATE TABLE review_rule (
    id uuid NOT NULL CONSTRAINT pk_review_rule PRIMARY KEY,
    municipality_id uuid NOT NULL CONSTRAINT fk_review_rule_municipality_id REFERENCES municipality (id),
    kind varchar(32) NOT NULL CONSTRAINT ck_review_rule_rulekind
        CHECK (kind IN ('word', 'link', 'links', 'first_day_posts', 'first_day_links', 'address')),
    value varchar NOT NULL,
    reason varchar NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX uq_review_rule_value ON review_rule (municipality_id, kind, value)
    WHERE removed_at IS NULL;

-- Whoever sends something in is compared with the rules without being let to read them: they hold
-- other people's addresses.
CREATE FUNCTION review_rules_of(here uuid) RETURNS SETOF review_rule
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET geostories.scope = 'operator'
AS $$ BEGIN
    RETURN QUERY SELECT * FROM review_rule WHERE municipality_id = here AND removed_at IS NULL
        ORDER BY kind, value;
END $$;

ALTER TABLE comment ADD COLUMN rule_hits jsonb NOT NULL DEFAULT '[]';
ALTER TABLE comment ALTER COLUMN rule_hits DROP DEFAULT;
ALTER TABLE collection ADD COLUMN rule_hits jsonb NOT NULL DEFAULT '[]';
ALTER TABLE collection ALTER COLUMN rule_hits DROP DEFAULT;

ALTER TABLE decision DROP CONSTRAINT ck_decision_decisionaction;
ALTER TABLE decision ADD CONSTRAINT ck_decision_decisionaction
    CHECK (action IN ('publish', 'request_changes', 'reject', 'hide', 'restore', 'dismiss',
                      'correct', 'forward', 'uphold', 'reverse', 'undo', 'hold', 'mask', 'redact',
                      'blur', 'move'));

GRANT SELECT, INSERT, UPDATE ON review_rule TO geostories_app;
ALTER TABLE review_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON review_rule
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON review_rule
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- What a blocked address holds is decided as it is sent in, in the scope of whoever sends it: that,
-- about themselves, and nothing else.
CREATE POLICY held ON decision FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND addressee_id = (SELECT scope_id())
                AND action = 'hold');
CREATE POLICY held ON statement_of_reasons FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND addressee_id = (SELECT scope_id())
                AND EXISTS (SELECT FROM decision d WHERE d.id = decision_id AND d.action = 'hold'));
