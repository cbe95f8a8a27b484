"""How long people wait here: what they are promised, and the days on which nobody reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import waiting
from geostories.domain.days import today
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.waiting import find_usual, list_closures
from geostories.web.forms.office import ClosureForm, ReviewDaysForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording.times import hours_long

blueprint = of_municipality(Blueprint("office", __name__))
LOOKED_BACK = timedelta(days=90)


@blueprint.get("/admin/svarstider")
@allowed(Permission.ADMINISTER)
def show() -> ResponseReturnValue:
    """What is promised, what has been usual, and when the office is closed."""
    days = ReviewDaysForm(formdata=None, data={"review_days": current().review_days})
    return _page(days, ClosureForm(formdata=None))


@blueprint.post("/admin/svarstider")
@allowed(Permission.ADMINISTER)
def promise() -> ResponseReturnValue:
    """Promise another number of days."""
    form = ReviewDaysForm()
    if not form.validate():
        return _page(form, ClosureForm(formdata=None))
    with transaction(Scope.operator()) as session:
        waiting.set_review_days(
            session, municipality_id=current().id, days=form.review_days.data, by=current_person()
        )
    flash(_("People are told so from now on."), "success")
    return _back()


@blueprint.post("/admin/svarstider/stangt")
@allowed(Permission.ADMINISTER)
def close() -> ResponseReturnValue:
    """Close the office for some days."""
    form = ClosureForm()
    if not form.validate():
        return _page(_as_promised(), form)
    try:
        with transaction(scope()) as session:
            waiting.close_office(
                session,
                municipality_id=current().id,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=current_person(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(_as_promised(), form)
    flash(_("Whoever tells a story then reads that you are away."), "success")
    return _back()


@blueprint.post("/admin/svarstider/stangt/<closure>/ta-bort")
@allowed(Permission.ADMINISTER)
def reopen(closure: str) -> ResponseReturnValue:
    """Be there after all."""
    with transaction(scope()) as session:
        waiting.open_office(
            session,
            closure_id=read_id(closure, "no_closure"),
            municipality_id=current().id,
            by=current_person(),
        )
    flash(_("The days are taken away."), "success")
    return _back()


def _as_promised() -> ReviewDaysForm:
    return ReviewDaysForm(formdata=None, data={"review_days": current().review_days})


def _back() -> ResponseReturnValue:
    return redirect(url_for("office.show", municipality=current().slug), code=303)


def _page(days: ReviewDaysForm, closure: ClosureForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        closures = list_closures(session, municipality_id=current().id, day=today())
        usual = find_usual(
            session, municipality_id=current().id, since=datetime.now(UTC) - LOOKED_BACK
        )
    page = render_template(
        "municipalities/office.html",
        days=days,
        closure=closure,
        closures=closures,
        usual=usual and (hours_long(usual.median), hours_long(usual.most)),
        public_id=public_id.encode,
    )
    return page, 422 if days.errors or closure.errors else 200
