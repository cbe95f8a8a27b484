"""Search in Swedish: inflections, compounds, folded letters, spelling; and what stories sort by."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"
PUBLISHED = sa.text("status = 'published'")
SEARCH = (
    "setweight(search_vector(coalesce(title, '')), 'A') || "
    "setweight(search_vector(coalesce(place_label, '')), 'B') || "
    "search_vector(coalesce(body, '')) || search_vector(coalesce(transcript, ''))"
)
EARLIER_SEARCH = (
    "setweight(to_tsvector('swedish', coalesce(title, '')), 'A') || "
    "setweight(to_tsvector('swedish', coalesce(place_label, '')), 'B') || "
    "to_tsvector('swedish', coalesce(body, ''))"
)
SORTED = {"ix_story_happened": "happened_from", "ix_story_thanks": "thanks_count"}
NAMED = ("official_place", "trail")
LAST_DAY = """
    UPDATE {table} SET happened_to = (happened_from + CASE happened_precision
        WHEN 'day' THEN interval '0 days'
        WHEN 'month' THEN interval '1 month - 1 day'
        WHEN 'year' THEN interval '1 year - 1 day'
        WHEN 'decade' THEN interval '10 years - 1 day' END)::date
    WHERE happened_to IS NULL AND happened_from IS NOT NULL AND happened_precision <> 'about'"""

UNTRUSTED = """
    DO $$ BEGIN
        ALTER FUNCTION ts_match_vq(tsvector, tsquery) NOT LEAKPROOF;
        ALTER FUNCTION similarity_op(text, text) NOT LEAKPROOF;
        ALTER FUNCTION textlike(text, text) NOT LEAKPROOF;
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"""


def search_stories_by(expression: str) -> None:
    """The column is the database's own work: it is made anew from what is there."""
    op.drop_column("story", "search")
    op.add_column("story", sa.Column("search", TSVECTOR, sa.Computed(expression, persisted=True)))
    op.create_index(
        "ix_story_search", "story", ["search"], postgresql_using="gin", postgresql_where=PUBLISHED
    )


def create_search_word() -> None:
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), sa.Computed("search_fold(word)", persisted=True)),
        sa.Column("search", TSVECTOR, sa.Computed("search_vector(word)", persisted=True)),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_search", "search_word", ["search"], postgresql_using="gin")
    op.create_index(
        "ix_search_word_folded",
        "search_word",
        ["folded"],
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )


def upgrade() -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    op.execute((SQL / "search_dictionary.sql").read_text())
    op.execute((SQL / "search_vector.sql").read_text())
    create_search_word()
    op.execute((SQL / "search_words.sql").read_text())
    search_stories_by(SEARCH)
    for name, column in SORTED.items():
        op.create_index(
            name, "story", ["municipality_id", column, "id"], postgresql_where=PUBLISHED
        )
    for table in NAMED:
        named = sa.Computed("search_vector(name)", persisted=True)
        op.add_column(table, sa.Column("search", TSVECTOR, named))
    for table in ("story_version", "story"):
        op.execute(LAST_DAY.format(table=table))


def downgrade() -> None:
    for name in SORTED:
        op.drop_index(name, table_name="story")
    for table in NAMED:
        op.drop_column(table, "search")
    search_stories_by(EARLIER_SEARCH)
    op.execute("DROP TRIGGER words_come ON story")
    op.execute("DROP TRIGGER words_change ON story")
    op.execute("DROP TRIGGER words_go ON story")
    op.drop_table("search_word")
    for function in (
        "keep_search_words()",
        "search_spelling(text)",
        "search_query(text)",
        "search_terms(text)",
        "search_term(text)",
        "search_near(text)",
        "search_endings(text)",
        "count_search_words(text[], integer[])",
        "search_words(text)",
        "search_exact(text)",
        "search_vector(text)",
        "search_fold(text)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(UNTRUSTED)
    op.execute("DROP TEXT SEARCH CONFIGURATION geostories_swedish")
    op.execute("DROP TEXT SEARCH DICTIONARY geostories_words")
