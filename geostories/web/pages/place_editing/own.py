"""Places of the municipality's own: made here, taken away from the map, shown again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import place_editing
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.place_editing import list_units
from geostories.web.forms.place import OwnPlaceForm
from geostories.web.guards import allowed
from geostories.web.municipality import current, scope
from geostories.web.pages.place_editing import position
from geostories.web.pages.place_editing.frame import (
    blueprint,
    edit_url,
    editor,
    load,
    sent_number,
)


@blueprint.get("/redaktion/platser/ny")
@allowed(Permission.EDIT_PLACES)
def new() -> ResponseReturnValue:
    """A form for a place that is in no register."""
    return _page(_form(formdata=None))


@blueprint.post("/redaktion/platser/ny")
@allowed(Permission.EDIT_PLACES)
def create() -> ResponseReturnValue:
    """Make it, and go on to what there is to say of it; or show on the map what was typed."""
    form = _form()
    form.validate()
    own = form.own()
    if own:
        position.must_lie_here(form, own.point)
    if request.form.get("action") == "preview":
        return _page(form)
    if own is None or form.errors:
        return _page(form), 422
    try:
        with transaction(scope()) as session:
            place_id = place_editing.create(
                session, editor=editor(), own=own, source=current().name, unit_id=form.unit_id()
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form), 422
    flash(_("The place is on the map. Now say what a visitor wants to know."), "success")
    return redirect(edit_url(place_id), code=303)


@blueprint.post("/redaktion/platser/<place>/dra-tillbaka")
@allowed(Permission.EDIT_PLACES)
def withdraw(place: str) -> ResponseReturnValue:
    """Take a place away from the map; its page stays and says so."""
    return _show(place, gone=True, sentence=_("The place is withdrawn."))


@blueprint.post("/redaktion/platser/<place>/visa-igen")
@allowed(Permission.EDIT_PLACES)
def restore(place: str) -> ResponseReturnValue:
    """Show it again."""
    return _show(place, gone=False, sentence=_("The place is on the map again."))


def _show(place: str, *, gone: bool, sentence: str) -> ResponseReturnValue:
    edited = load(place)
    with transaction(scope()) as session:
        place_editing.withdraw(
            session, thing_id=edited.id, editor=editor(), seen=sent_number("seen"), gone=gone
        )
    flash(sentence, "success")
    return redirect(edit_url(edited.id), code=303)


def _form(**kwargs: None) -> OwnPlaceForm:
    with reading(scope()) as session:
        units = list_units(session, municipality_id=current().id)
    return OwnPlaceForm(units, **kwargs)


def _page(form: OwnPlaceForm) -> str:
    return render_template(
        "editing/places/new.html",
        form=form,
        index_url=url_for("place_editing.index", municipality=current().slug),
        **position.of_form(form),
    )
