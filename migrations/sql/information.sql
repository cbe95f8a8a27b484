-- The texts about the site in a municipality's own words, and where it is reached.

CREATE TABLE page_text (
    id uuid NOT NULL CONSTRAINT pk_page_text PRIMARY KEY,
    municipality_id uuid NOT NULL CONSTRAINT fk_page_text_municipality_id REFERENCES municipality (id),
    page varchar NOT NULL,
    language varchar NOT NULL,
    number integer NOT NULL,
    body varchar NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT uq_page_text_municipality_id_page_language_number
        UNIQUE (municipality_id, page, language, number)
);

CREATE TABLE contact_point (
    municipality_id uuid NOT NULL CONSTRAINT pk_contact_point PRIMARY KEY
        CONSTRAINT fk_contact_point_municipality_id REFERENCES municipality (id),
    phone varchar NOT NULL,
    postal_address varchar NOT NULL,
    officer_name varchar NOT NULL,
    officer_email varchar NOT NULL
);

GRANT SELECT, INSERT ON page_text TO geostories_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_point TO geostories_app;

ALTER TABLE page_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE page_text FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON page_text FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON page_text
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON page_text
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE contact_point ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_point FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON contact_point FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON contact_point
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON contact_point
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
