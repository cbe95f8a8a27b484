"""Registers by address: added from the known ones or by hand, changed, fetched now."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from geostories.domain import register_sources
from geostories.domain.permissions import Permission
from geostories.domain.register_catalogue import get_known, list_known
from geostories.domain.register_sources import SourceOrder
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.register_sources import SourceInfo, get_source, list_sources
from geostories.web.forms.layer import SourceForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.layers.desk import blueprint, desk_url
from geostories.web.pages.layers.rows import source_url

FETCH = "fetch"


@blueprint.get("/redaktion/lager/register/nytt")
@allowed(Permission.EDIT_PLACES)
def new_source() -> ResponseReturnValue:
    """The form; `?kand=` fills in a register that is known."""
    name = request.args.get("kand")
    if not name:
        return _page(SourceForm(formdata=None), None)
    with reading(scope()) as session:
        order = get_known(session, name, municipality_id=current().id)
    return _page(_filled(order), None)


@blueprint.post("/redaktion/lager/register/nytt")
@allowed(Permission.EDIT_PLACES)
def add_source() -> ResponseReturnValue:
    """Keep a new register."""
    return _save(None)


@blueprint.get("/redaktion/lager/register/<source>")
@allowed(Permission.EDIT_PLACES)
def source(source: str) -> ResponseReturnValue:
    """A register's address and clock, to be changed."""
    found = _source(read_id(source, "no_source"))
    names = SourceOrder.__dataclass_fields__
    order = SourceOrder(**{name: getattr(found, name) for name in names})
    return _page(_filled(order), found)


@blueprint.post("/redaktion/lager/register/<source>")
@allowed(Permission.EDIT_PLACES)
def save_source(source: str) -> ResponseReturnValue:
    """Keep what was changed."""
    return _save(_source(read_id(source, "no_source")))


@blueprint.post("/redaktion/lager/register/<source>/hamta")
@allowed(Permission.EDIT_PLACES)
def fetch(source: str) -> ResponseReturnValue:
    """Have one register fetched now."""
    _fetch([_source(read_id(source, "no_source"))])
    return redirect(desk_url(), code=303)


@blueprint.post("/redaktion/lager/hamta")
@allowed(Permission.EDIT_PLACES)
def fetch_all() -> ResponseReturnValue:
    """Have every register that is not paused fetched now."""
    with reading(scope()) as session:
        sources = list_sources(session, municipality_id=current().id)
    _fetch([each for each in sources if each.is_enabled])
    return redirect(desk_url(), code=303)


def _source(source_id: UUID) -> SourceInfo:
    with reading(scope()) as session:
        return get_source(session, source_id=source_id, municipality_id=current().id)


def _fetch(sources: list[SourceInfo]) -> None:
    with transaction(scope()) as session:
        for each in sources:
            register_sources.fetch_now(
                session,
                source_id=each.id,
                municipality_id=current().id,
                by=current_person().id,
            )
    told = ngettext(
        "%(num)s register is being fetched.", "%(num)s registers are being fetched.", len(sources)
    )
    flash(f"{told} {_('It can take some minutes.')}", "success")


def _save(found: SourceInfo | None) -> ResponseReturnValue:
    form = SourceForm()
    if not form.validate():
        return _page(form, found), 422
    try:
        with transaction(scope()) as session:
            source_id = register_sources.save_source(
                session,
                municipality_id=current().id,
                order=form.source_order(),
                settings=settings(),
                by=current_person().id,
                source_id=found.id if found else None,
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, found), 422
    if request.form.get("then") == FETCH:
        _fetch([_source(source_id)])
    else:
        flash(_("The register is saved."), "success")
    return redirect(desk_url(), code=303)


def _filled(order: SourceOrder) -> SourceForm:
    return SourceForm(formdata=None, data=asdict(order) | {"crs": str(order.crs or "")})


def _page(form: SourceForm, found: SourceInfo | None) -> str:
    with reading(scope()) as session:
        taken = {each.register for each in list_sources(session, municipality_id=current().id)}
        known = [] if found else list_known(session, municipality_id=current().id)
    return render_template(
        "editing/layers/source.html",
        form=form,
        found=found,
        known=[each for each in known if each.register not in taken],
        save_url=source_url(found.id, "save_source") if found else desk_url("add_source"),
        new_url=lambda register: desk_url("new_source", kand=register),
    )
