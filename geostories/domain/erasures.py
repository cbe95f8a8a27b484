"""The ledger of what was erased: in the database, and in a folder that no older copy brings back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import Erasure
from geostories.models.base import now

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore


@dataclass(frozen=True)
class Entry:
    """What was erased: an account with or without its published stories, or one story."""

    id: UUID
    at: datetime
    person_id: UUID | None = None
    story_id: UUID | None = None
    keeps_stories: bool = False


def note(
    session: Session,
    *,
    ledger: FileStore,
    person_id: UUID | None = None,
    story_id: UUID | None = None,
    keeps_stories: bool = False,
) -> None:
    """Write it down in both; random ids only.

    The file first: of an erasure that then did not come about, it says what somebody had asked for.
    """
    entry = Entry(uuid4(), now(), person_id, story_id, keeps_stories)
    ledger.put(f"{entry.id}.json", _write(entry))
    add(session, entry)


def add(session: Session, entry: Entry) -> None:
    """Write it down in the database."""
    session.add(Erasure(**{name: getattr(entry, name) for name in Entry.__dataclass_fields__}))
    session.flush()


def list_entries(ledger: FileStore) -> list[Entry]:
    """What the folder holds, in the order in which it was asked for."""
    found = [_read(ledger.get(name)) for name, _ in ledger.list() if name.endswith(".json")]
    return sorted(found, key=lambda entry: entry.at)


def is_known(session: Session, entry: Entry) -> bool:
    """Whether this database has it already. In the operator's scope."""
    return session.scalar(select(Erasure.id).where(Erasure.id == entry.id)) is not None


def _write(entry: Entry) -> bytes:
    said = {
        "id": str(entry.id),
        "at": entry.at.isoformat(),
        "person_id": str(entry.person_id) if entry.person_id else None,
        "story_id": str(entry.story_id) if entry.story_id else None,
        "keeps_stories": entry.keeps_stories,
    }
    return json.dumps(said).encode()


def _read(content: bytes) -> Entry:
    said = json.loads(content)
    person, story = (said[name] and UUID(said[name]) for name in ("person_id", "story_id"))
    return Entry(
        UUID(said["id"]), datetime.fromisoformat(said["at"]), person, story, said["keeps_stories"]
    )
