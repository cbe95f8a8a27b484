-- Copies that people order of what is kept about them, and the ledger of what was erased.

CREATE TABLE data_export (
    id uuid NOT NULL CONSTRAINT pk_data_export PRIMARY KEY,
    owner_id uuid NOT NULL
        CONSTRAINT fk_data_export_owner_id REFERENCES "user" (id) ON DELETE CASCADE,
    requested_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz,
    bytes integer NOT NULL
);
CREATE INDEX ix_data_export_owner_id ON data_export (owner_id);

CREATE TABLE erasure (
    id uuid NOT NULL CONSTRAINT pk_erasure PRIMARY KEY,
    person_id uuid,
    story_id uuid,
    keeps_stories boolean NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT ck_erasure_of_one CHECK (num_nonnulls(person_id, story_id) = 1)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON data_export TO geostories_app;
GRANT SELECT, INSERT ON erasure TO geostories_app;

ALTER TABLE data_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE data_export FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON data_export
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY operator ON data_export
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON erasure
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
