"""A package of a period's cases, out of the database and the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from geostories.domain import giving_out, photos
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.exporters.archive.mets import Label
from geostories.exporters.archive.package import pack
from geostories.integrations.files import FileStore
from geostories.queries.record_papers import CaseRecord, list_log_lines


@dataclass(frozen=True)
class Wanted:
    """Whose cases, of which period; `person` is None at the command line."""

    municipality_id: UUID
    archivist: str
    since: datetime
    until: datetime
    person: Person | None = None


def make_package(
    wanted: Wanted, *, store: FileStore, as_text: Callable[[CaseRecord], str]
) -> bytes:
    """The package as a ZIP file; that it was made is in the log."""
    label = Label(
        uuid4(),
        wanted.archivist,
        f"{wanted.archivist} {wanted.since:%Y-%m-%d}–{wanted.until:%Y-%m-%d}",
        datetime.now(UTC),
    )
    period = {
        "municipality_id": wanted.municipality_id,
        "since": wanted.since,
        "until": wanted.until,
    }
    with transaction(Scope.municipality(wanted.municipality_id)) as session:
        log = list_log_lines(session, **period)  # type: ignore[arg-type]
        cases = giving_out.archive(
            session,
            person=wanted.person,
            package_id=label.id,
            **period,  # type: ignore[arg-type]
        )

    def picture(media_id: UUID) -> bytes | None:
        try:
            return store.get(photos.key(media_id, "full"))
        except FileNotFoundError:
            return None

    return pack(label, cases, log=log, as_text=as_text, picture=picture)
