"""The second step of signing in, and signing in with a passkey, which is both steps in one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import flask_login
from flask import (
    Blueprint,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import login_user

from geostories.domain import passkeys, second_factors
from geostories.domain.passkeys import Site
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.second_factors import list_kinds
from geostories.vocabulary import FactorKind
from geostories.web.forms.second_factor import CodeForm
from geostories.web.guards import QUARTER, limit, open_to_all, settings, takes_json, visitor_address
from geostories.web.pages.language import local_path
from geostories.web.sessions import mark_second_factor

blueprint = Blueprint("second_step", __name__, url_prefix="/konto")
CHALLENGE = "passkey_challenge"


def site() -> Site:
    """Whom passkeys of this installation are for."""
    parts = urlsplit(settings().base_url or request.host_url)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", "GeoStories")


@blueprint.get("/andra-steget")
@open_to_all
def ask() -> ResponseReturnValue:
    """Where the code or the passkey is asked for."""
    if not flask_login.current_user.is_authenticated:
        return redirect(url_for("security.login"), code=303)
    return _page(CodeForm(formdata=None))


@blueprint.post("/andra-steget")
@open_to_all
def show() -> ResponseReturnValue:
    """Take the code of an app, or one from paper."""
    user = flask_login.current_user
    if not user.is_authenticated:
        return redirect(url_for("security.login"), code=303)
    form = CodeForm()
    if form.validate():
        limit("second step", str(user.id), settings().sign_in_per_account, QUARTER)
        try:
            with transaction(Scope.account()) as db:
                second_factors.show_code(
                    db, user_id=user.id, code=form.code.data or "", key=settings().signing_key()
                )
        except InvalidInput as error:
            form.blame(error)
        else:
            mark_second_factor()
            return redirect(_onward(), code=303)
    return _page(form)


@blueprint.post("/nyckel/fraga")
@open_to_all
@takes_json
def offer() -> ResponseReturnValue:
    """What the browser needs to ask the device for a passkey."""
    options, session[CHALLENGE] = passkeys.ask(site())
    return jsonify(options)


@blueprint.post("/nyckel")
@open_to_all
@takes_json
def take() -> ResponseReturnValue:
    """Sign in, or go on, with the passkey that the device has shown."""
    limit("passkey from", visitor_address(), settings().sign_in_per_address, QUARTER)
    answer: Any = request.get_json(silent=True)
    challenge = session.pop(CHALLENGE, "")
    if not isinstance(answer, dict) or not challenge:
        raise InvalidInput("passkey_refused")
    with transaction(Scope.account()) as db:
        user_id = passkeys.show(db, answer=answer, challenge=challenge, site=site())
    _enter(user_id)
    mark_second_factor()
    return jsonify({"next": _onward()})


def _enter(user_id: UUID) -> None:
    """Sign in whose passkey it is, where they are not already."""
    current = flask_login.current_user
    if current.is_authenticated:
        if current.id != user_id:
            raise InvalidInput("passkey_of_another")
        return
    user = current_app.extensions["security"].datastore.find_user(id=user_id)
    if not user.active or user.confirmed_at is None:
        raise InvalidInput("passkey_refused")
    login_user(user, authn_via=["passkey"])


def _onward() -> str:
    """Where somebody was on their way to."""
    return local_path(request.args.get("next") or url_for("account.show"))


def _page(form: CodeForm) -> ResponseReturnValue:
    user_id = flask_login.current_user.id
    with reading(Scope.person(user_id)) as db:
        has = list_kinds(db, user_id=user_id)
    page = render_template(
        "account/second_step.html",
        form=form,
        has_app=FactorKind.APP in has,
        has_passkey=FactorKind.PASSKEY in has,
        onward=request.args.get("next", ""),
    )
    return page, 422 if form.errors else 200
