-- How many visit what, counted without keeping who: numbers by the day, and for the day only its
-- salt and the visitors' marks. Both of these are UNLOGGED: they are in no write-ahead log, hence in
-- no copy that follows it, and a dump leaves them out with --no-unlogged-table-data.

CREATE UNLOGGED TABLE day_salt (
    day date NOT NULL CONSTRAINT pk_day_salt PRIMARY KEY,
    salt bytea NOT NULL
);

-- A mark cannot be there without its salt: whoever throws the salt away throws the marks away, and
-- whoever is late finds no salt to write a mark to.
CREATE UNLOGGED TABLE visitor_mark (
    day date NOT NULL CONSTRAINT fk_visitor_mark_day REFERENCES day_salt (day) ON DELETE CASCADE,
    digest bytea NOT NULL,
    CONSTRAINT pk_visitor_mark PRIMARY KEY (day, digest)
);

CREATE TABLE visit_count (
    id uuid NOT NULL CONSTRAINT pk_visit_count PRIMARY KEY,
    municipality_id uuid NOT NULL
        CONSTRAINT fk_visit_count_municipality_id REFERENCES municipality (id),
    day date NOT NULL,
    story_id uuid CONSTRAINT fk_visit_count_story_id REFERENCES story (id) ON DELETE CASCADE,
    place_id uuid CONSTRAINT fk_visit_count_place_id REFERENCES official_place (id) ON DELETE CASCADE,
    trail_id uuid CONSTRAINT fk_visit_count_trail_id REFERENCES trail (id) ON DELETE CASCADE,
    theme_id uuid CONSTRAINT fk_visit_count_theme_id REFERENCES theme (id) ON DELETE CASCADE,
    visits integer NOT NULL,
    uniques integer NOT NULL,
    CONSTRAINT ck_visit_count_about_one
        CHECK (num_nonnulls(story_id, place_id, trail_id, theme_id) <= 1),
    CONSTRAINT ck_visit_count_no_more_uniques CHECK (uniques >= 0 AND uniques <= visits)
);
CREATE UNIQUE INDEX uq_visit_count_day ON visit_count
    (municipality_id, day, story_id, place_id, trail_id, theme_id) NULLS NOT DISTINCT;
CREATE INDEX ix_visit_count_story_id ON visit_count (story_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON visit_count TO geostories_app;
GRANT SELECT, INSERT, DELETE ON day_salt, visitor_mark TO geostories_app;

ALTER TABLE day_salt ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_salt FORCE ROW LEVEL SECURITY;
CREATE POLICY counting ON day_salt
    USING ((SELECT scope_kind()) = 'counting') WITH CHECK ((SELECT scope_kind()) = 'counting');
CREATE POLICY operator ON day_salt
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE visitor_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE visitor_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY counting ON visitor_mark
    USING ((SELECT scope_kind()) = 'counting') WITH CHECK ((SELECT scope_kind()) = 'counting');
CREATE POLICY operator ON visitor_mark
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE visit_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_count FORCE ROW LEVEL SECURITY;
CREATE POLICY counting ON visit_count
    USING ((SELECT scope_kind()) = 'counting' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'counting' AND municipality_id = (SELECT scope_id()));
CREATE POLICY municipality ON visit_count FOR SELECT
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON visit_count
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
