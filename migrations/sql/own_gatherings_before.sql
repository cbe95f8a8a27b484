-- As it stood after 0007.

ALTER POLICY person ON comment
    WITH CHECK ((SELECT scope_kind()) = 'person' AND author_id = (SELECT scope_id()));
ALTER POLICY person ON collection
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
ALTER POLICY person ON collection_item
    WITH CHECK ((SELECT scope_kind()) = 'person' AND owner_id = (SELECT scope_id()));
ALTER POLICY reads ON collection_item
    USING (EXISTS (SELECT 1 FROM collection c
                   WHERE c.id = collection_id AND c.status = 'published')
           AND (SELECT scope_reads_public()));
ALTER POLICY reads ON tip USING ((SELECT scope_reads_public()));
CREATE POLICY account ON membership FOR SELECT USING ((SELECT scope_kind()) = 'account');
CREATE POLICY account ON association_member FOR SELECT USING ((SELECT scope_kind()) = 'account');
ALTER POLICY reads ON search_word USING ((SELECT scope_reads_public()));
DO $$
BEGIN
    ALTER FUNCTION similarity_op(text, text) LEAKPROOF;
    ALTER FUNCTION textlike(text, text) LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END $$;
