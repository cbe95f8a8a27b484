"""Stories in full: voices, comments, thanks, themes, collections, links of tellers, mail ordered."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"
TABLES = (
    "association held_zone theme association_member collection subscription collection_item "
    "comment recording teller_link thanks tip upload"
).split()
WIDENED = {
    "media": "is_aerial has_avif public_credit public_then_id",
    "municipality": "comment_rule",
    "story": (
        "changed_at entered_by is_guest thanks_count comment_count happened_to language licence "
        "place_id trail_id theme_id association_id transcript public_shape"
    ),
    "story_version": (
        "byline teller_name happened_to language licence people_agree spreading_permit "
        "place_id trail_id theme_id association_id recording_id transcript transcript_by "
        "transcript_agreed shape"
    ),
    "version_photo": "credit then_id",
}
"""Older tables, and what they get."""


def create_association() -> None:
    op.create_table(
        "association",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_association_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_association_municipality_id_name")
        ),
    )


def create_held_zone() -> None:
    op.create_table(
        "held_zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_held_zone_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_zone")),
    )
    op.create_index(
        "ix_held_zone_geom_3006", "held_zone", ["geom_3006"], unique=False, postgresql_using="gist"
    )


def create_theme() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column(
            "colour",
            sa.Enum(
                "sol",
                "pine",
                "lake",
                "plum",
                "brown",
                "trail",
                name="themecolour",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "closes_on IS NULL OR closes_on >= opens_on", name=op.f("ck_theme_closes_after_opening")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_theme_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_theme_municipality_id_slug")),
    )


def create_association_member() -> None:
    op.create_table(
        "association_member",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_association_member_association_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_association_member_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_association_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("association_id", "user_id", name=op.f("pk_association_member")),
    )
    op.create_index(
        op.f("ix_association_member_user_id"), "association_member", ["user_id"], unique=False
    )


def create_collection() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "collection",
                "walk",
                name="collectionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "pending",
                "published",
                "rejected",
                "hidden",
                name="collectionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("association_id", sa.Uuid(), nullable=True),
        sa.Column("author_label", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_collection_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_collection_municipality_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_collection_trail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_index(op.f("ix_collection_owner_id"), "collection", ["owner_id"], unique=False)
    op.create_index(
        "ix_collection_public", "collection", ["municipality_id", "status"], unique=False
    )


def create_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "area",
                "place",
                "trail",
                "theme",
                "teller",
                "weekly",
                name="followedkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("teller_id", sa.Uuid(), nullable=True),
        sa.Column("reach_m", sa.Integer(), nullable=False),
        sa.Column(
            "geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.Column(
            "geom_3006",
            Geometry(geometry_type="POINT", srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_subscription_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_subscription_place_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_subscription_theme_id")),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_subscription_trail_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_subscription_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscription_token_hash")),
    )
    op.create_index("ix_subscription_due", "subscription", ["kind", "last_sent_at"], unique=False)
    op.create_index(
        "ix_subscription_geom_3006",
        "subscription",
        ["geom_3006"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(op.f("ix_subscription_user_id"), "subscription", ["user_id"], unique=False)


def create_collection_item() -> None:
    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_item_collection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_collection_item_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_collection_item_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", "story_id", name=op.f("pk_collection_item")),
    )
    op.create_index(
        op.f("ix_collection_item_story_id"), "collection_item", ["story_id"], unique=False
    )


def create_comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("author_label", sa.String(), nullable=False),
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
        sa.Column("submission_key", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "published",
                "rejected",
                "hidden",
                "withdrawn",
                name="commentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_comment_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_comment_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "author_id", "submission_key", name=op.f("uq_comment_author_id_submission_key")
        ),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index(
        "ix_comment_queue",
        "comment",
        ["municipality_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("ix_comment_story", "comment", ["story_id", "created_at"], unique=False)


def create_recording() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("peaks", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_recording_municipality_id")
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_recording_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_index(op.f("ix_recording_story_id"), "recording", ["story_id"], unique=False)


def create_teller_link() -> None:
    op.create_table(
        "teller_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "confirm",
                "open",
                "keep",
                "claim",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_teller_link_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_teller_link_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_teller_link")),
    )
    op.create_index(op.f("ix_teller_link_person_id"), "teller_link", ["person_id"], unique=False)
    op.create_index(op.f("ix_teller_link_story_id"), "teller_link", ["story_id"], unique=False)


def create_thanks() -> None:
    op.create_table(
        "thanks",
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_thanks_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_thanks_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "person_id", name=op.f("pk_thanks")),
    )


def create_tip() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extract(isodow FROM week) = 1", name=op.f("ck_tip_monday")),
        sa.CheckConstraint(
            "num_nonnulls(story_id, place_id, trail_id) = 1", name=op.f("ck_tip_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_tip_municipality_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["official_place.id"], name=op.f("fk_tip_place_id")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_tip_story_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_tip_trail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        sa.UniqueConstraint("municipality_id", "week", name=op.f("uq_tip_municipality_id_week")),
    )


def create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "sound",
                name="uploadkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("is_aerial", sa.Boolean(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_upload_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_upload_owner_id_key")),
    )
    op.create_index(op.f("ix_upload_story_id"), "upload", ["story_id"], unique=False)


def add_filled(table: str, column: sa.Column[object], value: str) -> None:
    """Add a column without default, with the rows that are there holding `value`."""
    column.server_default = sa.DefaultClause(sa.text(value))
    op.add_column(table, column)
    op.alter_column(table, str(column.name), server_default=None)


def widen_media() -> None:
    add_filled("media", sa.Column("is_aerial", sa.Boolean(), nullable=False), "false")
    add_filled("media", sa.Column("has_avif", sa.Boolean(), nullable=False), "false")
    op.add_column("media", sa.Column("public_credit", sa.String(), nullable=True))
    op.add_column("media", sa.Column("public_then_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_media_public_then_id"),
        "media",
        "media",
        ["public_then_id"],
        ["id"],
        ondelete="SET NULL",
    )


def widen_municipality() -> None:
    add_filled(
        "municipality",
        sa.Column(
            "comment_rule",
            sa.Enum(
                "closed",
                "reviewed",
                name="commentrule",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        "'reviewed'",
    )


def widen_story() -> None:
    op.add_column("story", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("story", sa.Column("entered_by", sa.Uuid(), nullable=True))
    add_filled("story", sa.Column("is_guest", sa.Boolean(), nullable=False), "false")
    add_filled("story", sa.Column("thanks_count", sa.Integer(), nullable=False), "0")
    add_filled("story", sa.Column("comment_count", sa.Integer(), nullable=False), "0")
    op.add_column("story", sa.Column("happened_to", sa.Date(), nullable=True))
    op.add_column("story", sa.Column("language", sa.String(), nullable=True))
    op.add_column(
        "story",
        sa.Column(
            "licence",
            sa.Enum(
                "all_rights",
                "cc_by",
                "cc_by_sa",
                "cc0",
                name="licence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("story", sa.Column("place_id", sa.Uuid(), nullable=True))
    op.add_column("story", sa.Column("trail_id", sa.Uuid(), nullable=True))
    op.add_column("story", sa.Column("theme_id", sa.Uuid(), nullable=True))
    op.add_column("story", sa.Column("association_id", sa.Uuid(), nullable=True))
    op.add_column("story", sa.Column("transcript", sa.String(), nullable=True))
    op.add_column(
        "story",
        sa.Column(
            "public_shape", Geometry(srid=4326, dimension=2, spatial_index=False), nullable=True
        ),
    )
    op.create_check_constraint(
        op.f("ck_story_public_shape"), "story", "public_shape IS NULL OR precision = 'exact'"
    )
    op.create_index(op.f("ix_story_association_id"), "story", ["association_id"], unique=False)
    op.create_index(op.f("ix_story_place_id"), "story", ["place_id"], unique=False)
    op.create_index(op.f("ix_story_theme_id"), "story", ["theme_id"], unique=False)
    op.create_index(op.f("ix_story_trail_id"), "story", ["trail_id"], unique=False)
    op.create_foreign_key(op.f("fk_story_theme_id"), "story", "theme", ["theme_id"], ["id"])
    op.create_foreign_key(op.f("fk_story_trail_id"), "story", "trail", ["trail_id"], ["id"])
    op.create_foreign_key(
        op.f("fk_story_place_id"), "story", "official_place", ["place_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_story_association_id"), "story", "association", ["association_id"], ["id"]
    )


def widen_story_version() -> None:
    add_filled(
        "story_version",
        sa.Column(
            "byline",
            sa.Enum(
                "name",
                "first_name",
                "anonymous",
                name="byline",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        "'name'",
    )
    add_filled("story_version", sa.Column("teller_name", sa.String(), nullable=False), "''")
    op.add_column("story_version", sa.Column("happened_to", sa.Date(), nullable=True))
    add_filled("story_version", sa.Column("language", sa.String(), nullable=False), "'sv'")
    add_filled(
        "story_version",
        sa.Column(
            "licence",
            sa.Enum(
                "all_rights",
                "cc_by",
                "cc_by_sa",
                "cc0",
                name="licence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        "'all_rights'",
    )
    add_filled("story_version", sa.Column("people_agree", sa.Boolean(), nullable=False), "false")
    add_filled("story_version", sa.Column("spreading_permit", sa.String(), nullable=False), "''")
    op.add_column("story_version", sa.Column("place_id", sa.Uuid(), nullable=True))
    op.add_column("story_version", sa.Column("trail_id", sa.Uuid(), nullable=True))
    op.add_column("story_version", sa.Column("theme_id", sa.Uuid(), nullable=True))
    op.add_column("story_version", sa.Column("association_id", sa.Uuid(), nullable=True))
    op.add_column("story_version", sa.Column("recording_id", sa.Uuid(), nullable=True))
    add_filled("story_version", sa.Column("transcript", sa.String(), nullable=False), "''")
    add_filled(
        "story_version",
        sa.Column(
            "transcript_by",
            sa.Enum(
                "teller",
                "helper",
                "moderator",
                name="transcriptby",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        "'teller'",
    )
    add_filled(
        "story_version", sa.Column("transcript_agreed", sa.Boolean(), nullable=False), "true"
    )
    op.add_column(
        "story_version",
        sa.Column("shape", Geometry(srid=4326, dimension=2, spatial_index=False), nullable=True),
    )
    op.create_index(
        op.f("ix_story_version_recording_id"), "story_version", ["recording_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_story_version_recording_id"),
        "story_version",
        "recording",
        ["recording_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_story_version_trail_id"), "story_version", "trail", ["trail_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_story_version_place_id"), "story_version", "official_place", ["place_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_story_version_association_id"),
        "story_version",
        "association",
        ["association_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_story_version_theme_id"), "story_version", "theme", ["theme_id"], ["id"]
    )


def widen_version_photo() -> None:
    add_filled("version_photo", sa.Column("credit", sa.String(), nullable=False), "''")
    op.add_column("version_photo", sa.Column("then_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_version_photo_then_id"),
        "version_photo",
        "media",
        ["then_id"],
        ["id"],
        ondelete="SET NULL",
    )


def name_bylines() -> None:
    """Who showed the name still does; who did not stays anonymous."""
    op.execute("UPDATE story_version SET byline = 'anonymous' WHERE NOT shows_name")
    op.drop_column("story_version", "shows_name")


COMPLETE = (
    "status = 'draft' OR (geom IS NOT NULL AND public_geom IS NOT NULL AND title <> '' "
    "AND {body} AND category IS NOT NULL AND submitted_at IS NOT NULL)"
)
TRANSCRIBED = (
    "status <> 'approved' OR recording_id IS NULL OR (transcript <> '' AND transcript_agreed)"
)


def let_recordings_stand_for_text() -> None:
    """Who speaks need not write; what is published has been written down."""
    complete, transcribed = (f"ck_story_version_{name}" for name in ("complete", "transcribed"))
    condition = COMPLETE.format(body="(body <> '' OR recording_id IS NOT NULL)")
    op.drop_constraint(op.f(complete), "story_version", type_="check")
    op.create_check_constraint(op.f(complete), "story_version", condition)
    op.create_check_constraint(op.f(transcribed), "story_version", TRANSCRIBED)


def put_transcripts_in_texts() -> None:
    for name in ("complete", "transcribed"):
        op.drop_constraint(op.f(f"ck_story_version_{name}"), "story_version", type_="check")
    op.execute(
        "UPDATE story_version SET body = coalesce(nullif(transcript, ''), title) "
        "WHERE body = '' AND status <> 'draft'"
    )


def ask_for_texts() -> None:
    condition = COMPLETE.format(body="body <> ''")
    op.create_check_constraint(op.f("ck_story_version_complete"), "story_version", condition)


OUTLIVED = {"story_id": "story", "version_id": "story_version"}


def let_decisions_outlive_stories() -> None:
    """A teller may delete a story; what was decided on it stays written."""
    for column in OUTLIVED:
        op.drop_constraint(op.f(f"fk_decision_{column}"), "decision", type_="foreignkey")


def bind_decisions_to_stories() -> None:
    for column, table in OUTLIVED.items():
        op.execute(
            "DELETE FROM decision WHERE NOT EXISTS "
            f"(SELECT FROM {table} t WHERE t.id = decision.{column})"
        )
    for column, table in OUTLIVED.items():
        op.create_foreign_key(op.f(f"fk_decision_{column}"), "decision", table, [column], ["id"])


def upgrade() -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    for table in TABLES:
        globals()[f"create_{table}"]()
    for table in WIDENED:
        globals()[f"widen_{table}"]()
    name_bylines()
    let_recordings_stand_for_text()
    let_decisions_outlive_stories()
    op.execute((SQL / "stories_in_full.sql").read_text())


def downgrade() -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    shows_name = sa.Column("shows_name", sa.Boolean(), nullable=False)
    add_filled("story_version", shows_name, "true")
    op.execute("UPDATE story_version SET shows_name = false WHERE byline = 'anonymous'")
    op.execute("DROP POLICY municipality ON recording")
    op.execute("DROP POLICY owner ON decision")
    op.execute("DROP POLICY to_address ON outgoing_mail")
    op.execute('DROP POLICY associated ON "user"')
    bind_decisions_to_stories()
    put_transcripts_in_texts()
    for table, names in WIDENED.items():
        for name in names.split():
            op.drop_column(table, name)
    ask_for_texts()
    for table in reversed(TABLES):
        op.drop_table(table)
