"""Reading a layer in: received, read in the background, looked at, and applied or called off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.errors import Conflict, InvalidInput, NotFound, StateError
from geostories.integrations import queue
from geostories.models import LayerImport
from geostories.models.base import now
from geostories.queries.layer_imports import MOVING, OPEN, list_file_keys
from geostories.queries.place_content import OWN_REGISTER
from geostories.vocabulary import ImportStatus

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore

MOST_TRIES = 3
"""A file that ends its worker three times would end the fourth."""

MOST_REASONS = 200
"""As many as one page tells; how many there were stays known."""

LOSS = "import_shrank"
NOTHING = "import_nothing"
SCAN_FOUND, SCAN_WAITS = "import_scan_found", "import_scan_waits"
CHANGED_MEANWHILE = "layer_changed"
TASKS = {ImportStatus.READING: queue.READ_LAYER, ImportStatus.APPLYING: queue.APPLY_LAYER}
Problem = tuple[str, dict[str, Any]]

_HELD = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND (classid::bigint << 32) | objid::bigint = hashtextextended(:key, 0))"
)


@dataclass(frozen=True)
class Order:
    """How to read a file, and into which layer: the one that `register` names.

    `kind`: one of importers.records.KINDS. `layer`: of a file that has several. `crs`: the EPSG code
    of a file that does not say. `source` and `licence`: for rows that name none. `allow_outside`:
    rows that the register gives to other municipalities are wanted too, else they are left out and
    counted; and rows far outside, which else are a reason to refuse.
    """

    register: str
    kind: str
    layer: str = ""
    crs: int | None = None
    source: str = ""
    licence: str = ""
    allow_outside: bool = False


def order_of(row: LayerImport) -> Order:
    """What the import was told."""
    return Order(**{name: getattr(row, name) for name in Order.__dataclass_fields__})


def receive(
    session: Session,
    *,
    municipality_id: UUID,
    order: Order,
    file_name: str,
    file_key: str,
    by: UUID | None,
    source_id: UUID | None = None,
) -> UUID:
    """Have a stored file read in the background; answers the import's id."""
    _refuse_own(order)
    row = LayerImport(
        id=uuid4(),
        municipality_id=municipality_id,
        source_id=source_id,
        file_name=file_name,
        file_key=file_key,
        status=ImportStatus.READING,
        created_by=by,
        **asdict(order),
    )
    session.add(row)
    session.flush()
    _hand_over(session, row)
    _note(session, row, "receive_layer", by)
    return row.id


def reread(
    session: Session, *, import_id: UUID, municipality_id: UUID, order: Order, by: UUID
) -> None:
    """Read the same file once more, told better how."""
    _refuse_own(order)
    row = _locked(session, import_id, municipality_id)
    if row.status in MOVING:
        return  # pressed twice
    if not row.file_key or row.status in (ImportStatus.APPLIED, ImportStatus.CANCELLED):
        raise StateError("layer_file_gone")
    for name, value in asdict(order).items():
        setattr(row, name, value)
    row.problem, row.report = {}, {}
    _set(row, ImportStatus.READING)
    _hand_over(session, row)
    _note(session, row, "reread_layer", by)


def approve(
    session: Session,
    *,
    import_id: UUID,
    municipality_id: UUID,
    seen: str,
    allow_loss: bool,
    by: UUID,
) -> None:
    """Have what was previewed applied. Pressed twice, or by two, it is applied once.

    `seen` names the preview (`changes` of its report). Raises Conflict if that is not the one that
    stands now, InvalidInput if a loss was not confirmed, StateError if there is none to apply.
    """
    row = _locked(session, import_id, municipality_id)
    if row.status in (ImportStatus.APPLYING, ImportStatus.APPLIED):
        return
    if row.status not in (ImportStatus.PREVIEWED, ImportStatus.WAITING):
        raise StateError("nothing_to_apply")
    if row.report.get("changes") != seen:
        raise Conflict("preview_outdated")
    if loses_much(row.report) and not allow_loss:
        raise InvalidInput("loss_not_confirmed", field="allow_loss")
    _set(row, ImportStatus.APPLYING)
    _hand_over(session, row)
    _note(session, row, "approve_layer", by)


def cancel(session: Session, *, import_id: UUID, municipality_id: UUID, by: UUID | None) -> str:
    """Call it off; answers the key of the file to remove, "" if there is none.

    What is being applied, or is applied, stays: raises StateError.
    """
    row = _locked(session, import_id, municipality_id)
    if row.status in (ImportStatus.APPLYING, ImportStatus.APPLIED):
        raise StateError("being_applied")
    if row.status is not ImportStatus.CANCELLED:
        _set(row, ImportStatus.CANCELLED)
        _note(session, row, "cancel_layer", by)
    return _let_go(row)


def loses_much(report: dict[str, Any]) -> bool:
    """Whether somebody has to say that so much is to go."""
    return any(reason["code"] == LOSS for reason in report.get("reasons", ()))


# What the worker does


def begin(session: Session, *, import_id: UUID, status: ImportStatus) -> bool:
    """Count a try, in a transaction of its own; False when there is nothing to do for us.

    After too many tries the import is marked as failed instead.
    """
    row = hold(session, import_id=import_id, status=status)
    if row is None:
        return False
    if row.tries >= MOST_TRIES:
        fail(session, import_id=import_id, code="import_interrupted")
        return False
    row.tries += 1
    row.done = row.total = 0
    return True


def hold(session: Session, *, import_id: UUID, status: ImportStatus) -> LayerImport | None:
    """The import, for this transaction alone; None when it has moved on or a worker has it.

    The row itself stays unlocked: it is where the progress is told.
    """
    free = session.scalar(
        text("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))"), _lock_of(import_id)
    )
    row = session.get(LayerImport, import_id) if free else None
    return row if row and row.status is status else None


def tell_progress(session: Session, *, import_id: UUID, done: int, total: int) -> None:
    """Write how far the worker is."""
    row = session.get(LayerImport, import_id)
    if row:
        row.done, row.total = done, total


def finish_reading(session: Session, *, import_id: UUID, report: dict[str, Any]) -> None:
    """Put down the preview: to apply, to decide on, or nothing new. Not if it was called off."""
    row = _current(session, import_id)
    if row.status is not ImportStatus.READING:
        return
    row.report = _cut(report)
    if row.problem.get("code") == SCAN_WAITS:
        row.problem = {}
    if report["refused"] or any(reason["code"] == NOTHING for reason in report["reasons"]):
        _set(row, ImportStatus.REFUSED)
    elif report["reasons"]:
        _set(row, ImportStatus.WAITING)
    elif not any(report[name] for name in ("added", "changed", "withdrawn")):
        _set(row, ImportStatus.UNCHANGED)
    else:
        _set(row, ImportStatus.PREVIEWED)


def finish_applying(session: Session, *, import_id: UUID, report: dict[str, Any]) -> str:
    """Put down what was done; answers the key of the file to remove."""
    row = _current(session, import_id)
    row.report = _cut(report)
    _set(row, ImportStatus.APPLIED)
    return _let_go(row)


def refuse(
    session: Session, *, import_id: UUID, problem: Problem, report: dict[str, Any] | None
) -> None:
    """Put down why nothing can be made of it. The file stays for another try."""
    row, (code, params) = _current(session, import_id), problem
    if row.status not in MOVING:
        return
    row.problem = {"code": code, "params": params}
    row.report = _cut(report) if report else {}
    _set(row, ImportStatus.REFUSED)


def preview_again(session: Session, *, import_id: UUID) -> None:
    """The layer has changed since the preview: nobody has agreed to what would happen now."""
    row = _current(session, import_id)
    row.problem = {"code": CHANGED_MEANWHILE, "params": {}}
    _set(row, ImportStatus.READING)
    _hand_over(session, row)


def throw_out(session: Session, *, import_id: UUID, code: str) -> str:
    """Refuse for good what must not stay; answers the key of the file to remove."""
    row = _current(session, import_id)
    refuse(session, import_id=import_id, problem=(code, _named(row)), report=None)
    return _let_go(row)


def hold_back(session: Session, *, import_id: UUID, code: str, seconds: int) -> None:
    """Read it later: what has to be asked first does not answer. Such a try is not counted."""
    row = _current(session, import_id)
    if row.status is not ImportStatus.READING:
        return
    row.problem = {"code": code, "params": _named(row)}
    row.tries = 0
    _hand_over(session, row, wait_seconds=seconds)


def fail(session: Session, *, import_id: UUID, code: str) -> None:
    """Put down that it did not work out, through no fault of the file's."""
    row = _current(session, import_id)
    if row.status not in MOVING:
        return
    row.problem = {"code": code, "params": _named(row)}
    _set(row, ImportStatus.FAILED)


def wake(session: Session) -> int:
    """Queue what a killed worker left behind; answers how many. In the operator's scope."""
    stranded = [
        row
        for row in session.scalars(select(LayerImport).where(LayerImport.status.in_(MOVING)))
        if not queue.is_waiting(session, TASKS[row.status], import_id=str(row.id))
        and not _is_held(session, row.id)
    ]
    for row in stranded:
        _hand_over(session, row)
    return len(stranded)


def sweep(session: Session, *, store: FileStore, age: timedelta, grace: timedelta) -> int:
    """Call off what nobody decided on within `age`, and remove files that no import needs.

    Answers how many files went. In the operator's scope.
    """
    before = now() - age
    for row in session.scalars(
        select(LayerImport).where(
            LayerImport.file_key != "",
            LayerImport.created_at < before,
            LayerImport.status.not_in(MOVING),
        )
    ):
        if row.status in OPEN:
            _set(row, ImportStatus.CANCELLED)
        _let_go(row)
    session.flush()
    known = list_file_keys(session)
    stray = [key for key, written in store.list() if key not in known and written < now() - grace]
    for key in stray:
        store.delete(key)
    return len(stray)


def _locked(session: Session, import_id: UUID, municipality_id: UUID) -> LayerImport:
    row = session.get(LayerImport, import_id, with_for_update=True)
    if row is None or row.municipality_id != municipality_id:
        raise NotFound("no_import")
    return row


def _current(session: Session, import_id: UUID) -> LayerImport:
    """As it stands at this moment, whatever was read before, and kept so until the commit."""
    return session.get_one(LayerImport, import_id, with_for_update=True, populate_existing=True)


def _lock_of(import_id: UUID) -> dict[str, str]:
    return {"key": f"layer_import:{import_id}"}


def _is_held(session: Session, import_id: UUID) -> bool:
    """Whether a worker has it, without taking it."""
    return bool(session.scalar(_HELD, _lock_of(import_id)))


def _set(row: LayerImport, status: ImportStatus) -> None:
    row.status = status
    row.finished_at = None if status in OPEN else now()
    row.tries = 0


def _named(row: LayerImport) -> dict[str, Any]:
    """What a sentence about the file needs."""
    return {"file": row.file_name}


def _let_go(row: LayerImport) -> str:
    key, row.file_key = row.file_key, ""
    return key


def _hand_over(session: Session, row: LayerImport, *, wait_seconds: int = 0) -> None:
    queue.defer(
        session,
        TASKS[row.status],
        wait_seconds=wait_seconds,
        import_id=str(row.id),
        municipality_id=str(row.municipality_id),
    )


def _refuse_own(order: Order) -> None:
    """What editors wrote themselves is in no file: an import would withdraw it."""
    if order.register == OWN_REGISTER:
        raise InvalidInput("register_is_own", field="register")


def _cut(report: dict[str, Any]) -> dict[str, Any]:
    kept = {name: report[name][:MOST_REASONS] for name in ("reasons", "remarks")}
    return report | kept


def _note(session: Session, row: LayerImport, action: str, by: UUID | None) -> None:
    audit.record(
        session,
        action=action,
        subject="layer_import",
        subject_id=row.id,
        actor_id=by,
        municipality_id=row.municipality_id,
        register=row.register,
    )
