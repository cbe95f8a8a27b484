-- Back to decisions and reports on stories alone, without numbers, reviews and chain.

DROP TRIGGER link ON audit_entry;
DROP FUNCTION link_new_audit_entry();
DROP FUNCTION link_audit_entry(audit_entry);
DROP FUNCTION audit_digest(bytea, audit_entry);
DROP TABLE audit_link;

DROP POLICY recall ON outgoing_mail;
DROP POLICY recalls ON outgoing_mail;
DROP TABLE case_note;
DROP FUNCTION open_case(uuid, text, uuid, timestamptz);
DROP TABLE case_file;
DROP TABLE case_counter;

ALTER TABLE outgoing_mail DROP COLUMN decision_id;
DROP TABLE appeal;

DROP POLICY reporter ON decision;
DROP POLICY owner ON decision;
CREATE POLICY owner ON decision FOR SELECT
    USING ((SELECT scope_kind()) = 'person'
           AND EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.owner_id = (SELECT scope_id())));
DROP POLICY link ON report;
DROP POLICY reporter_writes ON report;
DROP POLICY reporter_reads ON report;
CREATE POLICY reporter ON report
    USING ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()));

DELETE FROM report WHERE subject <> 'story' OR story_id IS NULL;
UPDATE report SET ground = 'illegal' WHERE ground = 'child_abuse';
UPDATE report SET status = 'decided' WHERE status = 'forwarded';
DROP INDEX ix_report_queue;
DROP INDEX ix_report_reporter_id;
ALTER TABLE report
    DROP COLUMN subject,
    DROP COLUMN subject_id,
    DROP COLUMN in_good_faith,
    DROP COLUMN decided_at,
    DROP COLUMN decision_id,
    DROP COLUMN unit_id,
    ALTER COLUMN story_id SET NOT NULL,
    DROP CONSTRAINT ck_report_reportground,
    DROP CONSTRAINT ck_report_reportstatus,
    ADD CONSTRAINT ck_report_reportground
        CHECK (ground IN ('personal_data', 'image_rights', 'offensive', 'illegal', 'wrong_facts',
                          'other')),
    ADD CONSTRAINT ck_report_reportstatus CHECK (status IN ('received', 'decided'));

DROP TABLE statement_of_reasons;

UPDATE decision SET undoes_id = NULL;
DELETE FROM decision
    WHERE subject <> 'story' OR version_id IS NULL OR addressee_id IS NULL
    OR action NOT IN ('publish', 'request_changes', 'reject', 'hide', 'restore');
UPDATE decision SET ground = 'other' WHERE ground = 'illegal';
DROP INDEX ix_decision_time;
DROP INDEX ix_decision_addressee_id;
ALTER TABLE decision
    DROP COLUMN subject,
    DROP COLUMN subject_id,
    DROP COLUMN before,
    DROP COLUMN undoes_id,
    DROP COLUMN appeal_id,
    ALTER COLUMN story_id SET NOT NULL,
    ALTER COLUMN version_id SET NOT NULL,
    ALTER COLUMN addressee_id SET NOT NULL,
    DROP CONSTRAINT ck_decision_decisionaction,
    DROP CONSTRAINT ck_decision_decisionground,
    ADD CONSTRAINT ck_decision_decisionaction
        CHECK (action IN ('publish', 'request_changes', 'reject', 'hide', 'restore')),
    ADD CONSTRAINT ck_decision_decisionground
        CHECK (ground IN ('none', 'personal_data', 'image_rights', 'wrong_place', 'offensive',
                          'other'));
CREATE INDEX ix_decision_municipality_id ON decision (municipality_id);
