"""Official nature: visitor facts, notices, faults, registers by address, the log of imports."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"
TABLES = (
    "unit register_source layer_import visitor_fact revision picture notice fault_report "
    "observation sensitive_area"
).split()


def create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_unit_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("municipality_id", "name", name=op.f("uq_unit_municipality_id_name")),
    )


def create_register_source() -> None:
    op.create_table(
        "register_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "protocol",
            sa.Enum(
                "file",
                "wfs",
                "ogc_features",
                "nvr_rest",
                "hav",
                name="sourceprotocol",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("type_name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("crs", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("next_fetch_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_register_source_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_source")),
        sa.UniqueConstraint(
            "municipality_id", "register", name=op.f("uq_register_source_municipality_id_register")
        ),
    )
    op.create_index(
        op.f("ix_register_source_next_fetch_at"), "register_source", ["next_fetch_at"], unique=False
    )


def create_layer_import() -> None:
    op.create_table(
        "layer_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("crs", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("allow_outside", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reading",
                "previewed",
                "waiting",
                "applying",
                "applied",
                "unchanged",
                "refused",
                "failed",
                "cancelled",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.Column("problem", postgresql.JSONB(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_layer_import_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["register_source.id"], name=op.f("fk_layer_import_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_import")),
    )
    op.create_index(
        "ix_layer_import_register",
        "layer_import",
        ["municipality_id", "register", "created_at"],
        unique=False,
    )


def create_visitor_fact() -> None:
    op.create_table(
        "visitor_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "facility.parking",
                "facility.toilet",
                "facility.dry_toilet",
                "facility.accessible_toilet",
                "facility.drinking_water",
                "facility.fireplace",
                "facility.rest_area",
                "facility.bench",
                "facility.shelter",
                "facility.bird_tower",
                "facility.boardwalk",
                "facility.bridge",
                "facility.jetty",
                "facility.changing_room",
                "facility.shower",
                "facility.lifebuoy",
                "facility.playground",
                "facility.information",
                "facility.cafe",
                "facility.waste_bin",
                "access.path_width",
                "access.slope",
                "access.surface",
                "access.bench_spacing",
                "access.nearest_accessible_toilet",
                "access.steps",
                "access.level",
                "suits.dog",
                "suits.child",
                "suits.pram",
                "suits.wheelchair",
                "when.season",
                "when.opening_hours",
                "reach.car",
                "reach.bus",
                "reach.bicycle",
                "reach.directions",
                "rules.rule",
                "rules.access_ban",
                "about.document",
                "about.introduction",
                name="facttopic",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("measured_by", sa.String(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(place_id, trail_id) = 1", name=op.f("ck_visitor_fact_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_visitor_fact_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_visitor_fact_place_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_visitor_fact_trail_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_visitor_fact_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_fact")),
    )
    op.create_index(
        "ix_visitor_fact_check_by", "visitor_fact", ["municipality_id", "check_by"], unique=False
    )
    op.create_index(
        op.f("ix_visitor_fact_municipality_id"), "visitor_fact", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_visitor_fact_place_id"), "visitor_fact", ["place_id"], unique=False)
    op.create_index(
        "ix_visitor_fact_topic", "visitor_fact", ["municipality_id", "topic"], unique=False
    )
    op.create_index(op.f("ix_visitor_fact_trail_id"), "visitor_fact", ["trail_id"], unique=False)


def create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(place_id, trail_id) = 1", name=op.f("ck_revision_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_revision_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_revision_place_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_revision_trail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_index(
        op.f("ix_revision_municipality_id"), "revision", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_revision_place_id"), "revision", ["place_id"], unique=False)
    op.create_index(op.f("ix_revision_trail_id"), "revision", ["trail_id"], unique=False)


def create_picture() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(place_id, trail_id) = 1", name=op.f("ck_picture_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_picture_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_picture_place_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_picture_trail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    op.create_index(
        op.f("ix_picture_municipality_id"), "picture", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_picture_place_id"), "picture", ["place_id"], unique=False)
    op.create_index(op.f("ix_picture_trail_id"), "picture", ["trail_id"], unique=False)


def create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "closure",
                "fire_ban",
                "bathing_advice",
                "news",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("reach_m", sa.Integer(), nullable=False),
        sa.Column("geom", Geometry(srid=4326, dimension=2, spatial_index=False), nullable=True),
        sa.Column(
            "geom_3006",
            Geometry(srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_notice_ends_after_start")
        ),
        sa.CheckConstraint(
            "num_nonnulls(place_id, trail_id) <= 1", name=op.f("ck_notice_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_notice_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_notice_place_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_notice_trail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_geom_3006", "notice", ["geom_3006"], unique=False, postgresql_using="gist"
    )
    op.create_index(op.f("ix_notice_municipality_id"), "notice", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_notice_place_id"), "notice", ["place_id"], unique=False)
    op.create_index(
        "ix_notice_time", "notice", ["municipality_id", "starts_at", "ends_at"], unique=False
    )
    op.create_index(op.f("ix_notice_trail_id"), "notice", ["trail_id"], unique=False)


def create_fault_report() -> None:
    op.create_table(
        "fault_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "in_hand",
                "mended",
                "left",
                name="faultstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "geom",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False),
            nullable=True,
        ),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("trail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(place_id, trail_id) = 1", name=op.f("ck_fault_report_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_fault_report_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_fault_report_place_id")
        ),
        sa.ForeignKeyConstraint(["trail_id"], ["trail.id"], name=op.f("fk_fault_report_trail_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_fault_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault_report")),
    )
    op.create_index(
        op.f("ix_fault_report_municipality_id"), "fault_report", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_fault_report_place_id"), "fault_report", ["place_id"], unique=False)
    op.create_index(op.f("ix_fault_report_trail_id"), "fault_report", ["trail_id"], unique=False)


def create_observation() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "weather",
                "fire_risk",
                "bathing_water",
                "fire_ban",
                name="observationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_observation_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["official_place.id"], name=op.f("fk_observation_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "municipality_id",
            "place_id",
            "kind",
            name=op.f("uq_observation_municipality_id_place_id_kind"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_observation_place_id"), "observation", ["place_id"], unique=False)


def create_sensitive_area() -> None:
    op.create_table(
        "sensitive_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("register_id", sa.String(), nullable=False),
        sa.Column("species", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geom", Geometry(srid=4326, dimension=2, spatial_index=False), nullable=False),
        sa.Column(
            "geom_3006",
            Geometry(srid=3006, dimension=2, spatial_index=False),
            sa.Computed("ST_Transform(ST_Force2D(geom), 3006)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sensitive_area_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_area")),
        sa.UniqueConstraint(
            "municipality_id",
            "register",
            "register_id",
            name=op.f("uq_sensitive_area_municipality_id_register_register_id"),
        ),
    )
    op.create_index(
        "ix_sensitive_area_geom_3006",
        "sensitive_area",
        ["geom_3006"],
        unique=False,
        postgresql_using="gist",
    )


OLD_PLACE_KINDS = (
    "nature_reserve natural_monument bird_tower spring bathing_place lean_to campsite picnic_site "
    "slipway sight castle museum church park parking toilet"
).split()
NEW_PLACE_KINDS = (
    "nature_reserve national_park nature_conservation_area culture_reserve natural_monument "
    "biotope_protection species_protection water_protection landscape_protection natura_2000 "
    "other_protection bird_tower viewpoint spring bathing_place lean_to shelter cabin fireplace "
    "playground outdoor_gym campsite picnic_site slipway sight castle museum church park parking "
    "toilet public_art bridge sign facility"
).split()


def allow_place_kinds(kinds: list[str]) -> None:
    """What official_place.kind may be."""
    op.drop_constraint(op.f("ck_official_place_placekind"), "official_place", type_="check")
    kind = sa.column("kind", sa.String)
    op.create_check_constraint(
        op.f("ck_official_place_placekind"), "official_place", kind.in_(kinds)
    )


def add_filled(table: str, column: sa.Column[object], value: str) -> None:
    """Add a column without default, with the rows that are there holding `value`."""
    column.server_default = sa.DefaultClause(sa.text(value))
    op.add_column(table, column)
    op.alter_column(table, str(column.name), server_default=None)


def widen_official_places() -> None:
    add_filled("official_place", sa.Column("in_force", sa.Boolean(), nullable=False), "true")
    op.add_column("official_place", sa.Column("unit_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_official_place_unit_id"), "official_place", "unit", ["unit_id"], ["id"]
    )
    allow_place_kinds(NEW_PLACE_KINDS)


def widen_trails() -> None:
    kind = sa.String(length=32)
    add_filled("trail", sa.Column("kind", kind, nullable=False), "'hiking'")
    kinds = ["hiking", "cycling", "skiing", "riding", "paddling"]
    op.create_check_constraint(
        op.f("ck_trail_trailkind"), "trail", sa.column("kind", sa.String).in_(kinds)
    )
    for name in ("marking", "surface", "heights_source"):
        add_filled("trail", sa.Column(name, sa.String(), nullable=False), "''")
    op.add_column("trail", sa.Column("is_loop", sa.Boolean(), nullable=True))
    op.add_column("trail", sa.Column("difficulty", kind, nullable=True))
    op.create_check_constraint(
        op.f("ck_trail_difficulty"),
        "trail",
        sa.column("difficulty", sa.String).in_(["easy", "medium", "demanding"]),
    )
    for name in ("ascent_m", "descent_m", "lowest_m", "highest_m", "walking_minutes"):
        op.add_column("trail", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("trail", sa.Column("profile", postgresql.JSONB(), nullable=True))
    op.add_column("trail", sa.Column("unit_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_trail_unit_id"), "trail", "unit", ["unit_id"], ["id"])


def widen_others() -> None:
    add_filled("outgoing_mail", sa.Column("address", sa.String(), nullable=False), "''")
    op.alter_column("outgoing_mail", "recipient_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_outgoing_mail_to_one"),
        "outgoing_mail",
        "sent_at IS NOT NULL OR (recipient_id IS NULL) = (address <> '')",
    )
    warnings = sa.Column("warnings", postgresql.JSONB(), nullable=False)
    add_filled("story_version", warnings, "'[]'")


def upgrade() -> None:
    for table in TABLES:
        globals()[f"create_{table}"]()
    widen_official_places()
    widen_trails()
    widen_others()
    op.execute((SQL / "official_nature.sql").read_text())


def downgrade() -> None:
    op.drop_column("story_version", "warnings")
    op.drop_constraint(op.f("ck_outgoing_mail_to_one"), "outgoing_mail", type_="check")
    op.execute("DELETE FROM outgoing_mail WHERE recipient_id IS NULL")
    op.alter_column("outgoing_mail", "recipient_id", nullable=False)
    op.drop_column("outgoing_mail", "address")
    for name in (
        "kind marking surface is_loop difficulty ascent_m descent_m lowest_m highest_m "
        "walking_minutes heights_source profile unit_id"
    ).split():
        op.drop_column("trail", name)
    op.drop_column("official_place", "unit_id")
    op.drop_column("official_place", "in_force")
    for table in reversed(TABLES):
        op.drop_table(table)
    kind = sa.column("kind", sa.String)
    op.execute(sa.table("official_place", kind).delete().where(kind.not_in(OLD_PLACE_KINDS)))
    allow_place_kinds(OLD_PLACE_KINDS)
