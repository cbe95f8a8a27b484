"""The units that answer for places and facts."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import units as domain
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.place_editing import list_units
from geostories.web.forms.place import UnitForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.place_editing.frame import blueprint


@blueprint.get("/redaktion/platser/enheter")
@allowed(Permission.EDIT_PLACES)
def units() -> ResponseReturnValue:
    """All units, a form to change each, and one to add another."""
    return _page(UnitForm(formdata=None), "")


@blueprint.post("/redaktion/platser/enheter")
@allowed(Permission.EDIT_PLACES)
def add_unit() -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm()
    if not form.validate():
        return _page(form, "")
    try:
        with transaction(scope()) as session:
            domain.add_unit(
                session,
                municipality_id=current().id,
                name=form.name.data or "",
                email=form.email.data or "",
                person=current_person(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, "")
    return _back(_("The unit is added."))


@blueprint.post("/redaktion/platser/enheter/<unit>")
@allowed(Permission.EDIT_PLACES)
def change_unit(unit: str) -> ResponseReturnValue:
    """Give a unit another name or mailbox."""
    form, unit_id = UnitForm(), read_id(unit, "no_unit")
    if not form.validate():
        return _page(form, unit)
    try:
        with transaction(scope()) as session:
            domain.change_unit(
                session,
                unit_id=unit_id,
                name=form.name.data or "",
                email=form.email.data or "",
                person=current_person(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, unit)
    return _back(_("The unit is changed."))


@blueprint.post("/redaktion/platser/enheter/<unit>/ta-bort")
@allowed(Permission.EDIT_PLACES)
def remove_unit(unit: str) -> ResponseReturnValue:
    """Remove a unit that answers for nothing."""
    with transaction(scope()) as session:
        domain.remove_unit(session, unit_id=read_id(unit, "no_unit"), person=current_person())
    return _back(_("The unit is removed."))


def _back(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("place_editing.units", municipality=current().slug), code=303)


def _page(form: UnitForm, opened: str) -> ResponseReturnValue:
    """The page; `form` is of the unit with the id `opened`, or the one to add another."""
    with reading(scope()) as session:
        found = list_units(session, municipality_id=current().id)
    return render_template(
        "editing/places/units.html",
        units=[
            {"id": public_id.encode(unit.id), "name": unit.name, "email": unit.email,
             "used": unit.used}
            for unit in found
        ],
        form=form,
        opened=opened,
    ), 422 if form.errors else 200  # fmt: skip
