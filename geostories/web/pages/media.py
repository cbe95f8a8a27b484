"""Photos and recordings: the public's, the author's own, the moderators'."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from geostories.domain import photos, recordings
from geostories.domain.permissions import ROLES, Permission
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.integrations.files import FileStore
from geostories.queries.media import photo_is_visible, recording_is_visible
from geostories.web.guards import current_person, open_to_all
from geostories.web.headers import MEDIA_POLICY
from geostories.web.ids import read_id

blueprint = Blueprint("media", __name__)
TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "avif": "image/avif"}


@blueprint.get("/media/<media>/<any(full, medium, thumb):size>.<any(webp, jpg, avif):form>")
@open_to_all
def photo(media: str, size: str, form: str) -> ResponseReturnValue:
    """A cleaned photo, asked anew each time whether it may still be seen."""
    media_id = read_id(media, "no_photo")
    is_public = _look(photo_is_visible, media_id=media_id)
    if is_public is None:
        raise NotFound("no_photo")
    response = _answer(Response(mimetype=TYPES[form]), f"{media}-{size}-{form}", is_public)
    if response.make_conditional(request).status_code == 304:
        return response
    store: FileStore = current_app.extensions["files"]
    try:
        response.set_data(photos.get(media_id, size, form, store))
    except FileNotFoundError:
        raise NotFound("no_photo") from None
    return response


@blueprint.get("/media/<recording>/sound.m4a")
@open_to_all
def sound(recording: str) -> ResponseReturnValue:
    """A cleaned recording, whole or the part that is asked for; asked anew if it may still be heard."""
    recording_id = read_id(recording, "no_recording")
    is_public = _look(recording_is_visible, recording_id=recording_id)
    if is_public is None:
        raise NotFound("no_recording")
    response = _answer(Response(mimetype="audio/mp4"), recording, is_public)
    if request.if_none_match.contains(recording):
        return response.make_conditional(request)
    store: FileStore = current_app.extensions["files"]
    try:
        content = store.get(recordings.key(recording_id))
    except FileNotFoundError:
        raise NotFound("no_recording") from None
    response.set_data(content)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def _answer(response: Response, tag: str, is_public: bool) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache" if is_public else "no-store"
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    return response


def _look(is_visible: Callable[..., bool], **what: UUID) -> bool | None:
    """Whether everybody may have it; None when the person who asks may not either."""

    def sees(scope: Scope) -> bool:
        with reading(scope) as session:
            return is_visible(session, **what)

    if sees(Scope.public()):
        return True
    return False if any(map(sees, _own_scopes())) else None


def _own_scopes() -> list[Scope]:
    """The person's own scope, and those of the municipalities they moderate."""
    person = current_person()
    moderated = {
        grant.municipality_id
        for grant in person.grants
        if grant.municipality_id and person.has(ROLES[Permission.MODERATE], grant.municipality_id)
    }
    return [Scope.person(person.id), *map(Scope.municipality, moderated)]
