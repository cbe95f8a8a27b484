"""What is kept about me: a copy of it all, and the end of it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import account_erasing, data_exports, erasing
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound, StateError
from geostories.web.forms.own_data import EraseForm
from geostories.web.guards import (
    HOUR,
    current_person,
    freshly,
    limit,
    own_scope,
    settings,
    signed_in,
)
from geostories.web.ids import read_id
from geostories.web.sessions import current_session
from geostories.wording.errors import say

blueprint = Blueprint("own_data", __name__, url_prefix="/konto")


@blueprint.get("/mina-uppgifter")
@signed_in
def index() -> ResponseReturnValue:
    """Copies that were ordered, and the way to another; the way to erase the account."""
    with reading(own_scope()) as session:
        found = data_exports.list_own(session, owner_id=current_person().id)
    rows = [(each, public_id.encode(each.id)) for each in found]
    return render_template("account/own_data.html", rows=rows, days=settings().export_days)


@blueprint.post("/mina-uppgifter")
@signed_in
def order() -> ResponseReturnValue:
    """Have a copy of all that is kept made; a mail says when it is there."""
    person = current_person()
    limit("export", str(person.id), settings().exports_per_account, 24 * HOUR)
    with transaction(own_scope()) as session:
        data_exports.order(session, owner_id=person.id)
    flash(_("We are making the copy. You get a mail when it is there."), "success")
    return redirect(url_for("own_data.index"), code=303)


@blueprint.get("/mina-uppgifter/<export>.zip")
@signed_in
def download(export: str) -> ResponseReturnValue:
    """The file, for its owner alone."""
    with reading(own_scope()) as session:
        found = data_exports.find_ready(session, export_id=read_id(export, "no_export"))
    try:
        content = current_app.extensions["export_files"].get(data_exports.key(found.id))
    except FileNotFoundError:
        raise NotFound("no_export") from None
    response = Response(content, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename="geostories.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/radera")
@signed_in
@freshly
def ask() -> ResponseReturnValue:
    """What goes, what stays, and what may stay without a name."""
    return _page(EraseForm())


@blueprint.post("/radera")
@signed_in
@freshly
def erase() -> ResponseReturnValue:
    """Erase the account: when this has answered, it is gone."""
    form = EraseForm()
    if not form.validate():
        return _page(form)
    limit("erase", str(current_person().id), settings().sign_in_per_account, HOUR)
    if not form.is_sure():
        form.complain("password", _("That is not yours. Try again."))
        return _page(form)
    try:
        with transaction(Scope.operator()) as session:
            files = account_erasing.erase(
                session,
                person_id=current_person().id,
                keeps_stories=form.keeps_stories,
                ledger=current_app.extensions["erasure_files"],
            )
    except StateError as error:
        form.complain("password", say(error))
        return _page(form)
    erasing.remove_files(current_app.extensions["files"], files)
    current_session().clear()
    current_session().rotate(user_id=None)
    flash(_("Your account is erased. Thank you for the time with us."), "success")
    return redirect(url_for("start.index"), code=303)


def _page(form: EraseForm) -> ResponseReturnValue:
    return render_template("account/erase.html", form=form), 422 if form.errors else 200
