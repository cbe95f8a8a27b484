"""Once a day: accounts that nobody uses, and children's that no guardian has said yes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from geostories.domain import account_erasing, erasing, inactivity, minors
from geostories.domain.transaction import Scope, transaction
from geostories.errors import NotFound, StateError

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore


def see_to(settings: Settings, *, files: FileStore, ledger: FileStore, at: datetime) -> int:
    """Note who was here, tell who was not, erase whom that was told; answers how many were erased.

    What they published stays without a name, as a municipality's memory; a child's does not.
    """
    with transaction(Scope.operator()) as session:
        inactivity.note_use(session)
        unused = []
        if settings.inactive_months:
            unused = inactivity.list_due(session, at=at)
            inactivity.warn(session, months=settings.inactive_months, at=at)
        age = timedelta(days=settings.confirm_days)
        unanswered = minors.list_unanswered(session, age=age)
    for person_id in unused:
        _erase(person_id, keeps_stories=True, files=files, ledger=ledger)
    for person_id in unanswered:
        _erase(person_id, keeps_stories=False, files=files, ledger=ledger)
    return len(unused) + len(unanswered)


def _erase(person_id: UUID, *, keeps_stories: bool, files: FileStore, ledger: FileStore) -> None:
    """Each in a transaction of its own: one that cannot go does not hold up the others."""
    try:
        with transaction(Scope.operator()) as session:
            gone = account_erasing.erase(
                session, person_id=person_id, keeps_stories=keeps_stories, ledger=ledger
            )
    except (NotFound, StateError):
        return
    erasing.remove_files(files, gone)
