"""The review of collections: what waits, one with all its stories, the decision."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from geostories import public_id
from geostories.domain import collections
from geostories.domain.collections import LEGAL
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.collections import CollectionInfo, get_sent_in, list_for_review
from geostories.vocabulary import CollectionStatus, DecisionAction
from geostories.web import cards
from geostories.web.forms.collection import ReviewForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_titled_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.web.pages.collections import shown
from geostories.wording import gathering as saying

blueprint = of_municipality(Blueprint("collection_review", __name__))


@blueprint.get("/granska/samlingar/")
@allowed(Permission.MODERATE)
def index() -> ResponseReturnValue:
    """What waits, and what has been decided on."""
    with reading(scope()) as session:
        found = list_for_review(session, municipality_id=current().id)
    rows = [(each, cards.of_collection(each), public_id.encode(each.id)) for each in found]
    return render_template(
        "collections/review.html",
        waiting=[row for row in rows if row[0].status is CollectionStatus.PENDING],
        decided=[row for row in rows if row[0].status is not CollectionStatus.PENDING],
    )


@blueprint.get("/granska/samlingar/<gathering>")
@allowed(Permission.MODERATE)
def case(gathering: str) -> ResponseReturnValue:
    """One as readers would see it, with the form to decide on it."""
    found = _find(read_titled_id(gathering, "no_gathering"))
    form = ReviewForm(_actions(found), formdata=None, seen=found.changed_at.isoformat())
    return _page(form, found)


@blueprint.post("/granska/samlingar/<gathering>")
@allowed(Permission.MODERATE)
def decide(gathering: str) -> ResponseReturnValue:
    """Carry the decision out; whoever made it gets a mail."""
    found = _find(read_titled_id(gathering, "no_gathering"))
    form = ReviewForm(_actions(found))
    if not form.validate():
        return _page(form, found)
    try:
        with transaction(scope()) as session:
            collections.decide(
                session,
                collection_id=found.id,
                municipality_id=current().id,
                person=current_person(),
                ruling=form.ruling(),
                seen=form.seen_at(),
                settings=settings(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, found)
    flash(saying.decided(form.ruling().action), "success")
    return redirect(url_for("collection_review.index", municipality=current().slug), code=303)


def _actions(found: CollectionInfo) -> list[DecisionAction]:
    return [action for action, (before, _after) in LEGAL.items() if before is found.status]


def _find(collection_id: UUID) -> CollectionInfo:
    with reading(scope()) as session:
        return get_sent_in(session, collection_id=collection_id, municipality_id=current().id)


def _page(form: ReviewForm, found: CollectionInfo) -> ResponseReturnValue:
    with reading(scope()) as session:
        read = shown(session, found)
    return render_template(
        "collections/case.html",
        form=form,
        found=found,
        is_own=found.owner_id == current_person().id,
        **read,
    ), 422 if form.errors else 200
