-- The app's role: may work with rows, may not change the house. NOLOGIN: entered by SET ROLE.

DO $$
BEGIN
    CREATE ROLE geostories_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of this cluster made it
END $$;

-- The login that migrates must be able to become the role; a superuser is already.
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'geostories_app', 'MEMBER') THEN
        EXECUTE format('GRANT geostories_app TO %I', current_user);
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO geostories_app;
GRANT SELECT ON alembic_version, category, municipality, place_name TO geostories_app;
GRANT INSERT, UPDATE, DELETE ON municipality, place_name TO geostories_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    official_place, trail, story, story_version, version_photo, media, report, outgoing_mail,
    "user", role, roles_users, membership, user_session, rate_count
    TO geostories_app;
GRANT USAGE ON SEQUENCE role_id_seq TO geostories_app;

-- Append-only: what was decided and done stays written.
GRANT SELECT, INSERT ON decision, audit_entry TO geostories_app;
