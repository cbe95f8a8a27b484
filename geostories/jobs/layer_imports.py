"""Reading a layer for its preview, and applying it: in the worker, begun again if it was killed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.domain import layer_files, layer_imports
from geostories.domain.transaction import Scope, transaction
from geostories.errors import Conflict
from geostories.importers.layers import import_layer
from geostories.importers.report import ImportRefused, Report
from geostories.integrations import malware_scan
from geostories.integrations.malware_scan import Infected, NoVerdict
from geostories.models import LayerImport
from geostories.vocabulary import ImportStatus

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore

logger = logging.getLogger(__name__)

PROGRESS_S = 0.5
"""As often as a page asks."""

SCAN_AGAIN_S = 60
"""A scanner that is away is mostly being restarted, or loads its signatures."""


@dataclass(frozen=True)
class Task:
    """One import of one municipality, and what it takes to work at it."""

    import_id: UUID
    municipality_id: UUID
    settings: Settings
    store: FileStore

    @property
    def scope(self) -> Scope:
        """The municipality's own."""
        return Scope.municipality(self.municipality_id)


def read(task: Task) -> None:
    """Find out what the file would change, and change nothing."""
    _work(task, ImportStatus.READING, _preview)


def apply(task: Task) -> None:
    """Change what the preview said, all of it or nothing."""
    _work(task, ImportStatus.APPLYING, _apply)


def wake() -> int:
    """Queue what a killed worker left behind; answers how many."""
    with transaction(Scope.operator()) as session:
        return layer_imports.wake(session)


def sweep(settings: Settings, store: FileStore) -> int:
    """Remove files that nobody decided on; answers how many went."""
    with transaction(Scope.operator()) as session:
        return layer_imports.sweep(
            session,
            store=store,
            age=timedelta(hours=settings.import_hours),
            grace=timedelta(minutes=settings.sweep_grace_minutes),
        )


def _work(
    task: Task, status: ImportStatus, step: Callable[[Task, LayerImport, Session], str]
) -> None:
    """Do the step in one transaction with its result; a refusal is put down in another."""
    with transaction(task.scope) as session:
        if not layer_imports.begin(session, import_id=task.import_id, status=status):
            return
    try:
        with transaction(task.scope) as session:
            row = layer_imports.hold(session, import_id=task.import_id, status=status)
            spent = step(task, row, session) if row else ""
    except ImportRefused as refused:
        _put_down(task, refused)
    except Infected:
        _throw_out(task)
    except NoVerdict:
        with transaction(task.scope) as session:
            layer_imports.hold_back(
                session,
                import_id=task.import_id,
                code=layer_imports.SCAN_WAITS,
                seconds=SCAN_AGAIN_S,
            )
    except Conflict:
        with transaction(task.scope) as session:
            layer_imports.preview_again(session, import_id=task.import_id)
    except Exception:
        logger.exception("Import %s broke off", task.import_id)
        with transaction(task.scope) as session:
            layer_imports.fail(session, import_id=task.import_id, code="import_reading_failed")
    else:
        if spent:
            task.store.delete(spent)


def _throw_out(task: Task) -> None:
    with transaction(task.scope) as session:
        key = layer_imports.throw_out(
            session, import_id=task.import_id, code=layer_imports.SCAN_FOUND
        )
    task.store.delete(key)


def _scan(task: Task, row: LayerImport) -> None:
    """Ask the scanner first: not a byte of what it finds is read, nor while it is away."""
    with (
        layer_files.unpacked(row.file_name, row.file_key, store=task.store) as file,
        file.open("rb") as content,
    ):
        malware_scan.scan(content, task.settings)


def _preview(task: Task, row: LayerImport, session: Session) -> str:
    _scan(task, row)
    report = _import(task, row, session, dry_run=True)
    layer_imports.finish_reading(session, import_id=row.id, report=asdict(report))
    return ""


def _apply(task: Task, row: LayerImport, session: Session) -> str:
    report = _import(task, row, session, dry_run=False)
    if report.changes != row.report["changes"]:
        raise Conflict("preview_outdated")
    return layer_imports.finish_applying(session, import_id=row.id, report=asdict(report))


def _import(task: Task, row: LayerImport, session: Session, *, dry_run: bool) -> Report:
    with layer_files.unpacked(row.file_name, row.file_key, store=task.store) as file:
        return import_layer(
            session,
            file=file,
            municipality_id=row.municipality_id,
            order=layer_imports.order_of(row),
            settings=task.settings,
            dry_run=dry_run,
            allow_loss=not dry_run,  # whoever approved has confirmed it
            progress=_teller(task),
        )


def _teller(task: Task) -> Callable[[int, int], None]:
    """Tells the page how far it is, in a transaction of its own, now and then."""
    told = -PROGRESS_S

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told < PROGRESS_S and done != total:
            return
        told = time.monotonic()
        with transaction(task.scope) as session:
            layer_imports.tell_progress(session, import_id=task.import_id, done=done, total=total)

    return tell


def _put_down(task: Task, refused: ImportRefused) -> None:
    with transaction(task.scope) as session:
        layer_imports.refuse(
            session,
            import_id=task.import_id,
            problem=(refused.code, refused.params),
            report=asdict(refused.report) if refused.report else None,
        )
