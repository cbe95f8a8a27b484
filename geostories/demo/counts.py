"""Visits to the demonstration, invented: half a year that looks like one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from geostories.domain.days import today
from geostories.domain.transaction import Scope, transaction

DAYS = 200
_PAGES = text("""
    INSERT INTO visit_count (id, municipality_id, day, visits, uniques)
    SELECT gen_random_uuid(), :here, day, visits, visits * 61 / 100
    FROM generate_series(0, :days - 1) AS n,
    LATERAL (SELECT CAST(:first AS date) + n AS day) AS d,
    LATERAL (SELECT CAST(190 + n + 45 * sin(n * 0.7) + 40 * (extract(isodow FROM day) > 5)::int
                         AS integer) AS visits) AS v
""")
_THINGS = text("""
    INSERT INTO visit_count (id, municipality_id, day, story_id, place_id, trail_id, theme_id,
                             visits, uniques)
    SELECT gen_random_uuid(), :here, CAST(:first AS date) + n, story_id, place_id, trail_id,
           theme_id, visits, (visits * 7 + 9) / 10
    FROM (
        SELECT t.*, row_number() OVER (ORDER BY title) AS rank FROM (
            SELECT id AS story_id, NULL::uuid AS place_id, NULL::uuid AS trail_id,
                   NULL::uuid AS theme_id, title
            FROM story WHERE municipality_id = :here AND status = 'published'
            UNION ALL SELECT NULL, id, NULL, NULL, name
            FROM official_place WHERE municipality_id = :here AND withdrawn_at IS NULL
            UNION ALL SELECT NULL, NULL, id, NULL, name
            FROM trail WHERE municipality_id = :here AND withdrawn_at IS NULL
            UNION ALL SELECT NULL, NULL, NULL, id, question
            FROM theme WHERE municipality_id = :here AND is_published
        ) AS t
    ) AS things, generate_series(0, :days - 1) AS n,
    LATERAL (SELECT CAST(rank * rank * 31 % 23 * (1 + sin(n * 0.3 + rank)) / 2 AS integer)
                    AS visits) AS v
    WHERE visits > 0 AND (n + rank) % 7 = 0
""")
_ARE_THERE = text("SELECT EXISTS (SELECT FROM visit_count WHERE municipality_id = :here)")


def load_counts(municipality_id: UUID) -> None:
    """Fill the days up to yesterday, where nobody has been counted yet."""
    given = {
        "here": municipality_id,
        "first": today() - timedelta(days=DAYS),
        "days": DAYS,
    }
    with transaction(Scope.operator()) as session:
        if not session.scalar(_ARE_THERE, {"here": municipality_id}):
            session.execute(_PAGES, given)
            session.execute(_THINGS, given)
