"""What one has ordered: an account's list, and the link in every mail, which confirms and ends."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import subscriptions
from geostories.domain.tokens import hash_of
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.queries.subscriptions import OrderInfo, find_by_hash, list_own
from geostories.web.guards import current_person, open_to_all, own_scope, signed_in
from geostories.web.ids import read_id
from geostories.wording.alerts import what

blueprint = Blueprint("own_subscriptions", __name__, url_prefix="/konto")
QUERY = "nyckel"


@blueprint.get("/bevakningar")
@signed_in
def index() -> ResponseReturnValue:
    """What the account has ordered."""
    with reading(own_scope()) as session:
        found = list_own(session, user_id=current_person().id)
    return render_template("alerts/mine.html", orders=[_row(each) for each in found])


@blueprint.post("/bevakningar/<subscription>/avsluta")
@signed_in
def end(subscription: str) -> ResponseReturnValue:
    """End one of them."""
    subscription_id = read_id(subscription, "alert_over")
    with transaction(own_scope()) as session:
        subscriptions.end_own(session, subscription_id=subscription_id, user_id=current_person().id)
    flash(_("Ended. You get no more of that mail."), "success")
    return redirect(url_for("own_subscriptions.index"), code=303)


@blueprint.get("/bevakning")
@open_to_all
def show() -> ResponseReturnValue:
    """What a link is about, with its buttons: programs that look at mail confirm and end nothing."""
    token = request.args.get(QUERY, "")
    with reading(Scope.account()) as session:
        found = find_by_hash(session, hash_of(token))
    if found is None:
        return _over()
    response = make_response(
        render_template("alerts/show.html", order=_row(found), token=token, is_new=False)
    )
    response.headers["Referrer-Policy"] = "strict-origin"  # the address is the key
    return response


@blueprint.post("/bevakning/bekrafta")
@open_to_all
def confirm() -> ResponseReturnValue:
    """Begin the mail."""
    token = request.form.get(QUERY, "")
    try:
        with transaction(Scope.account()) as session:
            subscriptions.confirm(session, token)
    except NotFound:
        return _over()
    with reading(Scope.account()) as session:
        found = find_by_hash(session, hash_of(token))
    if found is None:
        return _over()
    return render_template("alerts/show.html", order=_row(found), token=token, is_new=True)


@blueprint.post("/bevakning/avsluta")
@open_to_all
def end_by_link() -> ResponseReturnValue:
    """End it, and forget the address."""
    try:
        with transaction(Scope.account()) as session:
            subscriptions.end(session, request.form.get(QUERY, ""))
    except NotFound:
        return _over()
    return render_template("alerts/over.html", was_ended_now=True)


def _over() -> ResponseReturnValue:
    return render_template("alerts/over.html", was_ended_now=False), 410


def _row(order: OrderInfo) -> dict[str, Any]:
    return {
        "key": public_id.encode(order.id),
        "what": what(order.kind, order.label, order.reach_m),
        "kind": order.kind.value,
        "site_name": order.site_name,
        "url": url_for("map.show", municipality=order.municipality),
        "is_confirmed": order.is_confirmed,
    }
