"""Tables of the house."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from flask_security import AsaList
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def create_category() -> None:
    op.create_table(
        "category",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("plural_sv", sa.String(), nullable=False),
        sa.Column("plural_en", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_category")),
    )


def create_municipality() -> None:
    op.create_table(
        "municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("site_name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("contact_url", sa.String(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "geom",
            Geometry(geometry_type="MULTIPOLYGON", srid=4326, dimension=2, spatial_index=False),
            nullable=False,
        ),
        sa.Column(
            "geom_3006",
            Geometry(geometry_type="MULTIPOLYGON", srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("code", name=op.f("uq_municipality_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )
    op.create_index(
        "ix_municipality_geom", "municipality", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_index(
        "ix_municipality_geom_3006",
        "municipality",
        ["geom_3006"],
        unique=False,
        postgresql_using="gist",
    )


def create_place_name() -> None:
    op.create_table(
        "place_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("register_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column(
            "geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=False,
        ),
        sa.Column(
            "geom_3006",
            Geometry(geometry_type="POINT", srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_name")),
        sa.UniqueConstraint(
            "name", "kind", "register_id", name=op.f("uq_place_name_name_kind_register_id")
        ),
    )
    op.create_index(
        "ix_place_name_geom_3006",
        "place_name",
        ["geom_3006"],
        unique=False,
        postgresql_using="gist",
    )


def create_rate_count() -> None:
    op.create_table(
        "rate_count",
        sa.Column("bucket", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window_start", name=op.f("pk_rate_count")),
    )
    op.create_index(
        op.f("ix_rate_count_window_start"), "rate_count", ["window_start"], unique=False
    )


def create_role() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.Column("permissions", AsaList(), nullable=True),
        sa.Column(
            "update_datetime", sa.DateTime(), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )


def create_user() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("username", sa.String(length=255), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_login_at", sa.DateTime(), nullable=True),
        sa.Column("current_login_at", sa.DateTime(), nullable=True),
        sa.Column("last_login_ip", sa.String(length=64), nullable=True),
        sa.Column("current_login_ip", sa.String(length=64), nullable=True),
        sa.Column("login_count", sa.Integer(), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=128), nullable=True),
        sa.Column("us_totp_secrets", sa.Text(), nullable=True),
        sa.Column("us_phone_number", sa.String(length=128), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True),
        sa.Column("mf_recovery_codes", AsaList(), nullable=True),
        sa.Column(
            "create_datetime", sa.DateTime(), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "update_datetime", sa.DateTime(), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint(
            "fs_webauthn_user_handle", name=op.f("uq_user_fs_webauthn_user_handle")
        ),
        sa.UniqueConstraint("us_phone_number", name=op.f("uq_user_us_phone_number")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )


def create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_audit_entry_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_municipality_id"), "audit_entry", ["municipality_id"], unique=False
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_id", "at"], unique=False)


def create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "resident",
                "moderator",
                "editor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_membership_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_membership_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        op.f("ix_membership_municipality_id"), "membership", ["municipality_id"], unique=False
    )
    op.create_index(
        "uq_membership_user_municipality_role",
        "membership",
        ["user_id", "municipality_id", "role"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def create_official_place() -> None:
    op.create_table(
        "official_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("register_id", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nature_reserve",
                "natural_monument",
                "bird_tower",
                "spring",
                "bathing_place",
                "lean_to",
                "campsite",
                "picnic_site",
                "slipway",
                "sight",
                "castle",
                "museum",
                "church",
                "park",
                "parking",
                "toilet",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "accuracy",
            sa.Enum(
                "exact",
                "approximate",
                name="accuracy",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geom", Geometry(srid=4326, dimension=2, spatial_index=False), nullable=False),
        sa.Column(
            "geom_3857",
            Geometry(srid=3857, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3857)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "geom_3006",
            Geometry(srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_official_place_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_place")),
        sa.UniqueConstraint(
            "municipality_id",
            "register",
            "register_id",
            name=op.f("uq_official_place_municipality_id_register_register_id"),
        ),
    )
    op.create_index(
        "ix_official_place_geom", "official_place", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_index(
        "ix_official_place_geom_3006",
        "official_place",
        ["geom_3006"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(
        "ix_official_place_geom_3857",
        "official_place",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(
        op.f("ix_official_place_municipality_id"),
        "official_place",
        ["municipality_id"],
        unique=False,
    )


def create_outgoing_mail() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_outgoing_mail_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["user.id"],
            name=op.f("fk_outgoing_mail_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(
        "ix_outgoing_mail_unsent",
        "outgoing_mail",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL"),
    )


def create_roles_users() -> None:
    op.create_table(
        "roles_users",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_roles_users_role_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_roles_users_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_roles_users")),
    )


def create_story() -> None:
    op.create_table(
        "story",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "pending",
                "published",
                "changes_requested",
                "rejected",
                "hidden",
                "withdrawn",
                name="storystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_version_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column(
            "voice",
            sa.Enum(
                "resident",
                "association",
                "municipality",
                name="voice",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("author_label", sa.String(), nullable=True),
        sa.Column("place_label", sa.String(), nullable=True),
        sa.Column(
            "happened_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                "decade",
                "about",
                name="happenedprecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("happened_from", sa.Date(), nullable=True),
        sa.Column("happened_text", sa.String(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "exact",
                "approx_300",
                "approx_1000",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "public_geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.Column(
            "public_geom_3857",
            Geometry(geometry_type="POINT", srid=3857, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(public_geom), 3857)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "public_geom_3006",
            Geometry(geometry_type="POINT", srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(public_geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('swedish', coalesce(title, '')), 'A') || setweight(to_tsvector('swedish', coalesce(place_label, '')), 'B') || to_tsvector('swedish', coalesce(body, ''))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(status = 'published') = (public_geom IS NOT NULL)", name=op.f("ck_story_public_geom")
        ),
        sa.CheckConstraint(
            "(status = 'published') = (title IS NOT NULL)", name=op.f("ck_story_public_title")
        ),
        sa.ForeignKeyConstraint(["category"], ["category.slug"], name=op.f("fk_story_category")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_story_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_municipality_id"), "story", ["municipality_id"], unique=False)
    op.create_index(
        "ix_story_newest",
        "story",
        ["municipality_id", "published_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index("ix_story_owner", "story", ["owner_id", "created_at"], unique=False)
    op.create_index(
        "ix_story_public_geom",
        "story",
        ["public_geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_story_public_geom_3006",
        "story",
        ["public_geom_3006"],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_story_public_geom_3857",
        "story",
        ["public_geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_story_search",
        "story",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("status = 'published'"),
    )


def create_trail() -> None:
    op.create_table(
        "trail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("register_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("length_m", sa.Integer(), nullable=True),
        sa.Column("start_name", sa.String(), nullable=False),
        sa.Column("end_name", sa.String(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "accuracy",
            sa.Enum(
                "exact",
                "approximate",
                name="accuracy",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "start_geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.Column(
            "geom",
            Geometry(geometry_type="MULTILINESTRINGZ", srid=4326, dimension=3, spatial_index=False),
            nullable=True,
        ),
        sa.Column(
            "geom_3857",
            Geometry(geometry_type="MULTILINESTRING", srid=3857, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3857)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "geom_3006",
            Geometry(geometry_type="MULTILINESTRING", srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_trail_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
        sa.UniqueConstraint(
            "municipality_id",
            "register",
            "register_id",
            name=op.f("uq_trail_municipality_id_register_register_id"),
        ),
    )
    op.create_index("ix_trail_geom", "trail", ["geom"], unique=False, postgresql_using="gist")
    op.create_index(
        "ix_trail_geom_3006", "trail", ["geom_3006"], unique=False, postgresql_using="gist"
    )
    op.create_index(
        "ix_trail_geom_3857", "trail", ["geom_3857"], unique=False, postgresql_using="gist"
    )
    op.create_index(op.f("ix_trail_municipality_id"), "trail", ["municipality_id"], unique=False)
    op.create_index(
        "ix_trail_start_geom", "trail", ["start_geom"], unique=False, postgresql_using="gist"
    )


def create_user_session() -> None:
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_user_session")),
    )
    op.create_index(op.f("ix_user_session_person_id"), "user_session", ["person_id"], unique=False)
    op.create_index(op.f("ix_user_session_seen_at"), "user_session", ["seen_at"], unique=False)
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)


def create_media() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_position", sa.Integer(), nullable=True),
        sa.Column("public_alt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_media_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_media_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_story_id"), "media", ["story_id"], unique=False)


def create_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "personal_data",
                "image_rights",
                "offensive",
                "illegal",
                "wrong_facts",
                "other",
                name="reportground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "decided",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_report_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_report_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_municipality_id"), "report", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_report_story_id"), "report", ["story_id"], unique=False)


def create_story_version() -> None:
    op.create_table(
        "story_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "pending",
                "approved",
                "changes_requested",
                "rejected",
                "superseded",
                name="versionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("submission_key", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column(
            "voice",
            sa.Enum(
                "resident",
                "association",
                "municipality",
                name="voice",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("author_label", sa.String(), nullable=False),
        sa.Column("place_label", sa.String(), nullable=False),
        sa.Column(
            "happened_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                "decade",
                "about",
                name="happenedprecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("happened_from", sa.Date(), nullable=True),
        sa.Column("happened_text", sa.String(), nullable=False),
        sa.Column(
            "precision",
            sa.Enum(
                "exact",
                "approx_300",
                "approx_1000",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.Column(
            "public_geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.CheckConstraint(
            "status = 'draft' OR (geom IS NOT NULL AND public_geom IS NOT NULL AND title <> '' AND body <> '' AND category IS NOT NULL AND submitted_at IS NOT NULL)",
            name=op.f("ck_story_version_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["category"], ["category.slug"], name=op.f("fk_story_version_category")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_story_version_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_version_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_version")),
        sa.UniqueConstraint(
            "owner_id", "submission_key", name=op.f("uq_story_version_owner_id_submission_key")
        ),
        sa.UniqueConstraint("story_id", "number", name=op.f("uq_story_version_story_id_number")),
    )
    op.create_index(
        "ix_story_version_queue",
        "story_version",
        ["municipality_id", "submitted_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(op.f("ix_story_version_story_id"), "story_version", ["story_id"], unique=False)
    op.create_index(
        "uq_story_version_draft",
        "story_version",
        ["story_id"],
        unique=True,
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_index(
        "uq_story_version_pending",
        "story_version",
        ["story_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )


def create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "publish",
                "request_changes",
                "reject",
                "hide",
                "restore",
                name="decisionaction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "none",
                "personal_data",
                "image_rights",
                "wrong_place",
                "offensive",
                "other",
                name="decisionground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_decision_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_decision_story_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["story_version.id"], name=op.f("fk_decision_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(
        op.f("ix_decision_municipality_id"), "decision", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_decision_story_id"), "decision", ["story_id"], unique=False)


def create_version_photo() -> None:
    op.create_table(
        "version_photo",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_version_photo_media_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_version_photo_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_version_photo_story_id")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["story_version.id"],
            name=op.f("fk_version_photo_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "media_id", name=op.f("pk_version_photo")),
    )


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    create_category()
    create_municipality()
    create_place_name()
    create_rate_count()
    create_role()
    create_user()
    create_audit_entry()
    create_membership()
    create_official_place()
    create_outgoing_mail()
    create_roles_users()
    create_story()
    create_trail()
    create_user_session()
    create_media()
    create_report()
    create_story_version()
    create_decision()
    create_version_photo()


def downgrade() -> None:
    for table in (
        "version_photo",
        "decision",
        "story_version",
        "report",
        "media",
        "user_session",
        "trail",
        "story",
        "roles_users",
        "outgoing_mail",
        "official_place",
        "membership",
        "audit_entry",
        "user",
        "role",
        "rate_count",
        "place_name",
        "municipality",
        "category",
    ):
        op.drop_table(table)
