"""The recording of a draft: taken in with the form, or as what came in parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, after_this_request, current_app, flash, jsonify, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from geostories.domain import recordings, uploads
from geostories.domain.transaction import transaction
from geostories.domain.uploads import UploadInfo
from geostories.errors import NotFound
from geostories.queries.own_stories import VersionInfo
from geostories.web import sounds
from geostories.web.error_pages import wants_json
from geostories.web.guards import HOUR, limit, open_to_all, own_scope, settings, visitor_address
from geostories.web.headers import WITH_MICROPHONE
from geostories.web.pages.tell.steps import blueprint, draft_of, step_url


@blueprint.post("/beratta/<story>/ljud/ta-bort")
@open_to_all
def remove_recording(story: str) -> ResponseReturnValue:
    """Take the recording out of the draft, with what was written of it."""
    draft = draft_of(story)
    with transaction(own_scope()) as session:
        recordings.remove(session, story_id=draft.story_id)
    if wants_json():
        return jsonify(removed=True)
    flash(_("The recording is removed."), "success")
    return redirect(step_url("words", draft, _anchor="sound"), code=303)


def take_in(draft: VersionInfo, file: FileStorage) -> None:
    """Clean and keep a file of the form; raises InvalidInput."""
    _take_in_one(draft, file.stream.read(settings().sound_bytes + 1))


def finish_upload(draft: VersionInfo, upload: UploadInfo, content: bytes) -> UUID:
    """Take in a recording that came in parts."""
    return _take_in_one(draft, content, upload)


def _take_in_one(draft: VersionInfo, upload: bytes, part_of: UploadInfo | None = None) -> UUID:
    """Clean, store, and write the row; of an upload that was finished meanwhile, the earlier one."""
    limit("sounds from", visitor_address(), settings().sounds_per_address, HOUR)
    recording_id, sound = recordings.take_in(
        upload, settings=settings(), store=current_app.extensions["files"]
    )
    with transaction(own_scope()) as session:
        if part_of:
            kept_id = uploads.settle(session, upload_id=part_of.id, result_id=recording_id)
            if kept_id != recording_id:
                return kept_id  # the file of this one is the sweeper's
        recordings.put(session, story_id=draft.story_id, recording_id=recording_id, sound=sound)
    return recording_id


def kept_recording(draft: VersionInfo, recording_id: UUID) -> dict[str, Any]:
    """What the player shows; raises NotFound when it was taken out of the draft since."""
    if draft.sound is None or draft.sound.id != recording_id:
        raise NotFound("no_recording")
    return sounds.of_sound(draft.sound)


def let_record() -> None:
    """Let the page that is being made ask for the microphone; no other may."""

    @after_this_request
    def allow(response: Response) -> Response:
        response.headers["Permissions-Policy"] = WITH_MICROPHONE
        return response


def page_data(draft: VersionInfo) -> dict[str, Any]:
    """What static/js/stories/recorder.js needs to know."""
    limits = settings()
    return {
        "urls": {
            "uploads": step_url("begin_upload", draft),
            "remove": step_url("remove_recording", draft),
        },
        "limits": {
            "bytes": limits.sound_bytes,
            "seconds": limits.sound_length,
            "part_bytes": limits.upload_part_bytes,
        },
        "words": {
            "denied": _(
                "We may not use the microphone. Allow it in the browser, or choose a sound file."
            ),
            "no_microphone": _("We find no microphone. Choose a sound file instead."),
            "no_recorder": _("This browser cannot record. Choose a sound file instead."),
            "recording": _("Recording. Speak as you would to a friend."),
            "paused": _("Paused. Nothing is recorded now."),
            "minute_left": _("One minute left."),
            "full": _("That was all there is room for. The recording is kept."),
            "cancelled": _("The recording is thrown away."),
            "kept": _("The recording is in. Listen to it."),
            "removed": _("The recording is removed."),
            "sending": _("The recording is on its way."),
            "line_away": _("The line is away. We go on by ourselves."),
            "under_way": _("The recording is on its way. We go on when it has arrived."),
            "still_on": _("Press Done first: the recording is still on."),
            "upload_failed": _("The recording did not arrive. Try again."),
            "too_large": _(
                "The recording is larger than %(megabytes)s MB. Choose a shorter one.",
                megabytes=limits.sound_bytes // 10**6,
            ),
        },
    }
