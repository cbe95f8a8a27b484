-- Row-level security of every table. FORCE: the owner is bound too. No scope, no rows.

-- Public to read, for the municipality's editors or the operator to write.

ALTER TABLE municipality ENABLE ROW LEVEL SECURITY;
ALTER TABLE municipality FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON municipality FOR SELECT
    USING ((SELECT scope_reads_public()) OR (SELECT scope_kind()) = 'account');
CREATE POLICY operator ON municipality
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE category ENABLE ROW LEVEL SECURITY;
ALTER TABLE category FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON category FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY operator ON category
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE place_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE place_name FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON place_name FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY operator ON place_name
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE official_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE official_place FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON official_place FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON official_place
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON official_place
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE trail ENABLE ROW LEVEL SECURITY;
ALTER TABLE trail FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON trail FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON trail
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON trail
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Stories: published ones for all; a person's own; a municipality's once submitted.

ALTER TABLE story ENABLE ROW LEVEL SECURITY;
ALTER TABLE story FORCE ROW LEVEL SECURITY;
CREATE POLICY published ON story FOR SELECT
    USING (status = 'published' AND (SELECT scope_reads_public()));
CREATE POLICY person ON story
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON story
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND status <> 'draft')
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON story
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE story_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE story_version FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON story_version
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON story_version
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND status <> 'draft')
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON story_version
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE version_photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE version_photo FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON version_photo
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
-- A draft's photos are the author's alone: the version is looked up under its own policy.
CREATE POLICY municipality ON version_photo
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND EXISTS (SELECT 1 FROM story_version v WHERE v.id = version_id))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON version_photo
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE media ENABLE ROW LEVEL SECURITY;
ALTER TABLE media FORCE ROW LEVEL SECURITY;
CREATE POLICY published ON media FOR SELECT
    USING (public_position IS NOT NULL AND (SELECT scope_reads_public()));
CREATE POLICY person ON media
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON media
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND EXISTS (SELECT 1 FROM version_photo p WHERE p.media_id = media.id))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON media
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Moderation.

ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE decision FORCE ROW LEVEL SECURITY;
CREATE POLICY addressee ON decision FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND addressee_id = (SELECT scope_id()));
CREATE POLICY municipality ON decision
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON decision
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE report ENABLE ROW LEVEL SECURITY;
ALTER TABLE report FORCE ROW LEVEL SECURITY;
CREATE POLICY reporter ON report
    USING ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()));
CREATE POLICY municipality ON report
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON report
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON audit_entry FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND actor_id = (SELECT scope_id()));
CREATE POLICY municipality ON audit_entry
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON audit_entry
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE outgoing_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE outgoing_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON outgoing_mail FOR INSERT WITH CHECK ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON outgoing_mail FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND recipient_id = (SELECT scope_id()));
CREATE POLICY municipality ON outgoing_mail FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON outgoing_mail
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Accounts.

ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user" FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON "user"
    USING ((SELECT scope_kind()) = 'account') WITH CHECK ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON "user" FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND id = (SELECT scope_id()));
CREATE POLICY municipality ON "user" FOR SELECT
    USING ((SELECT scope_kind()) = 'municipality'
           AND EXISTS (SELECT 1 FROM membership m
                       WHERE m.user_id = "user".id AND m.municipality_id = (SELECT scope_id())));
CREATE POLICY operator ON "user"
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE role ENABLE ROW LEVEL SECURITY;
ALTER TABLE role FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON role
    USING ((SELECT scope_kind()) IN ('account', 'operator'))
    WITH CHECK ((SELECT scope_kind()) IN ('account', 'operator'));

ALTER TABLE roles_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles_users FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON roles_users
    USING ((SELECT scope_kind()) IN ('account', 'operator'))
    WITH CHECK ((SELECT scope_kind()) IN ('account', 'operator'));

ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON membership FOR SELECT USING ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON membership FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()));
CREATE POLICY municipality ON membership
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON membership
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE user_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_session FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON user_session
    USING ((SELECT scope_kind()) IN ('account', 'operator'))
    WITH CHECK ((SELECT scope_kind()) IN ('account', 'operator'));

ALTER TABLE rate_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE rate_count FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON rate_count
    USING ((SELECT scope_kind()) IN ('account', 'operator'))
    WITH CHECK ((SELECT scope_kind()) IN ('account', 'operator'));
