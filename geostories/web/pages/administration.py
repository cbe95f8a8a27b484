"""Administration of one municipality: who holds which role."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import invitations, members
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.categories import list_categories
from geostories.queries.invitations import list_invitations
from geostories.queries.memberships import list_members
from geostories.vocabulary import Duty, Role
from geostories.web import language
from geostories.web.forms.member import MemberForm
from geostories.web.guards import HOUR, allowed, current_person, freshly, limit, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import vocabulary as words

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
    """Invite somebody to a role: the same answer whether the address has an account or not."""
    form = MemberForm()
    if not form.validate():
        return _page(form)
    address = form.email.data or ""
    limit("link mail", address.lower(), settings().link_mails_per_address, HOUR)
    with transaction(scope()) as session:
        invitations.invite(
            session,
            email=address,
            role=Role(form.role.data),
            municipality_id=current().id,
            by=current_person(),
            key=settings().signing_key(),
            lasts=timedelta(days=settings().invitation_days),
            limits=_limits() if form.role.data == Role.MODERATOR else members.EVERYTHING,
        )
    flash(_("The invitation is on its way to %(address)s.", address=address), "success")
    return _back()


@blueprint.post("/admin/inbjudningar/<invitation>/ta-tillbaka")
@allowed(Permission.ADMINISTER)
@freshly
def take_back(invitation: str) -> ResponseReturnValue:
    """Take an invitation back: its link opens nothing any more."""
    with transaction(scope()) as session:
        invitations.withdraw(
            session,
            invitation_id=read_id(invitation, "no_invitation"),
            municipality_id=current().id,
            by=current_person(),
        )
    flash(_("The invitation is taken back."), "success")
    return _back()


@blueprint.post("/admin/roller/<membership>/omfattning")
@allowed(Permission.ADMINISTER)
@freshly
def set_limits(membership: str) -> ResponseReturnValue:
    """Let a moderator decide on some categories and kinds only."""
    with transaction(scope()) as session:
        members.limit_role(
            session,
            membership_id=read_id(membership, "no_member"),
            municipality_id=current().id,
            limits=_limits(),
            by=current_person(),
        )
    flash(_("It holds from now on."), "success")
    return _back()


def _limits() -> members.Limits:
    """What is ticked, of what there is."""
    with reading(Scope.public()) as session:
        known = {each.slug for each in list_categories(session, language=language.current())}
    duties = set(Duty) & set(request.form.getlist("duty"))
    return members.Limits(
        frozenset(known & set(request.form.getlist("category"))),
        frozenset(Duty(each) for each in duties),
    )


def _back() -> ResponseReturnValue:
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
    return _back()


def _page(form: MemberForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        listed = list_members(session, municipality_id=current().id)
        waiting = list_invitations(session, municipality_id=current().id)
        categories = list_categories(session, language=language.current())
    return render_template(
        "municipalities/members.html",
        form=form,
        members=listed,
        waiting=waiting,
        role=words.role,
        duties=[(each.value, words.duty(each)) for each in Duty],
        categories=[(each.slug, each.name) for each in categories],
        public_id=public_id.encode,
    ), 422 if form.errors else 200
