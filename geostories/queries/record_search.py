"""Finding every case that a matter, a person, a number or some words stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.vocabulary import SubjectKind

_NUMBER = re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,6})")

_SEARCH = text("""
    WITH hit (thing, place) AS (
        SELECT story_id, 'story' FROM story_version
        WHERE municipality_id = :here AND status <> 'draft'
          AND (owner_id = ANY (:people) OR concat_ws(' ', title, body, transcript, place_label,
               author_label, teller_name) ILIKE :words)
        UNION SELECT id, 'comment' FROM comment
        WHERE municipality_id = :here
          AND (author_id = ANY (:people) OR concat_ws(' ', body, author_label) ILIKE :words)
        UNION SELECT id, 'collection' FROM collection
        WHERE municipality_id = :here AND status <> 'draft'
          AND (owner_id = ANY (:people)
               OR concat_ws(' ', title, introduction, author_label) ILIKE :words)
        UNION SELECT CASE WHEN subject = 'picture' THEN story_id ELSE subject_id END, 'report'
        FROM report WHERE municipality_id = :here
          AND (reporter_id = ANY (:people) OR concat_ws(' ', text, name, email) ILIKE :words)
        UNION SELECT subject_id, 'decision' FROM decision
        WHERE municipality_id = :here AND (addressee_id = ANY (:people) OR message ILIKE :words)
        UNION SELECT d.subject_id, 'appeal' FROM appeal a JOIN decision d ON d.id = a.decision_id
        WHERE a.municipality_id = :here AND (a.appellant_id = ANY (:people) OR a.text ILIKE :words)
        UNION SELECT c.subject_id, 'note' FROM case_note n JOIN case_file c ON c.id = n.case_id
        WHERE n.municipality_id = :here AND n.text ILIKE :words
    )
    SELECT c.id, c.year, c.number, c.subject, c.subject_id, c.opened_at,
           array_agg(DISTINCT h.place ORDER BY h.place) AS places,
           (SELECT v.title FROM story_version v WHERE v.story_id = c.subject_id
            ORDER BY v.number DESC LIMIT 1) AS title
    FROM case_file c JOIN hit h ON h.thing = c.subject_id
    WHERE c.municipality_id = :here
    GROUP BY c.id ORDER BY c.opened_at DESC, c.id LIMIT :most
""")
_BY_NUMBER = text("""
    SELECT c.id, c.year, c.number, c.subject, c.subject_id, c.opened_at, '{}'::text[] AS places,
           (SELECT v.title FROM story_version v WHERE v.story_id = c.subject_id
            ORDER BY v.number DESC LIMIT 1) AS title
    FROM case_file c
    WHERE c.municipality_id = :here AND c.year = :year AND c.number = :number
""")
_PEOPLE = text("""
    SELECT id FROM "user" WHERE email ILIKE :words OR display_name ILIKE :words LIMIT 200
""")


@dataclass(frozen=True)
class CaseHit:
    """A case, and in which of its papers the words stand."""

    id: UUID
    number: str
    subject: SubjectKind
    subject_id: UUID
    opened_at: datetime
    title: str
    places: Sequence[str]


def list_people(session: Session, *, words: str) -> list[UUID]:
    """Accounts whose address or name holds the words; in the account scope."""
    return list(session.scalars(_PEOPLE, {"words": _pattern(words)}))


def search_cases(
    session: Session, *, municipality_id: UUID, words: str, people: Sequence[UUID], most: int = 500
) -> list[CaseHit]:
    """Cases in which the words stand, or one of the people does; newest first.

    A case number finds that case. In the municipality's scope.
    """
    if match := _NUMBER.fullmatch(words.strip()):
        found = session.execute(
            _BY_NUMBER,
            {
                "here": municipality_id,
                "year": int(match["year"]),
                "number": int(match["number"]),
            },
        )
    else:
        given = {"here": municipality_id, "words": _pattern(words), "people": list(people)}
        found = session.execute(_SEARCH, given | {"most": most})
    return [
        CaseHit(
            row.id,
            f"{row.year}-{row.number:04d}",
            SubjectKind(row.subject),
            row.subject_id,
            row.opened_at,
            row.title or "",
            row.places,
        )
        for row in found
    ]


def _pattern(words: str) -> str:
    safe = re.sub(r"([\\%_])", r"\\\1", " ".join(words.split()))
    return f"%{safe}%"
