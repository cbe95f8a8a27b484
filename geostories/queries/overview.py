"""What the staff's overview draws: what came in week by week, where it is told, how long it waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

AREAS = 7

_WEEKS = text("""
    WITH weeks AS (
        SELECT generate_series(date_trunc('week', :since AT TIME ZONE 'Europe/Stockholm'),
                               :until AT TIME ZONE 'Europe/Stockholm' - interval '1 second',
                               interval '1 week') AS monday
    )
    SELECT monday::date, count(c.id) FROM weeks
    LEFT JOIN case_file c ON c.municipality_id = :here
        AND c.subject IN ('story', 'comment', 'collection')
        AND c.opened_at >= :since AND c.opened_at < :until
        AND date_trunc('week', c.opened_at AT TIME ZONE 'Europe/Stockholm') = monday
    GROUP BY monday ORDER BY monday
""")

_AREAS = text("""
    SELECT place_label, count(*) FROM story
    WHERE municipality_id = :here AND status = 'published' AND place_label <> ''
      AND published_at >= :since AND published_at < :until
    GROUP BY place_label ORDER BY 2 DESC, 1 LIMIT :most
""")

_WITHIN = text("""
    WITH waited AS (
        SELECT min(d.decided_at) - c.opened_at AS time
        FROM case_file c JOIN decision d ON d.subject = c.subject AND d.subject_id = c.subject_id
        WHERE c.municipality_id = :here AND d.municipality_id = :here AND d.decided_at < :until
          AND c.subject IN ('story', 'comment', 'collection')
          AND d.action IN ('publish', 'request_changes', 'reject')
          AND NOT EXISTS (SELECT FROM decision u WHERE u.undoes_id = d.id)
        GROUP BY c.id HAVING min(d.decided_at) >= :since
    )
    SELECT hours, count(*) FILTER (WHERE time <= make_interval(hours => hours)), count(*)
    FROM unnest(CAST(:hours AS integer[])) AS hours CROSS JOIN waited GROUP BY hours ORDER BY hours
""")


@dataclass(frozen=True)
class Within:
    """Of `total` first answers, how many came within so many hours."""

    hours: int
    count: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 % means all."""
        return self.count * 100 // self.total


def list_weeks(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[tuple[date, int]]:
    """Each week's Monday, and how much came in that week within the period; oldest first."""
    rows = session.execute(_WEEKS, {"here": municipality_id, "since": since, "until": until})
    return [(monday, count) for monday, count in rows]


def list_areas(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[tuple[str, int]]:
    """The places that most published stories of the period name, most first."""
    given = {"here": municipality_id, "since": since, "until": until, "most": AREAS}
    return [(label, count) for label, count in session.execute(_AREAS, given)]


def list_within(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[Within]:
    """How fast the first answers of the period came; empty where there was none."""
    given = {"here": municipality_id, "since": since, "until": until, "hours": [8, 24, 48]}
    return [Within(*row) for row in session.execute(_WITHIN, given)]
