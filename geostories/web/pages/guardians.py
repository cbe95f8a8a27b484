"""A guardian says yes to a child's account, or no, or takes the yes back."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from geostories.domain import account_erasing, erasing, minors
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.web.guards import limit, open_to_all, settings, visitor_address

blueprint = Blueprint("guardians", __name__, url_prefix="/konto")
QUERY = "nyckel"
QUARTER = timedelta(minutes=15)


@blueprint.get("/vardnadshavare")
@open_to_all
def show() -> ResponseReturnValue:
    """Whose account it is, and the two buttons: programs that look at mail press none."""
    return _page(request.args.get(QUERY, ""))


@blueprint.post("/vardnadshavare")
@open_to_all
def answer() -> ResponseReturnValue:
    """What the guardian said; when a no has answered, the account is gone."""
    limit("guardian from", visitor_address(), settings().sign_in_per_address, QUARTER)
    token, said = request.form.get(QUERY, ""), request.form.get("answer", "")
    try:
        if said == "yes":
            with transaction(Scope.account()) as session:
                minors.agree(session, token)
        elif said == "no":
            with transaction(Scope.operator()) as session:
                files = account_erasing.erase(
                    session,
                    person_id=minors.find(session, token)[0].user_id,
                    keeps_stories=False,
                    ledger=current_app.extensions["erasure_files"],
                )
            erasing.remove_files(current_app.extensions["files"], files)
            return render_template("account/guardian_refused.html")
    except NotFound:
        return _over()
    return _page(token)


def _page(token: str) -> ResponseReturnValue:
    try:
        with reading(Scope.account()) as session:
            minor, user = minors.find(session, token)
            seen = {"name": user.display_name, "has_agreed": minor.agreed_at is not None}
    except NotFound:
        return _over()
    page = make_response(render_template("account/guardian.html", token=token, **seen))
    page.headers["Referrer-Policy"] = "strict-origin"  # the address is the key
    return page


def _over() -> ResponseReturnValue:
    return render_template("account/link_over.html"), 410
