"""The platform's operator: which municipalities there are, a new one, who begins to administer it.

What is told, reported and decided in them, and by whom, is not the operator's: these pages work in a
scope that reads none of it.
"""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import hash_password

from geostories.domain import platform
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries import municipalities
from geostories.web.forms.platform import FirstAdministratorForm, MunicipalityForm
from geostories.web.guards import current_person, freshly, operates

blueprint = Blueprint("platform", __name__)


@blueprint.get("/drift/")
@operates
def index() -> ResponseReturnValue:
    """All municipalities, and whether somebody administers each."""
    with reading(Scope.platform()) as session:
        listed = [
            (each, municipalities.is_administered(session, each.id))
            for each in municipalities.list_municipalities(session)
        ]
    return render_template("platform/index.html", listed=listed)


@blueprint.get("/drift/ny")
@operates
@freshly
def write() -> ResponseReturnValue:
    """The form for a new municipality."""
    return _form(MunicipalityForm(formdata=None))


@blueprint.post("/drift/ny")
@operates
@freshly
def add() -> ResponseReturnValue:
    """Add a municipality."""
    form = MunicipalityForm()
    if not form.validate():
        return _form(form)
    try:
        new = form.municipality()
        with transaction(Scope.platform()) as session:
            platform.add(session, new=new, by=current_person())
    except InvalidInput as error:
        form.blame(error)
        return _form(form)
    flash(_("%(name)s is added. Name somebody who begins to administer it.", name=new.name))
    return redirect(url_for("platform.show", municipality=new.slug), code=303)


@blueprint.get("/drift/<municipality>/")
@operates
def show(municipality: str) -> ResponseReturnValue:
    """One municipality: its addresses, and its first administrator if there is none yet."""
    return _page(municipality, FirstAdministratorForm(formdata=None))


@blueprint.post("/drift/<municipality>/administrator")
@operates
@freshly
def name_administrator(municipality: str) -> ResponseReturnValue:
    """Name the first administrator, who gets a mail."""
    form = FirstAdministratorForm()
    if not form.validate():
        return _page(municipality, form)
    with reading(Scope.platform()) as session:
        town = municipalities.get_municipality(session, municipality)
    try:
        with transaction(Scope.account()) as session:
            user_id = platform.ensure_account(
                session,
                email=form.email.data or "",
                password_hash=hash_password(secrets.token_urlsafe(32)),
            )
        with transaction(Scope.platform()) as session:
            platform.name_administrator(
                session, municipality_id=town.id, user_id=user_id, by=current_person()
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(municipality, form)
    flash(_("The administrator is named, and gets a mail."), "success")
    return redirect(url_for("platform.show", municipality=town.slug), code=303)


def _form(form: MunicipalityForm) -> ResponseReturnValue:
    return render_template("platform/new.html", form=form), 422 if form.errors else 200


def _page(slug: str, form: FirstAdministratorForm) -> ResponseReturnValue:
    with reading(Scope.platform()) as session:
        town = municipalities.get_municipality(session, slug)
        is_administered = municipalities.is_administered(session, town.id)
    page = render_template(
        "platform/show.html", town=town, form=form, is_administered=is_administered
    )
    return page, 422 if form.errors else 200
