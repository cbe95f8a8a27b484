-- How long people wait: what staff have been told of, and when the office is closed.

ALTER TABLE case_file ADD COLUMN alarmed_for timestamptz;

CREATE TABLE closure (
    id uuid NOT NULL CONSTRAINT pk_closure PRIMARY KEY,
    municipality_id uuid NOT NULL
        CONSTRAINT fk_closure_municipality_id REFERENCES municipality (id),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    CONSTRAINT ck_closure_ends_after_it_starts CHECK (ends_on >= starts_on)
);
CREATE INDEX ix_closure_municipality_id ON closure (municipality_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON closure TO geostories_app;

ALTER TABLE closure ENABLE ROW LEVEL SECURITY;
ALTER TABLE closure FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON closure FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON closure
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON closure
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
