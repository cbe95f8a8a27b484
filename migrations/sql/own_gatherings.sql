-- Narrower row-level security of what people gather and answer (0008): a person's scope can publish
-- nothing by itself, and nothing is read of a story that is not.

ALTER POLICY person ON comment
    WITH CHECK ((SELECT scope_kind()) = 'person' AND author_id = (SELECT scope_id())
                AND status = 'pending');
ALTER POLICY person ON collection
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id())
                AND status IN ('draft', 'pending'));
ALTER POLICY person ON collection_item
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id())
                AND EXISTS (SELECT 1 FROM collection c
                            WHERE c.id = collection_id AND c.owner_id = (SELECT scope_id())));

ALTER POLICY reads ON collection_item
    USING (EXISTS (SELECT 1 FROM collection c
                   WHERE c.id = collection_id AND c.status = 'published')
           AND EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.status = 'published')
           AND (SELECT scope_reads_public()));
ALTER POLICY reads ON tip
    USING ((story_id IS NULL
            OR EXISTS (SELECT 1 FROM story s WHERE s.id = story_id AND s.status = 'published'))
           AND (SELECT scope_reads_public()));

-- Whoever asks is known by then: roles and memberships are read in the person's own scope.
DROP POLICY account ON membership;
DROP POLICY account ON association_member;

-- The words are those of published stories alone, so everybody may count them. Without a condition
-- the index of spellings is asked as it is, and no function of PostgreSQL's needs to be trusted for
-- it: LIKE can fail for what a row holds.
ALTER POLICY reads ON search_word USING (true);
DO $$
BEGIN
    ALTER FUNCTION similarity_op(text, text) NOT LEAKPROOF;
    ALTER FUNCTION textlike(text, text) NOT LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END $$;
