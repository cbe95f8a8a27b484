"""Doing erasures again that a restored, older copy of the database knows nothing of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import account_erasing, erasing, erasures
from geostories.domain.transaction import Scope, transaction
from geostories.errors import NotFound
from geostories.models import Story

if TYPE_CHECKING:
    from geostories.domain.erasures import Entry
    from geostories.integrations.files import FileStore


@dataclass
class Outcome:
    """What came of it: how many the ledger holds, were done again, had nothing left to erase."""

    listed: int = 0
    applied: int = 0
    nothing_left: int = 0
    files: list[UUID] = field(default_factory=list)


def apply(ledger: FileStore) -> Outcome:
    """Do again what this database has not done, each in a transaction of its own."""
    outcome = Outcome()
    for entry in erasures.list_entries(ledger):
        outcome.listed += 1
        with transaction(Scope.operator()) as session:
            if erasures.is_known(session, entry):
                continue
            files = _erase(session, entry)
            erasures.add(session, entry)
        if files is None:
            outcome.nothing_left += 1
        else:
            outcome.applied += 1
            outcome.files += files
    return outcome


def _erase(session: Session, entry: Entry) -> list[UUID] | None:
    """The files that nobody needs any more; None when there was nothing to erase."""
    if entry.story_id is not None:
        there = session.scalar(select(Story.id).where(Story.id == entry.story_id))
        return erasing.remove(session, story_id=entry.story_id) if there else None
    if entry.person_id is None:
        return None
    try:
        return account_erasing.carry_out(
            session, person_id=entry.person_id, keeps_stories=entry.keeps_stories
        )
    except NotFound:
        return None
