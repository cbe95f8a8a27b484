"""Uploads in parts: a photo or a recording that comes piece by piece over a line that breaks.

The browser names an upload by a random key of its own: the same key again goes on where it stopped.
The parts of an original tell where it was made, so they are stored sealed with that key, of which
the database knows a digest only: what lies on disk or in a backup can be read by nobody.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256, shake_256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain.drafts import get_draft_row
from geostories.errors import Conflict, InvalidInput, NotFound, StateError
from geostories.models import Upload
from geostories.vocabulary import UploadKind

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore

NONCE_BYTES = 16


@dataclass(frozen=True)
class UploadInfo:
    """How far an upload has come; sizes in bytes. `result_id`: the photo or recording it became."""

    id: UUID
    kind: UploadKind
    size: int
    received: int
    is_aerial: bool
    result_id: UUID | None

    @property
    def is_whole(self) -> bool:
        """Whether all of it has arrived."""
        return self.received == self.size


def begin(
    session: Session,
    *,
    story_id: UUID,
    key: UUID,
    kind: UploadKind,
    size: int,
    is_aerial: bool = False,
    settings: Settings,
) -> UploadInfo:
    """Begin an upload for the draft, or find the one of this key again; in the person's scope.

    Raises InvalidInput for what is empty, too large or one too many, Conflict when the key was
    used for another file.
    """
    draft = get_draft_row(session, story_id=story_id)  # its lock lets the same key in once
    earlier = session.scalar(
        select(Upload).where(Upload.owner_id == draft.owner_id, Upload.key == _digest(key))
    )
    if earlier is not None:
        if (earlier.story_id, earlier.kind, earlier.size) != (story_id, kind, size):
            raise Conflict("upload_differs")
        return _info(earlier)
    _check_size(kind, size, settings)
    _make_room(session, draft.owner_id, settings.uploads_waiting)
    upload = Upload(
        id=uuid4(),
        key=_digest(key),
        owner_id=draft.owner_id,
        story_id=story_id,
        kind=kind,
        size=size,
        is_aerial=is_aerial,
    )
    session.add(upload)
    session.flush()
    return _info(upload)


def _check_size(kind: UploadKind, size: int, settings: Settings) -> None:
    most = settings.photo_bytes if kind is UploadKind.PHOTO else settings.sound_bytes
    if size < 1:
        raise InvalidInput("upload_empty", field="size")
    if size > most:
        raise InvalidInput(f"{kind.value}_too_large", field="size", megabytes=most // 10**6)


def _make_room(session: Session, owner_id: UUID, most: int) -> None:
    """Nobody fills the disk with beginnings."""
    waiting = session.scalar(
        select(func.count()).where(Upload.owner_id == owner_id, Upload.result_id.is_(None))
    )
    if (waiting or 0) >= most:
        raise InvalidInput("too_many_uploads", field="size", most=most)


def find(session: Session, *, story_id: UUID, key: UUID) -> UploadInfo:
    """How far an upload has come; raises NotFound for what is not there in this scope."""
    return _info(_row(session, story_id, key))


def add_part(
    session: Session,
    *,
    story_id: UUID,
    key: UUID,
    offset: int,
    content: bytes,
    store: FileStore,
    settings: Settings,
) -> UploadInfo:
    """Keep the part that begins at `offset`; written before it is counted, so a crash repeats it.

    Raises Conflict, with `received`, when the upload goes on elsewhere.
    """
    upload = _row(session, story_id, key, lock=True)
    if offset != upload.received:
        raise Conflict("upload_out_of_step", received=upload.received)
    if not 0 < len(content) <= min(settings.upload_part_bytes, upload.size - offset):
        raise InvalidInput("upload_part_size", field="part")
    store.put(_part_key(upload.id, offset), _seal(content, key))
    upload.received = offset + len(content)
    return _info(upload)


def content(upload: UploadInfo, *, key: UUID, store: FileStore) -> bytes:
    """The whole file. Raises StateError when something of it has not arrived."""
    if not upload.is_whole:
        raise StateError("upload_not_whole")
    parts, offset = [], 0
    while offset < upload.size:
        try:
            parts.append(_unseal(store.get(_part_key(upload.id, offset)), key))
        except FileNotFoundError:  # finished by the same request sent twice, or swept
            raise StateError("upload_not_whole") from None
        offset += len(parts[-1])
    return b"".join(parts)


def settle(session: Session, *, upload_id: UUID, result_id: UUID) -> UUID:
    """Note what an upload became; answers what it is: the earlier one, if it was finished before."""
    upload = session.scalar(select(Upload).where(Upload.id == upload_id).with_for_update())
    if upload is None:
        raise NotFound("no_upload")
    if upload.result_id is None:
        upload.result_id = result_id
    return upload.result_id


def cancel(session: Session, *, story_id: UUID, key: UUID) -> UUID:
    """Forget an upload that became nothing; answers its id, whose parts are to be dropped then."""
    upload = _row(session, story_id, key, lock=True)
    session.delete(upload)
    return upload.id


def drop_parts(upload_id: UUID, store: FileStore) -> None:
    """Remove the parts of an upload that is finished or cancelled."""
    for name, _written in list(store.list(_folder(upload_id))):
        store.delete(name)


def sweep(session: Session, *, store: FileStore, age: timedelta, grace: timedelta) -> int:
    """Forget halves that nobody went on with, then parts that no unfinished upload names.

    Answers how many files went. In the operator's scope.
    """
    now = datetime.now(UTC)
    session.execute(delete(Upload).where(Upload.created_at < now - age, Upload.result_id.is_(None)))
    waiting = session.scalars(select(Upload.id).where(Upload.result_id.is_(None)))
    known = {_folder(upload_id) for upload_id in waiting}
    stray = [
        name
        for name, written in store.list()
        if written < now - grace and name.partition("/")[0] not in known
    ]
    for name in stray:
        store.delete(name)
    return len(stray)


def _row(session: Session, story_id: UUID, key: UUID, *, lock: bool = False) -> Upload:
    query = select(Upload).where(Upload.story_id == story_id, Upload.key == _digest(key))
    upload = session.scalar(query.with_for_update() if lock else query)
    if upload is None:
        raise NotFound("no_upload")
    return upload


def _info(upload: Upload) -> UploadInfo:
    names = UploadInfo.__dataclass_fields__
    return UploadInfo(**{name: getattr(upload, name) for name in names})


def _digest(key: UUID) -> UUID:
    return UUID(bytes=sha256(b"upload" + key.bytes).digest()[:16])


def _folder(upload_id: UUID) -> str:
    return public_id.encode(upload_id)


def _part_key(upload_id: UUID, offset: int) -> str:
    return f"{_folder(upload_id)}/{offset:012}"


def _seal(content: bytes, key: UUID) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _veil(content, key, nonce)


def _unseal(sealed: bytes, key: UUID) -> bytes:
    return _veil(sealed[NONCE_BYTES:], key, sealed[:NONCE_BYTES])


def _veil(content: bytes, key: UUID, nonce: bytes) -> bytes:
    """SHAKE256 of key and nonce as the stream that hides it, and shows it again."""
    stream = shake_256(key.bytes + nonce).digest(len(content))
    return bytes(np.frombuffer(content, np.uint8) ^ np.frombuffer(stream, np.uint8))
