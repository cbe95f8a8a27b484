"""Themes at the editors' desk: entered, changed, closed by their date."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import themes
from geostories.domain.days import today
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries.themes import ThemeInfo, find_theme, list_all_themes
from geostories.web.forms.theme import ThemeForm
from geostories.web.guards import allowed, current_person
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import gathering as saying

blueprint = of_municipality(Blueprint("theme_desk", __name__))


@blueprint.get("/redaktion/insamlingar/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """All of the municipality, the newest first."""
    with reading(scope()) as session:
        found = list_all_themes(session, municipality_id=current().id)
    return render_template(
        "editing/themes/index.html",
        rows=[
            (each, public_id.encode(each.id), saying.theme_state(each, today())) for each in found
        ],
    )


@blueprint.get("/redaktion/insamlingar/ny")
@allowed(Permission.EDIT_PLACES)
def write() -> ResponseReturnValue:
    """The form for a new one, which opens today."""
    return _page(ThemeForm(formdata=None, data={"opens_on": today()}), None)


@blueprint.post("/redaktion/insamlingar/ny")
@allowed(Permission.EDIT_PLACES)
def add() -> ResponseReturnValue:
    """Enter a theme."""
    return _save(ThemeForm(), None)


@blueprint.get("/redaktion/insamlingar/<theme>")
@allowed(Permission.EDIT_PLACES)
def edit(theme: str) -> ResponseReturnValue:
    """A theme, to be changed."""
    found = _find(theme)
    return _page(ThemeForm(formdata=None, obj=found), found)


@blueprint.post("/redaktion/insamlingar/<theme>")
@allowed(Permission.EDIT_PLACES)
def change(theme: str) -> ResponseReturnValue:
    """Save a changed theme."""
    return _save(ThemeForm(), _find(theme))


def _save(form: ThemeForm, before: ThemeInfo | None) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, before)
    town, by = current().id, current_person().id
    try:
        with transaction(scope()) as session:
            if before is None:
                themes.add(session, municipality_id=town, entry=form.entry(), by=by)
            else:
                themes.change(
                    session, theme_id=before.id, municipality_id=town, entry=form.entry(), by=by
                )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, before)
    flash(_("The theme is saved."), "success")
    return redirect(url_for("theme_desk.index", municipality=current().slug), code=303)


def _page(form: ThemeForm, found: ThemeInfo | None) -> ResponseReturnValue:
    return render_template(
        "editing/themes/edit.html",
        form=form,
        found=found,
        state=saying.theme_state(found, today()) if found else "",
    ), 422 if form.errors else 200


def _find(theme: str) -> ThemeInfo:
    theme_id: UUID | None = public_id.decode(theme)
    with reading(scope()) as session:
        found = find_theme(session, theme_id) if theme_id else None
    if found is None or found.municipality_id != current().id:
        raise NotFound("no_theme")
    return found
