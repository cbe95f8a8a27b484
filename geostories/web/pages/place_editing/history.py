"""Who changed what of a place, and going back to how it was."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import place_editing
from geostories.domain.permissions import Permission
from geostories.domain.place_changes import compare
from geostories.domain.transaction import reading, transaction
from geostories.queries.place_content import find_thing
from geostories.queries.place_editing import RevisionInfo, list_revisions
from geostories.web.guards import allowed
from geostories.web.municipality import current, scope
from geostories.web.pages.place_editing.frame import (
    Edited,
    blueprint,
    edit_url,
    editor,
    load,
    sent_number,
)
from geostories.wording import place_editing as wording

SHOWN_AT_MOST = 100


@blueprint.get("/redaktion/platser/<place>/historik")
@allowed(Permission.EDIT_PLACES)
def history(place: str) -> ResponseReturnValue:
    """The savings, newest first, with what each changed."""
    edited = load(place)
    with reading(scope()) as session:
        thing = find_thing(session, thing_id=edited.id, municipality_id=current().id)
        revisions = list_revisions(session, thing, limit=SHOWN_AT_MOST + 1)
    return render_template(
        "editing/places/history.html",
        edited=edited,
        lines=_lines(revisions, edited)[:SHOWN_AT_MOST],
        edit_url=edit_url(edited.id),
        undo_url=url_for("place_editing.undo", municipality=current().slug, place=place),
    )


def _lines(revisions: list[RevisionInfo], edited: Edited) -> list[dict[str, Any]]:
    older = [*revisions[1:], None]
    return [
        {
            "revision": each,
            "changes": wording.changes(compare(before.content, each.content), edited.unit_names)
            if before
            else [],
            "is_first": before is None,
        }
        for each, before in zip(revisions, older, strict=True)
    ]


@blueprint.post("/redaktion/platser/<place>/angra")
@allowed(Permission.EDIT_PLACES)
def undo(place: str) -> ResponseReturnValue:
    """Save an older revision anew."""
    edited = load(place)
    with transaction(scope()) as session:
        place_editing.undo(
            session,
            thing_id=edited.id,
            editor=editor(),
            seen=sent_number("seen"),
            number=sent_number("number"),
        )
    flash(_("Done. It stands as it did before."), "success")
    return redirect(edit_url(edited.id), code=303)
