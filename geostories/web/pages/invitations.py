"""Taking up an invitation to a role."""

from __future__ import annotations

import flask_login
from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user

from geostories.domain import invitations
from geostories.domain.tokens import hash_of
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries.invitations import find_offer
from geostories.web.forms.base import read_own_name
from geostories.web.guards import QUARTER, limit, open_to_all, settings, visitor_address
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

blueprint = Blueprint("invitations", __name__, url_prefix="/konto")
QUERY = "nyckel"


@blueprint.get("/inbjudan")
@open_to_all
def show() -> ResponseReturnValue:
    """What is offered, with a button: programs that look at mail use nothing up."""
    return _page(request.args.get(QUERY, ""))


@blueprint.post("/inbjudan")
@open_to_all
def accept() -> ResponseReturnValue:
    """Sign in as the address that was invited, with the role."""
    limit("open link from", visitor_address(), settings().sign_in_per_address, QUARTER)
    token = request.form.get(QUERY, "")
    try:
        name = read_own_name(request.form.get("name", ""))
    except InvalidInput as error:
        return _page(token, complaint=say(error))
    try:
        with transaction(Scope.operator()) as session:
            accepted = invitations.accept(session, token=token, display_name=name)
    except NotFound:
        return _page("")
    current = flask_login.current_user
    if not current.is_authenticated or current.id != accepted.user_id:
        if current.is_authenticated:
            flask_login.logout_user()
        user = current_app.extensions["security"].datastore.find_user(id=accepted.user_id)
        login_user(user, authn_via=["link"])
    return redirect(url_for("account.show"), code=303)


def _page(token: str, complaint: str = "") -> ResponseReturnValue:
    with reading(Scope.account()) as session:
        offer = find_offer(session, token_hash=hash_of(token))
    if offer is None:
        return render_template("account/link_over.html"), 410
    page = render_template(
        "account/invitation.html", offer=offer, role=words.role, token=token, complaint=complaint
    )
    response = make_response(page, 422 if complaint else 200)
    response.headers["Referrer-Policy"] = "strict-origin"  # the address is the key
    return response
