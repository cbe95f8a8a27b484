"""Associations: the page of one, and the editors' desk that enters them and their members."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import associations, members
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.associations import (
    AssociationInfo,
    count_told_by,
    get_association,
    list_association_members,
    list_associations,
)
from geostories.queries.collections import list_by_association
from geostories.queries.notices import notices_of
from geostories.queries.stories import StoryFilter, count_stories, list_stories
from geostories.web import cards, filters
from geostories.web.forms.association import AccountForm, AssociationForm
from geostories.web.guards import allowed, current_person, open_to_all, settings
from geostories.web.ids import read_titled_id
from geostories.web.municipality import current, of_municipality, scope

blueprint = of_municipality(Blueprint("associations", __name__))
GATHERED = 60


@blueprint.get("/foreningar/<association>")
@open_to_all
def show(association: str) -> ResponseReturnValue:
    """What it is, what it has told, and what it has gathered."""
    page, size = filters.page_of(request.args), settings().page_size
    with reading(Scope.public()) as session:
        found = get_association(
            session,
            association_id=read_titled_id(association, "no_association"),
            municipality_id=current().id,
        )
        wanted = StoryFilter(association_id=found.id)
        told = list_stories(session, wanted=wanted, limit=size, offset=(page - 1) * size)
        count = count_stories(session, wanted=wanted)
        gathered = list_by_association(session, association_id=found.id, limit=GATHERED)
        marks = notices_of(
            session, noun="story", ids=[card.id for card in told], at=datetime.now(UTC)
        )
    return render_template(
        "associations/show.html",
        association=found,
        key=public_id.encode(found.id),
        stories=[cards.of_story(card, marks) for card in told],
        count=count,
        collections=[cards.of_collection(each) for each in gathered],
        page=page,
        pages=-(-count // size),
        given=request.args.to_dict(),
    )


@blueprint.get("/redaktion/foreningar/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """All of the municipality, with how much each has told."""
    with reading(scope()) as session:
        found = list_associations(session, municipality_id=current().id)
        told = count_told_by(session, municipality_id=current().id)
    return render_template(
        "editing/associations/index.html",
        rows=[(each, public_id.encode(each.id), told.get(each.id, 0)) for each in found],
    )


@blueprint.get("/redaktion/foreningar/ny")
@allowed(Permission.EDIT_PLACES)
def write() -> ResponseReturnValue:
    """The form for a new one."""
    return _page(AssociationForm(formdata=None), None)


@blueprint.post("/redaktion/foreningar/ny")
@allowed(Permission.EDIT_PLACES)
def add() -> ResponseReturnValue:
    """Enter an association; its members come next."""
    return _save(AssociationForm(), None)


@blueprint.get("/redaktion/foreningar/<association>")
@allowed(Permission.EDIT_PLACES)
def edit(association: str) -> ResponseReturnValue:
    """One with its members."""
    found = _find(association)
    return _page(AssociationForm(formdata=None, obj=found), found)


@blueprint.post("/redaktion/foreningar/<association>")
@allowed(Permission.EDIT_PLACES)
def change(association: str) -> ResponseReturnValue:
    """Save what is said of it."""
    return _save(AssociationForm(), _find(association))


@blueprint.post("/redaktion/foreningar/<association>/medlemmar")
@allowed(Permission.EDIT_PLACES)
def add_member(association: str) -> ResponseReturnValue:
    """Let an account tell in its name."""
    found, form = _find(association), AccountForm()
    if not form.validate():
        return _page(_filled(found), found, form)
    try:
        with reading(Scope.account()) as session:
            user_id = members.find_user_id(session, email=form.email.data or "")
    except InvalidInput as error:
        form.blame(error)
        return _page(_filled(found), found, form)
    with transaction(scope()) as session:
        associations.add_member(
            session,
            association_id=found.id,
            municipality_id=current().id,
            user_id=user_id,
            by=current_person().id,
        )
    flash(_("The account can tell in the association's name now."), "success")
    return _to(found.id)


@blueprint.post("/redaktion/foreningar/<association>/medlemmar/ta-bort")
@allowed(Permission.EDIT_PLACES)
def remove_member(association: str) -> ResponseReturnValue:
    """Let an account tell in its name no more."""
    user_id = public_id.decode(request.form.get("user", ""))
    if user_id is None:
        raise InvalidInput("no_such_account", field="user")
    with transaction(scope()) as session:
        associations.remove_member(
            session,
            association_id=read_titled_id(association, "no_association"),
            municipality_id=current().id,
            user_id=user_id,
            by=current_person().id,
        )
    flash(_("The account cannot tell in the association's name any more."), "success")
    return _to(read_titled_id(association, "no_association"))


def _save(form: AssociationForm, before: AssociationInfo | None) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, before)
    town, by = current().id, current_person().id
    try:
        with transaction(scope()) as session:
            if before is None:
                saved = associations.add(session, municipality_id=town, entry=form.entry(), by=by)
            else:
                saved = before.id
                associations.change(
                    session, association_id=saved, municipality_id=town, entry=form.entry(), by=by
                )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, before)
    flash(_("The association is saved."), "success")
    return _to(saved)


def _filled(found: AssociationInfo) -> AssociationForm:
    return AssociationForm(formdata=None, obj=found)


def _page(
    form: AssociationForm, found: AssociationInfo | None, account: AccountForm | None = None
) -> ResponseReturnValue:
    account = account or AccountForm(formdata=None)
    people = []
    if found:
        with reading(scope()) as session:
            people = list_association_members(session, association_id=found.id)
    return render_template(
        "editing/associations/edit.html",
        form=form,
        account=account,
        found=found,
        key=public_id.encode(found.id) if found else "",
        people=people,
        public_id=public_id.encode,
    ), 422 if form.errors or account.errors else 200


def _find(association: str) -> AssociationInfo:
    with reading(scope()) as session:
        return get_association(
            session,
            association_id=read_titled_id(association, "no_association"),
            municipality_id=current().id,
        )


def _to(association_id: UUID) -> ResponseReturnValue:
    key = public_id.encode(association_id)
    return redirect(
        url_for("associations.edit", municipality=current().slug, association=key), code=303
    )
