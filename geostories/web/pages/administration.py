"""Administration of one municipality: who holds which role."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import members
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import GeoStoriesError
from geostories.queries.memberships import list_members
from geostories.vocabulary import Role
from geostories.web.forms.member import MemberForm
from geostories.web.guards import allowed, current_person, freshly
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

blueprint = of_municipality(Blueprint("administration", __name__))


@blueprint.get("/admin/")
@allowed(Permission.ADMINISTER)
def show() -> ResponseReturnValue:
    """Everybody with a role here, and a form to give one."""
    return _page(MemberForm())


@blueprint.post("/admin/roller")
@allowed(Permission.ADMINISTER)
@freshly
def give() -> ResponseReturnValue:
    """Give somebody with an account a role here."""
    form = MemberForm()
    if not form.validate():
        return _page(form)
    try:
        with reading(Scope.account()) as session:
            user_id = members.find_user_id(session, email=form.email.data or "")
        with transaction(scope()) as session:
            members.give_role(
                session,
                user_id=user_id,
                role=Role(form.role.data),
                municipality_id=current().id,
                by=current_person(),
            )
    except GeoStoriesError as error:
        form.email.errors = [say(error)]
        return _page(form)
    flash(_("The role is given."), "success")
    return redirect(url_for("administration.show", municipality=current().slug), code=303)


@blueprint.post("/admin/roller/<membership>/ta-bort")
@allowed(Permission.ADMINISTER)
@freshly
def take(membership: str) -> ResponseReturnValue:
    """Take a role away; it has no effect any more with the next request."""
    membership_id = read_id(membership, "no_member")
    with transaction(scope()) as session:
        members.take_role(session, membership_id=membership_id, by=current_person())
    flash(_("The role is taken away."), "success")
    return redirect(url_for("administration.show", municipality=current().slug), code=303)


def _page(form: MemberForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        listed = list_members(session, municipality_id=current().id)
    return render_template(
        "municipalities/members.html",
        form=form,
        members=listed,
        role=words.role,
        public_id=public_id.encode,
    ), 422 if form.errors else 200
