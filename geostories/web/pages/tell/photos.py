"""Photos of a draft: taken in with the form, or as what came in parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from geostories import public_id
from geostories.domain import drafts, photos, uploads
from geostories.domain.transaction import transaction
from geostories.domain.uploads import UploadInfo
from geostories.errors import InvalidInput, NotFound, NotNow
from geostories.queries.own_stories import VersionInfo
from geostories.web import cards
from geostories.web.error_pages import wants_json
from geostories.web.guards import HOUR, limit, open_to_all, own_scope, settings, visitor_address
from geostories.web.ids import read_id
from geostories.web.pages.tell.steps import blueprint, draft_of, step_url
from geostories.wording.errors import say


@blueprint.post("/beratta/<story>/bilder")
@open_to_all
def add_photos(story: str) -> ResponseReturnValue:
    """Take in one or several files."""
    draft = draft_of(story)
    files = [file for file in request.files.getlist("photos") if file.filename]
    kept, refused = take_in(draft, files)
    if wants_json():
        answer = jsonify(photos=[_kept(media_id) for media_id in kept], errors=refused)
        return answer, 422 if refused and not kept else 200
    for sentence in refused:
        flash(sentence, "error")
    return redirect(step_url("words", draft, _anchor="photos"), code=303)


@blueprint.post("/beratta/<story>/bilder/<media>/ta-bort")
@open_to_all
def remove_photo(story: str, media: str) -> ResponseReturnValue:
    """Take a photo out of the draft."""
    draft = draft_of(story)
    with transaction(own_scope()) as session:
        drafts.remove_photo(session, story_id=draft.story_id, media_id=read_id(media, "no_photo"))
    if wants_json():
        return jsonify(removed=media)
    return redirect(step_url("words", draft, _anchor="photos"), code=303)


def take_in(draft: VersionInfo, files: list[FileStorage]) -> tuple[list[UUID], list[str]]:
    """Clean and keep each file; answers the ids of what was kept and why the others were not."""
    kept: list[UUID] = []
    refused: list[str] = []
    for file in files:
        limit("photos from", visitor_address(), settings().photos_per_address, HOUR)
        try:
            _make_room(len(draft.photos) + len(kept))
            upload = file.stream.read(settings().photo_bytes + 1)
            kept.append(_take_in_one(draft, upload))
        except (InvalidInput, NotNow) as error:
            refused.append(_("%(file)s: %(reason)s", file=file.filename, reason=say(error)))
    return kept, refused


def _make_room(count: int) -> None:
    """Refuse before the picture is decoded, which costs a second."""
    most = settings().photos_per_story
    if count >= most:
        raise InvalidInput("too_many_photos", field="photos", most=most)


def _take_in_one(draft: VersionInfo, upload: bytes, part_of: UploadInfo | None = None) -> UUID:
    """Clean, store, and write the row; of an upload that was finished meanwhile, the earlier one."""
    limits = settings()
    media_id, photo = photos.take_in(upload, settings=limits, store=current_app.extensions["files"])
    with transaction(own_scope()) as session:
        if part_of:
            kept_id = uploads.settle(session, upload_id=part_of.id, result_id=media_id)
            if kept_id != media_id:
                return kept_id  # the files of this one are the sweeper's
        drafts.add_photo(
            session,
            story_id=draft.story_id,
            media_id=media_id,
            width=photo.width,
            height=photo.height,
            size=photo.bytes,
            is_aerial=photo.is_aerial or bool(part_of and part_of.is_aerial),
            most=limits.photos_per_story,
        )
    return media_id


def finish_upload(draft: VersionInfo, upload: UploadInfo, content: bytes) -> UUID:
    """Take in a photo that came in parts."""
    limit("photos from", visitor_address(), settings().photos_per_address, HOUR)
    _make_room(len(draft.photos))
    return _take_in_one(draft, content, upload)


def kept_photo(draft: VersionInfo, media_id: UUID) -> dict[str, Any]:
    """Its addresses; raises NotFound when it was taken out of the draft since."""
    if media_id not in {photo.id for photo in draft.photos}:
        raise NotFound("no_photo")
    return _kept(media_id)


def _kept(media_id: UUID) -> dict[str, Any]:
    return {
        "id": public_id.encode(media_id),
        "url": cards.photo_url(media_id),
        "full_url": cards.photo_url(media_id, "medium"),
    }
