"""Fetching a register and bringing its layer up to date: whole, or as it was before."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.domain import layer_files, layer_imports, register_sources
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.importers.registers import access_bans
from geostories.importers.registers.asking import Collected, Register
from geostories.importers.registers.collect import collect
from geostories.importers.report import ImportRefused, Report
from geostories.integrations.fetching import FetchFailed, FetchRefused
from geostories.jobs import layer_imports as reading_jobs
from geostories.queries.register_sources import SourceInfo, get_source
from geostories.vocabulary import ImportStatus, SourceProtocol

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore


@dataclass(frozen=True)
class Fetch:
    """One register of one municipality, and what it takes to work at it."""

    source_id: UUID
    municipality_id: UUID
    settings: Settings
    store: FileStore

    @property
    def scope(self) -> Scope:
        """The municipality's own."""
        return Scope.municipality(self.municipality_id)

    @property
    def key(self) -> dict[str, UUID]:
        """What names the register to domain and queries."""
        return {"source_id": self.source_id, "municipality_id": self.municipality_id}


def claim_due() -> int:
    """Queue every register whose time has come; answers how many."""
    with transaction(Scope.operator()) as session:
        return register_sources.claim_due(session)


def sync(fetch: Fetch) -> SourceInfo:
    """Fetch, compare and apply; answers the register with how it went (`last_run`).

    Raises FetchFailed, noted as well, when it is worth another try.
    """
    source = _look_up(fetch)
    try:
        found = collect(_register(source), fetch.settings)
        if found is None:
            _finish(fetch, source)
        else:
            _bring_up_to_date(fetch, source, found)
    except FetchFailed as failed:
        _note_failure(fetch, ImportStatus.FAILED, failed)
        raise
    except (FetchRefused, ImportRefused) as refused:
        _note_failure(fetch, ImportStatus.REFUSED, refused)
    return _look_up(fetch)


def _look_up(fetch: Fetch) -> SourceInfo:
    with reading(fetch.scope) as session:
        return get_source(session, **fetch.key)


def _register(source: SourceInfo) -> Register:
    names = Register.__dataclass_fields__
    return Register(**{name: getattr(source, name) for name in names})


def _bring_up_to_date(fetch: Fetch, source: SourceInfo, found: Collected) -> None:
    """Apply in one transaction with the note of it; what would lose much waits for an editor."""
    try:
        with (
            tempfile.TemporaryDirectory(prefix="register-") as folder,
            transaction(fetch.scope) as session,
        ):
            file = Path(folder) / layer_files.plain_name(found.file_name)
            file.write_bytes(found.content)
            report = _import(session, fetch, source, found, file)
            stale = _let_go(session, fetch)
            register_sources.finish(
                session,
                **fetch.key,
                file_name=file.name,
                report=asdict(report),
                etag=found.etag,
                last_modified=found.last_modified,
            )
    except ImportRefused as refused:
        if refused.code != layer_imports.LOSS:
            raise
        _ask_an_editor(fetch, source, found)
    else:
        _remove(fetch, stale)


def _import(
    session: Session, fetch: Fetch, source: SourceInfo, found: Collected, file: Path
) -> Report:
    report = import_layer(
        session,
        file=file,
        municipality_id=source.municipality_id,
        order=_order(source, found),
        settings=fetch.settings,
    )
    if source.protocol is SourceProtocol.NVR_REST:
        access_bans.write(
            session,
            found.content,
            municipality_id=source.municipality_id,
            register=source.register,
        )
    return report


def _order(source: SourceInfo, found: Collected) -> layer_imports.Order:
    return layer_imports.Order(
        register=source.register,
        kind=source.kind,
        layer=found.layer,
        crs=found.crs,
        source=source.source,
        licence=source.licence,
    )


def _finish(fetch: Fetch, source: SourceInfo) -> None:
    with transaction(fetch.scope) as session:
        register_sources.finish(
            session,
            **fetch.key,
            file_name="",
            report=asdict(Report(read=0)),
            etag=source.etag,
            last_modified=source.last_modified,
        )


def _ask_an_editor(fetch: Fetch, source: SourceInfo, found: Collected) -> None:
    """Keep the file and make a preview of it, in place of an earlier one that nobody decided on."""
    key = uuid4().hex
    fetch.store.put(key, found.content)
    with transaction(fetch.scope) as session:
        stale = _let_go(session, fetch)
        register_sources.put_off(session, **fetch.key)
        import_id = layer_imports.receive(
            session,
            municipality_id=source.municipality_id,
            order=_order(source, found),
            file_name=layer_files.plain_name(found.file_name),
            file_key=key,
            by=None,
            source_id=source.id,
        )
    _remove(fetch, stale)
    reading_jobs.read(
        reading_jobs.Task(import_id, source.municipality_id, fetch.settings, fetch.store)
    )


def _let_go(session: Session, fetch: Fetch) -> list[str]:
    """Call off what an earlier run left to decide; answers the keys of the files."""
    return [
        layer_imports.cancel(
            session, import_id=import_id, municipality_id=fetch.municipality_id, by=None
        )
        for import_id in register_sources.list_undecided(session, source_id=fetch.source_id)
    ]


def _remove(fetch: Fetch, keys: list[str]) -> None:
    for key in filter(None, keys):
        with suppress(FileNotFoundError):
            fetch.store.delete(key)


def _note_failure(
    fetch: Fetch, status: ImportStatus, error: FetchFailed | FetchRefused | ImportRefused
) -> None:
    told: Any = getattr(error, "report", None)
    with transaction(fetch.scope) as session:
        register_sources.note_failure(
            session,
            **fetch.key,
            status=status,
            problem=(error.code, error.params),
            report=asdict(told) if told else None,
        )
