"""One import: its progress, its preview, what came of it; applied, called off, read once more."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import layer_imports
from geostories.domain.layer_imports import CHANGED_MEANWHILE, SCAN_WAITS, Order, loses_much
from geostories.domain.permissions import Permission
from geostories.domain.transaction import transaction
from geostories.errors import Conflict, InvalidInput, StateError
from geostories.queries.layer_imports import MOVING, ImportInfo
from geostories.vocabulary import ImportStatus
from geostories.web.error_pages import wants_json
from geostories.web.forms.layer import OrderForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.layers.desk import (
    blueprint,
    desk_url,
    import_of,
    import_url,
    store,
)
from geostories.wording import layers as words
from geostories.wording.errors import say
from geostories.wording.official import import_status

PREVIEWS = frozenset({ImportStatus.PREVIEWED, ImportStatus.WAITING})
TROUBLED = frozenset({ImportStatus.REFUSED, ImportStatus.FAILED})
ANSWERABLE = frozenset(
    {
        "import_no_crs",
        "import_looks_like",
        "import_crs_conflict",
        "import_several_layers",
        "import_no_such_layer",
        "import_outside_municipality",
        "import_wrong_geometry",
        "import_unknown_kind",
        "import_no_source",
        "import_no_licence",
    }
)
"""What the sender can mend by other choices for the same file; all else needs another file."""


@blueprint.get("/redaktion/lager/inlasning/<reading>")
@allowed(Permission.EDIT_PLACES)
def reading(reading: str) -> ResponseReturnValue:
    """Where the import stands; to a script, how far it is."""
    found = import_of(reading)
    if wants_json():
        return jsonify(
            moving=found.status in MOVING,
            done=found.done,
            total=found.total,
            words=_progress(found),
        )
    return _page(found)


@blueprint.post("/redaktion/lager/inlasning/<reading>/lagg-in")
@allowed(Permission.EDIT_PLACES)
def apply(reading: str) -> ResponseReturnValue:
    """Apply what was previewed."""
    import_id = read_id(reading, "no_import")
    try:
        with transaction(scope()) as session:
            layer_imports.approve(
                session,
                import_id=import_id,
                municipality_id=current().id,
                seen=request.form.get("seen", ""),
                allow_loss="allow_loss" in request.form,
                by=current_person().id,
            )
    except (InvalidInput, Conflict, StateError) as error:
        status = 422 if isinstance(error, InvalidInput) else 409
        return _page(import_of(reading), trouble=say(error)), status
    return redirect(import_url(import_id), code=303)


@blueprint.post("/redaktion/lager/inlasning/<reading>/avbryt")
@allowed(Permission.EDIT_PLACES)
def cancel(reading: str) -> ResponseReturnValue:
    """Call it off, and remove the file."""
    try:
        with transaction(scope()) as session:
            key = layer_imports.cancel(
                session,
                import_id=read_id(reading, "no_import"),
                municipality_id=current().id,
                by=current_person().id,
            )
    except StateError as error:
        return _page(import_of(reading), trouble=say(error)), 409
    if key:
        store().delete(key)
    flash(_("The file is removed. Nothing has changed."), "success")
    return redirect(desk_url(), code=303)


@blueprint.post("/redaktion/lager/inlasning/<reading>/las-om")
@allowed(Permission.EDIT_PLACES)
def reread(reading: str) -> ResponseReturnValue:
    """Read the same file once more, told better how."""
    found, form = import_of(reading), OrderForm()
    if not form.validate():
        return _page(found, form=form), 422
    try:
        with transaction(scope()) as session:
            layer_imports.reread(
                session,
                import_id=found.id,
                municipality_id=current().id,
                order=form.order(file_name=found.file_name),
                by=current_person().id,
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(found, form=form), 422
    except StateError as error:
        return _page(found, trouble=say(error)), 409
    return redirect(import_url(found.id), code=303)


def _page(found: ImportInfo, *, form: OrderForm | None = None, trouble: str = "") -> str:
    report = found.report
    return render_template(
        "editing/layers/import.html",
        found=found,
        title=words.title(found.register),
        kind=words.kind(found.kind),
        is_moving=found.status in MOVING,
        is_preview=found.status in PREVIEWS,
        is_troubled=found.status in TROUBLED,
        is_answerable=_is_answerable(found),
        status=import_status(found.status),
        progress=_progress(found),
        counts=words.counts(report) if report else [],
        samples=words.samples(report) if report else [],
        reasons=words.sentences(report.get("reasons", [])) if found.status in TROUBLED else [],
        remarks=words.sentences(report.get("remarks", [])),
        problem=_problem(found),
        is_new_preview=found.problem.get("code") == CHANGED_MEANWHILE,
        is_new_layer=not any(report.get(name) for name in ("changed", "unchanged", "withdrawn")),
        loss=words.loss(report) if loses_much(report) else "",
        trouble=trouble,
        form=form or _form(found),
        import_url=import_url,
    )


def _progress(found: ImportInfo) -> str:
    """How far the reading is, or what it waits for."""
    if found.status in MOVING and found.problem.get("code") == SCAN_WAITS:
        return words.trouble(found.problem)
    return words.progress(found.status, found.done, found.total)


def _is_answerable(found: ImportInfo) -> bool:
    codes = {found.problem.get("code"), *(each["code"] for each in found.report.get("reasons", []))}
    return found.status in TROUBLED and not codes.isdisjoint(ANSWERABLE)


def _problem(found: ImportInfo) -> str:
    """Why the file could not be read at all."""
    if found.status not in TROUBLED or found.report.get("reasons"):
        return ""
    return words.trouble(found.problem)


def _form(found: ImportInfo) -> OrderForm | None:
    """The choices it was read with, to read it again with others, while the file is there."""
    if found.status not in TROUBLED | PREVIEWS or not found.file_key:
        return None
    order = Order(**{name: getattr(found, name) for name in Order.__dataclass_fields__})
    crs = str(found.crs or _guessed(found) or "")
    return OrderForm(formdata=None, data=asdict(order) | {"crs": crs})


def _guessed(found: ImportInfo) -> str:
    """What the numbers look like, chosen beforehand when nobody has said it: a click answers."""
    return str(found.problem.get("params", {}).get("guess", "")).removeprefix("EPSG:")
