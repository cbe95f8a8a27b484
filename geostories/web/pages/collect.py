"""*Lägg i samling*: from a story's page into one of one's own drafts, or into a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import collections
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.collections import list_own_collections
from geostories.queries.stories import StoryFilter, list_stories
from geostories.vocabulary import CollectionStatus
from geostories.web import cards
from geostories.web.forms.collection import PutForm
from geostories.web.guards import current_person, own_scope, settings, signed_in
from geostories.web.municipality import current, of_municipality
from geostories.web.pages.own_collections import first_entry

blueprint = of_municipality(Blueprint("collect", __name__))


@blueprint.get("/samlingar/lagg-i")
@signed_in
def choose() -> ResponseReturnValue:
    """Which collection? `?berattelse=` is the story; without one, a new empty collection."""
    form = _form(formdata=None, data={"story": request.args.get("berattelse", "")})
    form.collection.data = form.collection.choices[0][0]
    return _page(form)


@blueprint.post("/samlingar/lagg-i")
@signed_in
def put() -> ResponseReturnValue:
    """Put the story there, and go on to the collection."""
    form = _form()
    if not form.validate():
        return _page(form)
    try:
        with transaction(own_scope()) as session:
            collection_id = _put(session, form)
    except InvalidInput as error:
        form.blame(error)
        return _page(form)
    key = public_id.encode(collection_id)
    flash(_("The story is in the collection.") if form.story.data else _("Begun."), "success")
    return redirect(url_for("own_collections.edit", gathering=key), code=303)


def _put(session: Any, form: PutForm) -> UUID:
    person = current_person()
    collection_id = form.chosen() or collections.create(
        session,
        person=person,
        municipality_id=current().id,
        entry=first_entry(form.title.data or ""),
    )
    story_id = public_id.decode(form.story.data or "")
    if story_id is not None:
        collections.add_story(
            session,
            collection_id=collection_id,
            person=person,
            story_id=story_id,
            most=settings().collection_stories,
        )
    return collection_id


def _form(**given: Any) -> PutForm:
    with reading(own_scope()) as session:
        own = list_own_collections(session, person_id=current_person().id)
    drafts = [each for each in own if each.status is CollectionStatus.DRAFT]
    return PutForm(own=[(public_id.encode(each.id), each.title) for each in drafts], **given)


def _page(form: PutForm) -> ResponseReturnValue:
    story_id = public_id.decode(form.story.data or "")
    with reading(own_scope()) as session:
        wanted = StoryFilter(ids=(story_id,) if story_id else ())
        found = list_stories(session, wanted=wanted, limit=1)
    return render_template(
        "collections/put.html",
        form=form,
        story=cards.of_story(found[0]) if found else None,
        has_drafts=len(form.collection.choices) > 1,
    ), 422 if form.errors else 200
