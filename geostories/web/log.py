"""What was done to a notice or a fault, for the history_list of components/history.html."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from geostories.domain.transaction import reading
from geostories.queries.log import list_log
from geostories.web.municipality import scope
from geostories.wording import times


def history(subject_id: UUID, say: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """The log of one subject, newest first; `say` puts an action and a name into words."""
    now = datetime.now(UTC)
    with reading(scope()) as session:
        lines = list_log(session, subject_id=subject_id)
    return [
        {
            "at": each.at,
            "at_text": times.moment_near(each.at, now),
            "text": say(each.action, each.who),
        }
        for each in lines
    ]
