"""Coming in by a link: asking for one by mail, and using one (mailed, kept or printed)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import flask_login
import segno
from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user

from geostories.domain import teller_links
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.vocabulary import LinkPurpose
from geostories.web import language
from geostories.web.forms.account import AddressForm
from geostories.web.guards import (
    HOUR,
    QUARTER,
    current_person,
    limit,
    open_to_all,
    settings,
    visitor_address,
)
from geostories.web.sessions import current_session, mark_fresh

blueprint = Blueprint("teller_links", __name__, url_prefix="/konto")
QUERY = "nyckel"
SHOWN_ONCE = "shows_link"
"""Session key: of which story, as its address has it, the link to keep is shown; NEW for all of them."""
NEW = "new"
OLD_ENOUGH = "13"
"""What the box says that has to be ticked where an account may be made."""


@dataclass(frozen=True)
class ShownLink:
    """A link to keep: its address, and its QR code as a data address."""

    url: str
    code: str


def shown_link(
    person_id: UUID, purpose: LinkPurpose, story_id: UUID | None = None
) -> ShownLink | None:
    """The link to keep that was made for a person, to be shown; None when there is none."""
    with reading(Scope.account()) as session:
        token = teller_links.find_kept(
            session,
            purpose=purpose,
            person_id=person_id,
            story_id=story_id,
            key=settings().signing_key(),
        )
    if token is None:
        return None
    url = url_for("teller_links.show", **{QUERY: token}, _external=True)
    return ShownLink(url, segno.make(url, error="m").svg_data_uri(scale=4, light="white"))


@blueprint.get("/lank")
@open_to_all
def ask() -> ResponseReturnValue:
    """Where one asks for a link by mail."""
    return render_template("account/ask_link.html", form=AddressForm(formdata=None))


@blueprint.post("/lank")
@open_to_all
def send() -> ResponseReturnValue:
    """Promise a link, and say the same whether the address is known or not.

    The worker looks whether there is an account: here nothing depends on it, the time neither.
    """
    form = AddressForm()
    limit("link mail from", visitor_address(), settings().register_per_address, HOUR)
    if not form.validate():
        return render_template("account/ask_link.html", form=form), 422
    address = form.address()
    limit("link mail", address.lower(), settings().link_mails_per_address, HOUR)
    with transaction(Scope.account()) as session:
        teller_links.mail_to(
            session,
            address,
            purpose=LinkPurpose.OPEN,
            person_id=uuid4(),
            key=settings().signing_key(),
            lasts=timedelta(minutes=settings().link_minutes),
            language=language.current(),
            template="open_link",
        )
    return render_template("account/link_sent.html", address=address)


@blueprint.get("/oppna")
@open_to_all
def show() -> ResponseReturnValue:
    """What a link is for, with a button: programs that look at mail use nothing up."""
    token = request.args.get(QUERY, "")
    with reading(Scope.account()) as session:
        purpose = teller_links.find(session, token)
    if purpose is None:
        return _over()
    return _ask(token, purpose)


def _ask(token: str, purpose: LinkPurpose, *, lacks_age: bool = False) -> ResponseReturnValue:
    page = render_template(
        "account/open_link.html",
        purpose=purpose.value,
        token=token,
        person=current_person(),
        lacks_age=lacks_age,
    )
    response = make_response(page, 422 if lacks_age else 200)
    response.headers["Referrer-Policy"] = "strict-origin"  # the address is the key
    return response


@blueprint.post("/oppna")
@open_to_all
def use() -> ResponseReturnValue:
    """Let in whoever holds the link."""
    limit("open link from", visitor_address(), settings().sign_in_per_address, QUARTER)
    person, token = current_person(), request.form.get(QUERY, "")
    with reading(Scope.account()) as session:
        purpose = teller_links.find(session, token)
    if purpose is LinkPurpose.CONFIRM and request.form.get("age") != OLD_ENOUGH:
        return _ask(token, purpose, lacks_age=True)  # it may make an account
    try:
        with transaction(Scope.operator()) as session:
            opened = teller_links.use(
                session,
                token,
                account=person.id if person.is_signed_in else None,
            )
    except NotFound:
        return _over()
    if opened.user_id is None:
        current_session().open_as(opened.person_id)
    elif opened.user_id != person.id:
        _sign_in(opened.user_id)
    else:
        mark_fresh()  # whoever reads the account's mail is its owner
    return redirect(url_for("account.mine"), code=303)


def _over() -> ResponseReturnValue:
    return render_template("account/link_over.html"), 410


def _sign_in(user_id: UUID) -> None:
    """Begin the account's session; what another account has here stays that account's."""
    if flask_login.current_user.is_authenticated:
        flask_login.logout_user()
    user = current_app.extensions["security"].datastore.find_user(id=user_id)
    login_user(user, authn_via=["link"])
