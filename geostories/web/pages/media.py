"""Photos: the public's, the author's own, the moderators'."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from geostories.domain import photos
from geostories.domain.permissions import ROLES, Permission
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.integrations.files import FileStore
from geostories.queries.media import photo_is_visible
from geostories.web.guards import current_person, open_to_all
from geostories.web.ids import read_id

blueprint = Blueprint("media", __name__)


@blueprint.get("/media/<media>/<any(full, thumb):size>.webp")
@open_to_all
def photo(media: str, size: str) -> ResponseReturnValue:
    """A cleaned photo, asked anew each time whether it may still be seen."""
    media_id = read_id(media, "no_photo")
    is_public = _sees(Scope.public(), media_id)
    if not is_public and not any(_sees(scope, media_id) for scope in _own_scopes()):
        raise NotFound("no_photo")
    response = Response(mimetype="image/webp")
    response.set_etag(f"{media}-{size}")
    response.headers["Cache-Control"] = "no-cache" if is_public else "no-store"
    if response.make_conditional(request).status_code == 304:
        return response
    store: FileStore = current_app.extensions["files"]
    try:
        response.set_data(store.get(photos.key(media_id, size)))
    except FileNotFoundError:
        raise NotFound("no_photo") from None
    return response


def _sees(scope: Scope, media_id: UUID) -> bool:
    with reading(scope) as session:
        return photo_is_visible(session, media_id=media_id)


def _own_scopes() -> list[Scope]:
    """The person's own scope, and those of the municipalities they moderate."""
    person = current_person()
    moderated = {
        grant.municipality_id
        for grant in person.grants
        if grant.municipality_id and person.has(ROLES[Permission.MODERATE], grant.municipality_id)
    }
    return [Scope.person(person.id), *map(Scope.municipality, moderated)]
