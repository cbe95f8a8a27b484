-- The platform's operator: a role of no municipality, and a scope that sees municipalities and nothing else.

ALTER TABLE membership
    DROP CONSTRAINT ck_membership_role,
    ADD CONSTRAINT ck_membership_role
        CHECK (role IN ('resident', 'moderator', 'editor', 'administrator', 'operator')),
    ADD CONSTRAINT ck_membership_operators_belong_nowhere
        CHECK (role <> 'operator' OR municipality_id IS NULL);

-- Whether somebody administers a municipality, and not who: all that its operator may know.
CREATE FUNCTION is_administered(here uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp SET geostories.scope = 'operator'
AS $$
    SELECT EXISTS (SELECT FROM membership WHERE municipality_id = here AND role = 'administrator')
$$;

-- Whoever runs the platform decides in no municipality, whoever would let them.
CREATE FUNCTION runs_the_platform(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp SET geostories.scope = 'operator'
AS $$
    SELECT EXISTS (SELECT FROM membership WHERE user_id = person AND role = 'operator')
$$;
CREATE POLICY operators_stay_apart ON membership AS RESTRICTIVE FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'operator' OR NOT runs_the_platform(user_id));

CREATE POLICY platform_reads ON municipality FOR SELECT
    USING ((SELECT scope_kind()) = 'platform');
CREATE POLICY platform_adds ON municipality FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'platform');
-- The first administrator only: from then on the municipality's own people are its own affair.
CREATE POLICY platform ON membership FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'platform' AND role = 'administrator'
                AND municipality_id IS NOT NULL AND NOT is_administered(municipality_id));
CREATE POLICY platform ON audit_entry FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'platform' AND subject IN ('municipality', 'user'));
CREATE POLICY platform ON outgoing_mail FOR INSERT
    WITH CHECK ((SELECT scope_kind()) = 'platform' AND template = 'named_administrator');
