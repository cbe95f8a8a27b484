"""One's own collections, under my pages: made, put in order, sent in, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import collections
from geostories.domain.collections import LEAST, CollectionEntry
from geostories.domain.permissions import Permission, may
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.associations import list_own_associations
from geostories.queries.collections import (
    CollectionInfo,
    get_own_collection,
    list_items,
    list_own_collections,
    places_on,
)
from geostories.queries.trails import TrailFilter, list_trails
from geostories.vocabulary import CollectionStatus
from geostories.web import cards
from geostories.web.forms.collection import NOTE, Choices, CollectionForm, as_typed
from geostories.web.forms.tell import in_name_of
from geostories.web.guards import current_person, own_scope, settings, signed_in
from geostories.web.ids import read_titled_id
from geostories.wording import gathering as saying
from geostories.wording.errors import say

blueprint = Blueprint("own_collections", __name__, url_prefix="/konto/samlingar")
TRAILS = 500


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """All of one's own, with where each stands."""
    with reading(own_scope()) as session:
        own = list_own_collections(session, person_id=current_person().id)
    return render_template(
        "collections/mine.html",
        own=[(each, cards.of_collection(each)) for each in own],
        saying=saying,
    )


@blueprint.get("/<gathering>")
@signed_in
def edit(gathering: str) -> ResponseReturnValue:
    """A draft to work on; one that was sent in is opened again first."""
    found = _find(gathering)
    return _page(_form(found, formdata=None, data=as_typed(found)), found)


@blueprint.post("/<gathering>")
@signed_in
def save(gathering: str) -> ResponseReturnValue:
    """Keep what was typed, and do what the button that was pressed says."""
    found = _find(gathering)
    form = _form(found)
    if not form.validate():
        return _page(form, found)
    try:
        with transaction(own_scope()) as session:
            collections.save(
                session,
                collection_id=found.id,
                person=current_person(),
                entry=form.entry(),
                notes=form.notes(),
            )
            _act(session, found)
    except InvalidInput as error:
        if error.field in form:
            form.blame(error)
        else:
            form.form_errors.append(say(error))
        return _page(form, found)
    return _after(found)


def _act(session: Any, found: CollectionInfo) -> None:
    """`action` is save, submit, along, or one of up, down, out with a story's id after it."""
    verb, _colon, story = request.form.get("action", "").partition(":")
    same: dict[str, Any] = {"collection_id": found.id, "person": current_person()}
    acts: dict[str, Callable[[UUID], None]] = {
        "up": lambda each: collections.move(session, story_id=each, steps=-1, **same),
        "down": lambda each: collections.move(session, story_id=each, steps=1, **same),
        "out": lambda each: collections.take_out(session, story_id=each, **same),
    }
    story_id = public_id.decode(story)
    if verb in acts and story_id is not None:
        acts[verb](story_id)
    elif verb == "along":
        own = get_own_collection(session, collection_id=found.id, person_id=current_person().id)
        at_m = places_on(session, own.trail_id) if own.trail_id else {}
        collections.arrange(session, ids=sorted(at_m, key=lambda each: at_m[each]), **same)
    elif verb == "submit":
        collections.submit(session, **same)


def _after(found: CollectionInfo) -> ResponseReturnValue:
    verb, _colon, story = request.form.get("action", "").partition(":")
    if verb == "submit":
        flash(_("Sent in. You get a mail when the municipality has read it."), "success")
        return _to_index()
    if verb not in ("up", "down", "out", "along"):
        flash(_("Saved."), "success")
    anchor = {"up": f"s-{story}", "down": f"s-{story}"}.get(verb, "stories")
    key = public_id.encode(found.id)
    return redirect(url_for("own_collections.edit", gathering=key, _anchor=anchor), code=303)


@blueprint.post("/<gathering>/oppna")
@signed_in
def reopen(gathering: str) -> ResponseReturnValue:
    """Make it a draft again: from now on nobody else sees it."""
    with transaction(own_scope()) as session:
        collections.reopen(
            session,
            collection_id=read_titled_id(gathering, "no_gathering"),
            person=current_person(),
        )
    flash(_("It is a draft again. Only you see it."), "success")
    return redirect(url_for("own_collections.edit", gathering=gathering), code=303)


@blueprint.post("/<gathering>/kasta")
@signed_in
def discard(gathering: str) -> ResponseReturnValue:
    """Throw it away; its stories stay where they are."""
    with transaction(own_scope()) as session:
        collections.discard(
            session,
            collection_id=read_titled_id(gathering, "no_gathering"),
            person=current_person(),
        )
    flash(_("The collection is thrown away. Its stories stay."), "success")
    return _to_index()


def first_entry(title: str) -> CollectionEntry:
    """What a new collection begins as."""
    return CollectionEntry(title=title, author_label=current_person().display_name)


def _find(gathering: str) -> CollectionInfo:
    with reading(own_scope()) as session:
        return get_own_collection(
            session,
            collection_id=read_titled_id(gathering, "no_gathering"),
            person_id=current_person().id,
        )


def _form(found: CollectionInfo, **given: Any) -> CollectionForm:
    with reading(own_scope()) as session:
        voices = _voices(session, found.municipality_id)
        trails = list_trails(
            session, wanted=TrailFilter(municipality_id=found.municipality_id), limit=TRAILS
        )
    named = [(public_id.encode(each.id), each.name) for each in trails if each.geometry]
    return CollectionForm(voices=voices, trails=named, **given)


def _voices(session: Any, municipality_id: UUID) -> Choices:
    person = current_person()
    own = list_own_associations(session, person_id=person.id, municipality_id=municipality_id)
    voices = [("resident", _("I, as a resident"))]
    voices += [(in_name_of(each.id), each.name) for each in own]
    if may(person, Permission.SPEAK_FOR_MUNICIPALITY, municipality_id):
        voices.append(("municipality", _("The municipality")))
    return voices


def _page(form: CollectionForm, found: CollectionInfo) -> ResponseReturnValue:
    with reading(own_scope()) as session:
        items = list_items(session, collection_id=found.id)
    return render_template(
        "collections/edit.html",
        form=form,
        found=found,
        card=cards.of_collection(found),
        is_draft=found.status is CollectionStatus.DRAFT,
        status_text=saying.collection_status(found.status),
        items=[
            {
                "key": public_id.encode(item.story_id),
                "title": item.title,
                "url": cards.story_url(found.municipality, item.story_id),
                "field": f"{NOTE}{public_id.encode(item.story_id)}",
                "note": request.form.get(f"{NOTE}{public_id.encode(item.story_id)}", item.note),
            }
            for item in items
        ],
        least=LEAST[found.kind],
        limits=settings(),
        slug=found.municipality,
        key=public_id.encode(found.id),
    ), 422 if form.errors else 200


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("own_collections.index"), code=303)
