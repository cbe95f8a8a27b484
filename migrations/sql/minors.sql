-- Children's accounts with a guardian's yes, stories that nobody follows, and accounts nobody uses.

CREATE TABLE minor (
    user_id uuid NOT NULL CONSTRAINT pk_minor PRIMARY KEY
        CONSTRAINT fk_minor_user_id REFERENCES "user" (id) ON DELETE CASCADE,
    guardian_address varchar NOT NULL,
    token_hash bytea CONSTRAINT uq_minor_token_hash UNIQUE,
    asked_at timestamptz NOT NULL,
    agreed_at timestamptz
);

CREATE TABLE account_use (
    user_id uuid NOT NULL CONSTRAINT pk_account_use PRIMARY KEY
        CONSTRAINT fk_account_use_user_id REFERENCES "user" (id) ON DELETE CASCADE,
    seen_at timestamptz,
    warned_at timestamptz
);

ALTER TABLE story ADD COLUMN is_unlisted boolean NOT NULL DEFAULT false;
ALTER TABLE story ALTER COLUMN is_unlisted DROP DEFAULT;

GRANT SELECT, INSERT, UPDATE, DELETE ON minor, account_use TO geostories_app;

ALTER TABLE minor ENABLE ROW LEVEL SECURITY;
ALTER TABLE minor FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON minor
    USING ((SELECT scope_kind()) = 'account') WITH CHECK ((SELECT scope_kind()) = 'account');
CREATE POLICY person ON minor FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()));
CREATE POLICY operator ON minor
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE account_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_use FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON account_use
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
