"""Counting visits without keeping who: a number a day, and marks that midnight takes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.queries.visits import begin_counting, find_salt

Noun = Literal["story", "place", "trail", "theme"]

_NEW_SALT = text("""
    INSERT INTO day_salt (day, salt)
    SELECT :day, :salt WHERE NOT EXISTS (SELECT FROM day_salt WHERE day > :day)
    ON CONFLICT DO NOTHING
""")

_COUNT = text("""
    WITH seen AS (
        SELECT * FROM unnest(CAST(:digests AS bytea[]), CAST(:stories AS uuid[]),
            CAST(:places AS uuid[]), CAST(:trails AS uuid[]), CAST(:themes AS uuid[]))
            WITH ORDINALITY AS s (digest, story_id, place_id, trail_id, theme_id, number)
    ), fresh AS (
        INSERT INTO visitor_mark (day, digest) SELECT :day, digest FROM seen ORDER BY number
        ON CONFLICT DO NOTHING RETURNING digest
    )
    INSERT INTO visit_count (id, municipality_id, day, story_id, place_id, trail_id, theme_id,
                             visits, uniques)
    SELECT gen_random_uuid(), :here, :day, story_id, place_id, trail_id, theme_id,
           1, (digest IN (SELECT digest FROM fresh))::int
    FROM seen ORDER BY number
    ON CONFLICT (municipality_id, day, story_id, place_id, trail_id, theme_id)
    DO UPDATE SET visits = visit_count.visits + 1,
                  uniques = visit_count.uniques + excluded.uniques
""")
"""Always the municipality first, then the thing: nobody waits for each other in a ring."""

_FORGET = text("DELETE FROM day_salt WHERE day < :day")
_OLD = text(
    "DELETE FROM visit_count WHERE day < CAST(:day AS date) - make_interval(months => :months)"
)


@dataclass(frozen=True)
class Visit:
    """One page that somebody opened; `noun` and `thing_id` where it was about one thing."""

    municipality_id: UUID
    address: str
    browser: str
    noun: Noun | None = None
    thing_id: UUID | None = None


def count(session: Session, *, visit: Visit, day: date, key: str) -> None:
    """Count a visit, in the scope Scope.counting(). It is unique if the day has not seen its mark."""
    salt = begin_counting(session, day=day) or _make_salt(session, day)
    if salt is None:
        return  # the day is over, and its salt with it
    subjects = [(None, None)] + ([(visit.noun, visit.thing_id)] if visit.noun else [])
    columns = {
        f"{plural}": [thing if noun == each else None for each, thing in subjects]
        for noun, plural in PLURALS.items()
    }
    digests = [_mark(visit, thing, salt=salt, key=key) for _noun, thing in subjects]
    session.execute(
        _COUNT, {"digests": digests, "day": day, "here": visit.municipality_id, **columns}
    )


PLURALS = {"story": "stories", "place": "places", "trail": "trails", "theme": "themes"}


def _mark(visit: Visit, thing: UUID | None, *, salt: bytes, key: str) -> bytes:
    """What one browser is known by on one page today. Marks of two pages do not tell they are one's.

    Besides the salt it takes the installation's key, which is not in the database: a copy of the
    database alone, made during the day, is no use for trying addresses either.
    """
    said = f"{visit.address}\n{visit.browser}\n{visit.municipality_id}\n{thing or ''}"
    return hmac.digest(salt + key.encode(), said.encode(), hashlib.sha256)


def _make_salt(session: Session, day: date) -> bytes | None:
    """The first visit of a day makes its salt, and throws away what the day before left."""
    session.execute(_FORGET, {"day": day})
    session.execute(_NEW_SALT, {"day": day, "salt": secrets.token_bytes(32)})
    return find_salt(session, day=day)


def forget(session: Session, *, day: date, months: int) -> None:
    """Throw away salts and marks of earlier days, and counts of long ago; in the operator's scope."""
    session.execute(_FORGET, {"day": day})
    session.execute(_OLD, {"day": day, "months": months})
