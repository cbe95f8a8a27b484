-- Cases with numbers, decisions on more than stories, statements of reasons, reviews, a log in a chain.

CREATE TABLE case_counter (
    municipality_id uuid NOT NULL CONSTRAINT fk_case_counter_municipality_id REFERENCES municipality (id),
    year integer NOT NULL,
    last integer NOT NULL,
    CONSTRAINT pk_case_counter PRIMARY KEY (municipality_id, year)
);

CREATE TABLE case_file (
    id uuid NOT NULL CONSTRAINT pk_case_file PRIMARY KEY,
    municipality_id uuid NOT NULL CONSTRAINT fk_case_file_municipality_id REFERENCES municipality (id),
    year integer NOT NULL,
    number integer NOT NULL,
    subject varchar(32) NOT NULL CONSTRAINT ck_case_file_subjectkind
        CHECK (subject IN ('story', 'picture', 'comment', 'collection', 'place', 'trail')),
    subject_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    assigned_to uuid,
    CONSTRAINT uq_case_file_municipality_id_year_number UNIQUE (municipality_id, year, number),
    CONSTRAINT uq_case_file_subject_subject_id UNIQUE (subject, subject_id)
);

CREATE TABLE case_note (
    id uuid NOT NULL CONSTRAINT pk_case_note PRIMARY KEY,
    case_id uuid NOT NULL CONSTRAINT fk_case_note_case_id REFERENCES case_file (id),
    municipality_id uuid NOT NULL CONSTRAINT fk_case_note_municipality_id REFERENCES municipality (id),
    written_by uuid NOT NULL,
    text varchar NOT NULL,
    written_at timestamptz NOT NULL
);
CREATE INDEX ix_case_note_case_id ON case_note (case_id);

-- The same thing again keeps its number. Called by whoever sends in or reports, in any scope; the
-- counter's row is locked until the commit, so that no number is missing.
CREATE FUNCTION open_case(here uuid, kind text, thing uuid, since timestamptz) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp SET geostories.scope = 'operator'
AS $$
DECLARE
    this_year integer := extract(year FROM since AT TIME ZONE 'Europe/Stockholm');
    next integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('open_case'), hashtext(here::text));
    IF EXISTS (SELECT FROM case_file WHERE subject = kind AND subject_id = thing) THEN
        RETURN;
    END IF;
    INSERT INTO case_counter AS c (municipality_id, year, last) VALUES (here, this_year, 1)
        ON CONFLICT (municipality_id, year) DO UPDATE SET last = c.last + 1
        RETURNING c.last INTO next;
    INSERT INTO case_file (id, municipality_id, year, number, subject, subject_id, opened_at)
        VALUES (gen_random_uuid(), here, this_year, next, kind, thing, since);
END $$;

ALTER TABLE decision
    ADD COLUMN subject varchar(32) NOT NULL DEFAULT 'story',
    ADD COLUMN subject_id uuid,
    ADD COLUMN before jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN undoes_id uuid,
    ADD COLUMN appeal_id uuid,
    ALTER COLUMN story_id DROP NOT NULL,
    ALTER COLUMN version_id DROP NOT NULL,
    ALTER COLUMN addressee_id DROP NOT NULL,
    DROP CONSTRAINT ck_decision_decisionaction,
    DROP CONSTRAINT ck_decision_decisionground;
UPDATE decision SET subject_id = story_id;
ALTER TABLE decision
    ALTER COLUMN subject DROP DEFAULT,
    ALTER COLUMN before DROP DEFAULT,
    ALTER COLUMN subject_id SET NOT NULL,
    ADD CONSTRAINT ck_decision_subjectkind
        CHECK (subject IN ('story', 'picture', 'comment', 'collection', 'place', 'trail')),
    ADD CONSTRAINT ck_decision_decisionaction
        CHECK (action IN ('publish', 'request_changes', 'reject', 'hide', 'restore', 'dismiss',
                          'correct', 'forward', 'uphold', 'reverse', 'undo')),
    ADD CONSTRAINT ck_decision_decisionground
        CHECK (ground IN ('none', 'personal_data', 'image_rights', 'wrong_place', 'offensive',
                          'illegal', 'other')),
    ADD CONSTRAINT uq_decision_undoes_id UNIQUE (undoes_id),
    ADD CONSTRAINT fk_decision_undoes_id FOREIGN KEY (undoes_id) REFERENCES decision (id);
DROP INDEX ix_decision_municipality_id;
CREATE INDEX ix_decision_time ON decision (municipality_id, decided_at);
CREATE INDEX ix_decision_subject_id ON decision (subject_id);
CREATE INDEX ix_decision_addressee_id ON decision (addressee_id);
CREATE INDEX ix_decision_appeal_id ON decision (appeal_id);

CREATE TABLE statement_of_reasons (
    decision_id uuid NOT NULL CONSTRAINT pk_statement_of_reasons PRIMARY KEY
        CONSTRAINT fk_statement_of_reasons_decision_id REFERENCES decision (id),
    municipality_id uuid NOT NULL
        CONSTRAINT fk_statement_of_reasons_municipality_id REFERENCES municipality (id),
    addressee_id uuid NOT NULL,
    ground varchar(32) NOT NULL CONSTRAINT ck_statement_of_reasons_decisionground
        CHECK (ground IN ('none', 'personal_data', 'image_rights', 'wrong_place', 'offensive',
                          'illegal', 'other')),
    law varchar NOT NULL,
    is_detected_automatically boolean NOT NULL,
    from_report boolean NOT NULL,
    content_on date NOT NULL,
    parts jsonb NOT NULL,
    language varchar NOT NULL,
    CONSTRAINT ck_statement_of_reasons_law_where_illegal CHECK ((ground = 'illegal') = (law <> ''))
);
CREATE INDEX ix_statement_of_reasons_municipality_id ON statement_of_reasons (municipality_id);
CREATE INDEX ix_statement_of_reasons_addressee_id ON statement_of_reasons (addressee_id);

INSERT INTO statement_of_reasons
SELECT d.id, d.municipality_id, d.addressee_id, d.ground, '', false, false, d.decided_at::date,
       '["text"]', 'sv'
FROM decision d WHERE d.action IN ('request_changes', 'reject', 'hide');

ALTER TABLE report
    ADD COLUMN subject varchar(32) NOT NULL DEFAULT 'story',
    ADD COLUMN subject_id uuid,
    ADD COLUMN in_good_faith boolean NOT NULL DEFAULT false,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decision_id uuid CONSTRAINT fk_report_decision_id REFERENCES decision (id),
    ADD COLUMN unit_id uuid CONSTRAINT fk_report_unit_id REFERENCES unit (id),
    ALTER COLUMN story_id DROP NOT NULL,
    DROP CONSTRAINT ck_report_reportground,
    DROP CONSTRAINT ck_report_reportstatus;
UPDATE report SET subject_id = story_id;
ALTER TABLE report
    ALTER COLUMN subject DROP DEFAULT,
    ALTER COLUMN in_good_faith DROP DEFAULT,
    ALTER COLUMN subject_id SET NOT NULL,
    ADD CONSTRAINT ck_report_subjectkind
        CHECK (subject IN ('story', 'picture', 'comment', 'collection', 'place', 'trail')),
    ADD CONSTRAINT ck_report_reportground
        CHECK (ground IN ('personal_data', 'image_rights', 'offensive', 'illegal', 'child_abuse',
                          'wrong_facts', 'other')),
    ADD CONSTRAINT ck_report_reportstatus CHECK (status IN ('received', 'forwarded', 'decided'));
CREATE INDEX ix_report_subject_id ON report (subject_id);
CREATE INDEX ix_report_reporter_id ON report (reporter_id);
CREATE INDEX ix_report_decision_id ON report (decision_id);
CREATE INDEX ix_report_queue ON report (municipality_id, created_at) WHERE status = 'received';

CREATE TABLE appeal (
    id uuid NOT NULL CONSTRAINT pk_appeal PRIMARY KEY,
    municipality_id uuid NOT NULL CONSTRAINT fk_appeal_municipality_id REFERENCES municipality (id),
    decision_id uuid NOT NULL CONSTRAINT fk_appeal_decision_id REFERENCES decision (id),
    appellant_id uuid NOT NULL,
    report_id uuid CONSTRAINT fk_appeal_report_id REFERENCES report (id),
    by varchar(32) NOT NULL CONSTRAINT ck_appeal_appealby CHECK (by IN ('author', 'reporter')),
    text varchar NOT NULL,
    status varchar(32) NOT NULL CONSTRAINT ck_appeal_appealstatus
        CHECK (status IN ('received', 'upheld', 'reversed')),
    received_at timestamptz NOT NULL,
    decided_at timestamptz,
    CONSTRAINT uq_appeal_decision_id_appellant_id UNIQUE (decision_id, appellant_id)
);
CREATE INDEX ix_appeal_decision_id ON appeal (decision_id);
CREATE INDEX ix_appeal_appellant_id ON appeal (appellant_id);
CREATE INDEX ix_appeal_report_id ON appeal (report_id);
CREATE INDEX ix_appeal_queue ON appeal (municipality_id, received_at) WHERE status = 'received';

ALTER TABLE outgoing_mail
    ADD COLUMN decision_id uuid CONSTRAINT fk_outgoing_mail_decision_id REFERENCES decision (id);
CREATE INDEX ix_outgoing_mail_decision_id ON outgoing_mail (decision_id);

-- A moderator takes back what they have decided: its mails too, as long as nobody has sent them.
CREATE POLICY recalls ON outgoing_mail FOR SELECT
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND decision_id IS NOT NULL);
CREATE POLICY recall ON outgoing_mail FOR DELETE
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND decision_id IS NOT NULL AND sent_at IS NULL);

-- The log as a chain. Links are written at the commit, one transaction after the other: nothing
-- waits for a lock while it holds this one.

CREATE TABLE audit_link (
    entry_id uuid NOT NULL CONSTRAINT pk_audit_link PRIMARY KEY
        CONSTRAINT fk_audit_link_entry_id REFERENCES audit_entry (id),
    chain uuid NOT NULL,
    position integer NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT uq_audit_link_chain_position UNIQUE (chain, position)
);

CREATE FUNCTION audit_digest(previous bytea, entry audit_entry) RETURNS bytea
    LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(
        entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        entry.municipality_id, entry.actor_id, entry.action, entry.subject, entry.subject_id,
        entry.details)::text, 'UTF8'))
$$;

CREATE FUNCTION link_audit_entry(entry audit_entry) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp SET geostories.scope = 'operator'
AS $$
DECLARE
    own uuid := coalesce(entry.municipality_id, '00000000-0000-0000-0000-000000000000');
    last audit_link;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_link'));
    SELECT * INTO last FROM audit_link WHERE chain = own ORDER BY position DESC LIMIT 1;
    INSERT INTO audit_link (entry_id, chain, position, digest)
        VALUES (entry.id, own, coalesce(last.position, 0) + 1, audit_digest(last.digest, entry));
END $$;

CREATE FUNCTION link_new_audit_entry() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS $$ BEGIN PERFORM link_audit_entry(NEW); RETURN NULL; END $$;

CREATE CONSTRAINT TRIGGER link AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_new_audit_entry();

DO $$
DECLARE entry audit_entry;
BEGIN
    FOR entry IN SELECT * FROM audit_entry ORDER BY at, id LOOP
        PERFORM link_audit_entry(entry);
    END LOOP;
END $$;

-- What came before there were numbers gets them in the order it came.
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN
        SELECT municipality_id, 'story' AS kind, id, created_at FROM story WHERE status <> 'draft'
        UNION ALL SELECT municipality_id, 'comment', id, created_at FROM comment
        UNION ALL SELECT municipality_id, 'collection', id, created_at FROM collection
            WHERE status <> 'draft'
        ORDER BY 4, 3
    LOOP
        PERFORM open_case(thing.municipality_id, thing.kind, thing.id, thing.created_at);
    END LOOP;
END $$;

-- Who may touch them.

GRANT SELECT, INSERT, UPDATE, DELETE ON case_counter, case_file, case_note, appeal TO geostories_app;
GRANT SELECT, INSERT ON statement_of_reasons, audit_link TO geostories_app;

ALTER TABLE case_counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_counter FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON case_counter
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE case_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_file FORCE ROW LEVEL SECURITY;
-- The number of what one has told, written or reported.
CREATE POLICY person ON case_file FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND (
        EXISTS (SELECT FROM story s WHERE s.id = subject_id AND s.owner_id = (SELECT scope_id()))
        OR EXISTS (SELECT FROM comment c WHERE c.id = subject_id AND c.author_id = (SELECT scope_id()))
        OR EXISTS (SELECT FROM collection c WHERE c.id = subject_id
                   AND c.owner_id = (SELECT scope_id()))));
CREATE POLICY link ON case_file FOR SELECT
    USING ((SELECT scope_kind()) = 'link' AND EXISTS (
        SELECT FROM report r WHERE r.id = (SELECT scope_id())
        AND case_file.subject_id IN (r.subject_id, r.story_id)));
CREATE POLICY municipality ON case_file
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON case_file
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE case_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_note FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON case_note
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON case_note
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE statement_of_reasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_of_reasons FORCE ROW LEVEL SECURITY;
CREATE POLICY addressee ON statement_of_reasons FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND addressee_id = (SELECT scope_id()));
CREATE POLICY municipality ON statement_of_reasons
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON statement_of_reasons
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Whoever reports or asks for a review may say so and read it, but not how it is decided.
DROP POLICY reporter ON report;
CREATE POLICY reporter_reads ON report FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()));
CREATE POLICY reporter_writes ON report FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id())
                AND status = 'received' AND decision_id IS NULL);
CREATE POLICY link ON report FOR SELECT
    USING ((SELECT scope_kind()) = 'link' AND id = (SELECT scope_id()));

-- What is written to a reporter, or to whoever commented, is not the teller's to read.
DROP POLICY owner ON decision;
CREATE POLICY owner ON decision FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND subject = 'story' AND addressee_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.owner_id = (SELECT scope_id())));
CREATE POLICY reporter ON decision FOR SELECT
    USING ((SELECT scope_kind()) IN ('person', 'link')
           AND EXISTS (SELECT FROM report r WHERE r.decision_id = decision.id));

ALTER TABLE appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeal FORCE ROW LEVEL SECURITY;
CREATE POLICY appellant_reads ON appeal FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND appellant_id = (SELECT scope_id()));
CREATE POLICY appellant_writes ON appeal FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND appellant_id = (SELECT scope_id())
                AND status = 'received');
CREATE POLICY link_reads ON appeal FOR SELECT
    USING ((SELECT scope_kind()) = 'link' AND report_id = (SELECT scope_id()));
CREATE POLICY link_writes ON appeal FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'link' AND report_id = (SELECT scope_id())
                AND status = 'received');
CREATE POLICY municipality ON appeal
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON appeal
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE audit_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_link FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON audit_link FOR SELECT
    USING ((SELECT scope_kind()) = 'municipality' AND chain = (SELECT scope_id()));
CREATE POLICY operator ON audit_link
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
