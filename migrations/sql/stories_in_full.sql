-- Grants and row-level security of what came with stories in full (0006).

GRANT SELECT, INSERT, UPDATE, DELETE ON
    association, association_member, collection, collection_item, comment, held_zone, recording,
    subscription, teller_link, thanks, theme, tip, upload
    TO geostories_app;

-- Public to read, for the municipality to write.

ALTER TABLE theme ENABLE ROW LEVEL SECURITY;
ALTER TABLE theme FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON theme FOR SELECT
    USING (is_published AND (SELECT scope_reads_public()));
CREATE POLICY municipality ON theme
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON theme
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE association ENABLE ROW LEVEL SECURITY;
ALTER TABLE association FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON association FOR SELECT
    USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON association
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON association
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE tip ENABLE ROW LEVEL SECURITY;
ALTER TABLE tip FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON tip FOR SELECT
    USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON tip
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON tip
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- What people make: published for all; their own; the municipality's once sent in.

ALTER TABLE comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE comment FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON comment FOR SELECT
    USING (status = 'published'
           AND EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.status = 'published')
           AND (SELECT scope_reads_public()));
CREATE POLICY person ON comment
    USING ((SELECT scope_kind()) = 'person' AND author_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND author_id = (SELECT scope_id()));
CREATE POLICY municipality ON comment
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON comment
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE collection ENABLE ROW LEVEL SECURITY;
ALTER TABLE collection FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON collection FOR SELECT
    USING (status = 'published' AND (SELECT scope_reads_public()));
CREATE POLICY person ON collection
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON collection
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()) AND status <> 'draft')
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON collection
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Of a collection that may be read, under its own policy.
ALTER TABLE collection_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE collection_item FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON collection_item FOR SELECT
    USING (EXISTS (SELECT 1 FROM collection c
                   WHERE c.id = collection_id AND c.status = 'published')
           AND (SELECT scope_reads_public()));
CREATE POLICY person ON collection_item
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON collection_item
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND EXISTS (SELECT 1 FROM collection c WHERE c.id = collection_id))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON collection_item
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE recording FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON recording FOR SELECT
    USING (is_public AND (SELECT scope_reads_public()));
CREATE POLICY person ON recording
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY municipality ON recording
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id())
           AND EXISTS (SELECT 1 FROM story_version v WHERE v.recording_id = recording.id))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON recording
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Nobody reads who thanked but those who did; the municipality's scope keeps the count.
ALTER TABLE thanks ENABLE ROW LEVEL SECURITY;
ALTER TABLE thanks FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON thanks
    USING ((SELECT scope_kind()) = 'person' AND person_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND person_id = (SELECT scope_id()));
CREATE POLICY municipality ON thanks
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON thanks
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE upload FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON upload
    USING ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
CREATE POLICY operator ON upload
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Staff only.
ALTER TABLE association_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE association_member FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON association_member FOR SELECT USING ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON association_member FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()));
CREATE POLICY municipality ON association_member
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON association_member
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Editors see whom they have entered as members.
CREATE POLICY associated ON "user" FOR SELECT
    USING ((SELECT scope_kind()) = 'municipality'
           AND EXISTS (SELECT 1 FROM association_member m
                       WHERE m.user_id = "user".id AND m.municipality_id = (SELECT scope_id())));

ALTER TABLE held_zone ENABLE ROW LEVEL SECURITY;
ALTER TABLE held_zone FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON held_zone
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON held_zone
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- Links and mail: found by their token, in the account scope, which sees no story.
ALTER TABLE teller_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE teller_link FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON teller_link
    USING ((SELECT scope_kind()) = 'account') WITH CHECK ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON teller_link
    USING ((SELECT scope_kind()) = 'person' AND person_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND person_id = (SELECT scope_id()));
CREATE POLICY operator ON teller_link
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON subscription
    USING ((SELECT scope_kind()) = 'account') WITH CHECK ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON subscription
    USING ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()));
CREATE POLICY operator ON subscription
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- A link to the address that a visitor gave goes out with the story, or not at all.
CREATE POLICY to_address ON outgoing_mail FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'person' AND recipient_id IS NULL);

-- Who takes a story over reads what was decided on it before; policies of `story` apply.
CREATE POLICY owner ON decision FOR SELECT
    USING ((SELECT scope_kind()) = 'person'
           AND EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.owner_id = (SELECT scope_id())));
