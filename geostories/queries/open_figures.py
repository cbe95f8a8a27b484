"""What a municipality received, decided and answered in a period, in numbers. In its scope.

Cases are counted, not stories: a case outlives what was erased. A decision that was undone before
anybody was told of it never happened; what undid it neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.vocabulary import RESTRICTIONS

_FIGURES = text("""
    WITH standing AS (
        SELECT d.* FROM decision d
        WHERE d.municipality_id = :here AND d.decided_at < :until AND d.action <> 'undo'
          AND NOT EXISTS (SELECT FROM decision u WHERE u.undoes_id = d.id)
    ),
    taken AS (SELECT * FROM standing WHERE decided_at >= :since),
    waited AS (
        SELECT extract(epoch FROM min(s.decided_at) - c.opened_at) / 3600 AS hours
        FROM case_file c JOIN standing s ON s.subject = c.subject AND s.subject_id = c.subject_id
        WHERE c.municipality_id = :here AND c.subject IN ('story', 'comment', 'collection')
          AND s.action IN ('publish', 'request_changes', 'reject')
        GROUP BY c.id HAVING min(s.decided_at) >= :since
    )
    SELECT 'received' AS topic, subject AS word, count(*)::float AS value FROM case_file
    WHERE municipality_id = :here AND opened_at >= :since AND opened_at < :until
      AND subject IN ('story', 'comment', 'collection') GROUP BY 2
    UNION ALL SELECT 'published', subject, count(*) FROM taken WHERE action = 'publish' GROUP BY 2
    UNION ALL SELECT 'restricted', action, count(*) FROM taken
        WHERE action = ANY(:restrictions) GROUP BY 2
    UNION ALL SELECT 'grounds', ground, count(*) FROM taken
        WHERE action = ANY(:restrictions) GROUP BY 2
    UNION ALL SELECT 'automated', 'pointed_at', count(*) FROM taken
        JOIN statement_of_reasons r ON r.decision_id = taken.id WHERE r.is_detected_automatically
    UNION ALL SELECT 'automated', 'by_machine', count(*) FROM taken WHERE action = 'hold'
    UNION ALL SELECT 'hours', 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FROM waited
    UNION ALL SELECT 'hours', 'p90', percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) FROM waited
    UNION ALL SELECT 'hours', 'answered', count(*) FROM waited
    UNION ALL SELECT 'reports', ground, count(*) FROM report
        WHERE municipality_id = :here AND created_at >= :since AND created_at < :until GROUP BY 2
    UNION ALL SELECT 'report_outcomes', taken.action, count(*) FROM report
        JOIN taken ON taken.id = report.decision_id WHERE report.municipality_id = :here GROUP BY 2
    UNION ALL SELECT 'report_outcomes', 'waiting', count(*) FROM report
        WHERE municipality_id = :here AND created_at >= :since AND created_at < :until
          AND (decided_at IS NULL OR decided_at >= :until)
    UNION ALL SELECT 'reviews', by, count(*) FROM appeal
        WHERE municipality_id = :here AND received_at >= :since AND received_at < :until GROUP BY 2
    UNION ALL SELECT 'review_outcomes', status, count(*) FROM appeal
        WHERE municipality_id = :here AND status <> 'received'
          AND decided_at >= :since AND decided_at < :until GROUP BY 2
    UNION ALL SELECT 'review_outcomes', 'waiting', count(*) FROM appeal
        WHERE municipality_id = :here AND received_at >= :since AND received_at < :until
          AND (decided_at IS NULL OR decided_at >= :until)
""")


@dataclass(frozen=True)
class Figure:
    """One number: what it is about (`topic`), which of it (`word`), and how many or how long."""

    topic: str
    word: str
    value: float


def list_figures(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[Figure]:
    """From `since` on and before `until`; what never occurred is not in the list."""
    given = {"here": municipality_id, "since": since, "until": until}
    rows = session.execute(_FIGURES, given | {"restrictions": sorted(RESTRICTIONS)})
    return [Figure(*row) for row in rows if row.value is not None]


def find_first_year(session: Session, *, municipality_id: UUID) -> int | None:
    """The year of the municipality's first case, or None where nothing has come yet."""
    year = text("SELECT min(year) FROM case_file WHERE municipality_id = :here")
    found: int | None = session.scalar(year, {"here": municipality_id})
    return found
