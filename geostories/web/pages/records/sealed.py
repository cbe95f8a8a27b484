"""Sealed copies: listed without what is in them; opened with a purpose, which the log keeps."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from geostories import public_id
from geostories.domain import photos, sealing
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries.sealed import SealedLine, list_sealed
from geostories.vocabulary import Purpose
from geostories.web.forms.records import PurposeForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.records.desk import blueprint
from geostories.wording import records as saying
from geostories.wording import vocabulary as words

MEDIA_TYPE = "image/webp"


INNER = ("part", "result")
"""How a picture was changed; the picture itself is shown."""


@blueprint.get("/handlingar/forseglat")
@allowed(Permission.KEEP_RECORDS)
def list_copies() -> ResponseReturnValue:
    """That they are there, of what and why."""
    with reading(scope()) as session:
        found = list_sealed(session, municipality_id=current().id)
    return render_template(
        "records/sealed.html",
        copies=found,
        key=public_id.encode,
        subject=words.subject,
        because=saying.sealed_because,
    )


@blueprint.get("/handlingar/forseglat/<copy>")
@allowed(Permission.KEEP_RECORDS)
def show_copy(copy: str) -> ResponseReturnValue:
    """What is said of it outside the seal, and what it takes to open it."""
    return _page(_find(copy), PurposeForm())


@blueprint.post("/handlingar/forseglat/<copy>")
@allowed(Permission.KEEP_RECORDS)
def read_copy(copy: str) -> ResponseReturnValue:
    """Open it; that is logged before anything is shown."""
    line, form = _find(copy), PurposeForm()
    if not form.validate():
        return _page(line, form)
    try:
        with transaction(scope()) as session:
            opened = sealing.read(
                session,
                copy_id=line.id,
                municipality_id=current().id,
                person=current_person(),
                purpose=Purpose(form.purpose.data),
                reference=(form.reference.data or "").strip(),
            )
            content, files = dict(opened.content), list(opened.files)
    except InvalidInput as error:
        form.blame(error)
        return _page(line, form)
    return _page(line, None, content, files)


def _find(copy: str) -> SealedLine:
    copy_id = read_id(copy, "no_sealed_copy")
    with reading(scope()) as session:
        found = list_sealed(session, municipality_id=current().id, copy_id=copy_id)
    if not found:
        raise NotFound("no_sealed_copy")
    return found[0]


def _page(
    line: SealedLine,
    form: PurposeForm | None,
    content: dict[str, Any] | None = None,
    files: list[str] | None = None,
) -> ResponseReturnValue:
    parts = [
        (saying.part(name), value)
        for name, value in (content or {}).items()
        if value not in (None, "") and not isinstance(value, list | dict) and name not in INNER
    ]
    return render_template(
        "records/sealed_copy.html",
        copy=line,
        form=form,
        parts=parts,
        pictures=[picture for file in files or [] if (picture := _picture(UUID(file)))],
        subject=words.subject(line.subject),
        because=saying.sealed_because,
        key=public_id.encode(line.id),
    ), 422 if form and form.errors else 200


def _picture(file: UUID) -> str:
    """The picture in the page itself: it has no address that could be opened again."""
    try:
        content = current_app.extensions["files"].get(photos.key(file, "medium"))
    except FileNotFoundError:  # a recording, or a picture that went before there were seals
        return ""
    return f"data:{MEDIA_TYPE};base64,{base64.b64encode(content).decode()}"
