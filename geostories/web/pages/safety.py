"""*Säkerhet*: what an account shows besides its password, and keeping it in order."""

from __future__ import annotations

from typing import Any

import flask_login
import segno
from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import passkeys, second_factors, sessions
from geostories.domain.permissions import is_staff
from geostories.domain.tokens import hash_of
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, StateError
from geostories.queries.devices import list_devices
from geostories.queries.second_factors import count_recovery_codes, list_factors
from geostories.web.forms.second_factor import AppForm
from geostories.web.guards import (
    QUARTER,
    current_person,
    freshly,
    limit,
    needs_second_factor,
    own_scope,
    settings,
    signed_in,
    takes_json,
)
from geostories.web.ids import read_id
from geostories.web.pages.language import local_path
from geostories.web.pages.second_step import CHALLENGE, site
from geostories.web.sessions import current_session, mark_second_factor
from geostories.wording.errors import say

blueprint = Blueprint("safety", __name__, url_prefix="/konto/sakerhet")
APP_SECRET, NEW_CODES, ONWARD = "app_secret", "recovery_codes", "after_safety"


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What the account has, and what can be added."""
    person = current_person()
    if "next" in request.args:
        session[ONWARD] = local_path(request.args["next"])
    with reading(own_scope()) as db:
        factors = list_factors(db, user_id=person.id)
        codes_left = count_recovery_codes(db, user_id=person.id)
    with reading(Scope.account()) as db:
        devices = list_devices(db, user_id=person.id)
    return render_template(
        "account/safety.html",
        factors=factors,
        codes_left=codes_left,
        devices=devices,
        this_device=hash_of(current_session().token),
        is_needed=person.has_sleeping_roles,
        is_last_kept=_keeps_last() and len(factors) == 1,
        public_id=public_id.encode,
    )


@blueprint.get("/app")
@signed_in
@freshly
def begin_app() -> ResponseReturnValue:
    """A code to scan with the app, and a field for what the app then shows."""
    return _app_page(AppForm(formdata=None))


@blueprint.post("/app")
@signed_in
@freshly
def add_app() -> ResponseReturnValue:
    """Add the app, when it shows the right code."""
    form, key = AppForm(), settings().signing_key()
    if form.validate():
        person = current_person()
        limit("second step", str(person.id), settings().sign_in_per_account, QUARTER)
        try:
            with transaction(Scope.account()) as db:
                codes = second_factors.add_app(
                    db,
                    user_id=person.id,
                    secret=_app_secret(),
                    code="".join((form.code.data or "").split()),
                    key=key,
                )
        except InvalidInput as error:
            form.blame(error)
        else:
            session.pop(APP_SECRET, None)
            return redirect(_added(codes, _("The app is added.")), code=303)
    return _app_page(form)


def _app_secret() -> str:
    """The secret that the page shows until the app has answered for it."""
    key = settings().signing_key()
    secret = second_factors.unseal(session.get(APP_SECRET, ""), key)
    if not secret:
        secret = second_factors.new_secret()
        session[APP_SECRET] = second_factors.seal(secret, key)
    return secret


def _app_page(form: AppForm) -> ResponseReturnValue:
    secret = _app_secret()
    address = second_factors.address_of(
        secret, email=flask_login.current_user.email, issuer="GeoStories"
    )
    page = render_template(
        "account/add_app.html",
        form=form,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        code=segno.make(address, error="m").svg_data_uri(scale=5, light="white"),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/nyckel/ny")
@signed_in
@freshly
@takes_json
def begin_passkey() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    person = current_person()
    with reading(Scope.account()) as db:
        options, session[CHALLENGE] = passkeys.offer_new(
            db,
            user_id=person.id,
            email=flask_login.current_user.email,
            display_name=person.display_name,
            site=site(),
        )
    return jsonify(options)


@blueprint.post("/nyckel")
@signed_in
@freshly
@takes_json
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the device has made."""
    said: Any = request.get_json(silent=True)
    challenge = session.pop(CHALLENGE, "")
    if not isinstance(said, dict) or not isinstance(said.get("key"), dict) or not challenge:
        raise InvalidInput("passkey_refused")
    with transaction(Scope.account()) as db:
        codes = passkeys.add(
            db,
            user_id=current_person().id,
            answer=said["key"],
            challenge=challenge,
            name=str(said.get("name", "")),
            site=site(),
        )
    return jsonify({"next": _added(codes, _("The passkey is added."))})


def _added(codes: list[str], sentence: str) -> str:
    """What was added has just been shown; answers where to go on."""
    mark_second_factor()
    flash(sentence, "success")
    if codes:
        session[NEW_CODES] = second_factors.seal(" ".join(codes), settings().signing_key())
        return url_for("safety.codes")
    return str(session.pop(ONWARD, "") or url_for("safety.show"))


@blueprint.get("/reservkoder")
@signed_in
def codes() -> ResponseReturnValue:
    """New recovery codes, shown once."""
    sealed = session.pop(NEW_CODES, "")
    codes = second_factors.unseal(sealed, settings().signing_key()).split()
    if not codes:
        return show()
    onward = session.pop(ONWARD, "") or url_for("safety.show")
    return render_template("account/recovery_codes.html", codes=codes, onward=onward)


@blueprint.post("/reservkoder")
@signed_in
@freshly
def renew_codes() -> ResponseReturnValue:
    """New codes for paper; earlier ones open nothing any more."""
    person = current_person()
    with transaction(Scope.account()) as db:
        codes = second_factors.make_recovery_codes(db, user_id=person.id)
        second_factors.tell(db, user_id=person.id, what="new_recovery_codes")
    session[NEW_CODES] = second_factors.seal(" ".join(codes), settings().signing_key())
    return redirect(url_for("safety.codes"), code=303)


@blueprint.post("/<factor>/ta-bort")
@signed_in
@freshly
def remove(factor: str) -> ResponseReturnValue:
    """Take a factor away; who has a role keeps the last one."""
    try:
        with transaction(Scope.account()) as db:
            second_factors.remove(
                db,
                user_id=current_person().id,
                factor_id=read_id(factor, "no_factor"),
                is_staff=_keeps_last(),
            )
    except StateError as error:
        flash(say(error), "error")
    else:
        flash(_("It is taken away."), "success")
    return redirect(url_for("safety.show"), code=303)


@blueprint.post("/inloggningar/<device>/avsluta")
@signed_in
def end_device(device: str) -> ResponseReturnValue:
    """Sign out on another device, which is out with its next request."""
    with transaction(Scope.account()) as db:
        sessions.end_device(
            db, user_id=current_person().id, device_id=read_id(device, "nothing_there")
        )
    flash(_("It is signed out."), "success")
    return redirect(url_for("safety.show"), code=303)


@blueprint.post("/inloggningar/avsluta-andra")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with transaction(Scope.account()) as db:
        sessions.end_all(db, user_id=current_person().id, but=current_session().token)
    flash(_("You are signed out everywhere else."), "success")
    return redirect(url_for("safety.show"), code=303)


def _keeps_last() -> bool:
    """Whether a role of this account depends on a second factor."""
    return is_staff(current_person().grants) and needs_second_factor(flask_login.current_user)
