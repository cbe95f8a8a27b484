"""Photos and recordings of a draft that come in parts: begin, ask how far, add, finish, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from geostories.domain import uploads
from geostories.domain.transaction import reading, transaction
from geostories.domain.uploads import UploadInfo
from geostories.errors import Conflict, InvalidInput, StateError
from geostories.integrations.files import FileStore
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import UploadKind
from geostories.web.guards import open_to_all, own_scope, settings, takes_json
from geostories.web.ids import read_id
from geostories.web.pages.tell import photos, recording
from geostories.web.pages.tell.steps import blueprint, draft_of

OFFSET = "Upload-Offset"

Finisher = Callable[[VersionInfo, UploadInfo, bytes], UUID]
"""Makes an uploaded file the draft's, notes it with uploads.settle in the same transaction, and
answers what it is; raises InvalidInput for what cannot be used, and then nothing of it is kept."""
Teller = Callable[[VersionInfo, UUID], dict[str, Any]]
"""What the page's script needs of the result; raises NotFound when it was taken out since."""

KINDS: dict[UploadKind, tuple[Finisher, Teller]] = {
    UploadKind.PHOTO: (photos.finish_upload, photos.kept_photo),
    UploadKind.SOUND: (recording.finish_upload, recording.kept_recording),
}


@blueprint.post("/beratta/<story>/uppladdningar")
@open_to_all
@takes_json
def begin_upload(story: str) -> ResponseReturnValue:
    """Begin an upload, or learn how far the one of this key has come."""
    draft_of(story)
    key, kind, size, is_aerial = _read(request.get_json(silent=True))
    with transaction(own_scope()) as session:
        found = uploads.begin(
            session,
            story_id=read_id(story, "no_draft"),
            key=key,
            kind=kind,
            size=size,
            is_aerial=is_aerial,
            settings=settings(),
        )
    return _how_far(found)


def _read(given: Any) -> tuple[UUID, UploadKind, int, bool]:
    """What a script says of its file; raises BadRequest for anything else."""
    try:
        size = int(given["size"])
        return UUID(given["key"]), UploadKind(given["kind"]), size, given["is_aerial"] is True
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError):
        raise BadRequest from None


@blueprint.get("/beratta/<story>/uppladdningar/<uuid:key>")
@open_to_all
def show_upload(story: str, key: UUID) -> ResponseReturnValue:
    """How far an upload has come."""
    return _how_far(_find(story, key))


@blueprint.put("/beratta/<story>/uppladdningar/<uuid:key>")
@open_to_all
def add_part(story: str, key: UUID) -> ResponseReturnValue:
    """Keep the part that begins at the offset of the header; 409 says where it goes on instead."""
    draft_of(story)  # sent in meanwhile: no more of it
    offset = request.headers.get(OFFSET, type=int)
    if offset is None:
        raise BadRequest
    part = request.stream.read(settings().upload_part_bytes + 1)
    try:
        with transaction(own_scope()) as session:
            found = uploads.add_part(
                session,
                story_id=read_id(story, "no_draft"),
                key=key,
                offset=offset,
                content=part,
                store=_store(),
                settings=settings(),
            )
    except Conflict as conflict:
        return jsonify(received=conflict.params["received"]), 409
    return _how_far(found)


@blueprint.post("/beratta/<story>/uppladdningar/<uuid:key>/klar")
@open_to_all
def finish_upload(story: str, key: UUID) -> ResponseReturnValue:
    """Make the whole file the draft's; asked again, it answers as the first time."""
    draft, found = draft_of(story), _find(story, key)
    finish, tell = KINDS[found.kind]
    if found.result_id is None:
        try:
            finish(draft, found, uploads.content(found, key=key, store=_store()))
        except InvalidInput:
            _forget(story, key)  # an original that cannot be cleaned is not kept
            raise
        except StateError:
            if _find(story, key).result_id is None:  # else the same request came first
                raise
        uploads.drop_parts(found.id, _store())
    result_id = _find(story, key).result_id
    if result_id is None:
        raise StateError("upload_not_whole")
    return jsonify({found.kind.value: tell(draft_of(story), result_id)})


@blueprint.delete("/beratta/<story>/uppladdningar/<uuid:key>")
@open_to_all
def cancel_upload(story: str, key: UUID) -> ResponseReturnValue:
    """Throw away what has come; what is finished already stays, and is taken out as photos are."""
    found = _find(story, key)
    if found.result_id is None:
        _forget(story, key)
    return jsonify(cancelled=found.result_id is None)


def _forget(story: str, key: UUID) -> None:
    with transaction(own_scope()) as session:
        upload_id = uploads.cancel(session, story_id=read_id(story, "no_draft"), key=key)
    uploads.drop_parts(upload_id, _store())


def _find(story: str, key: UUID) -> UploadInfo:
    with reading(own_scope()) as session:
        return uploads.find(session, story_id=read_id(story, "no_draft"), key=key)


def _store() -> FileStore:
    store: FileStore = current_app.extensions["upload_files"]
    return store


def _how_far(found: UploadInfo) -> ResponseReturnValue:
    return jsonify(received=found.received, size=found.size, is_done=found.result_id is not None)
