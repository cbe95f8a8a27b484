"""Uploading a layer."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from geostories.domain import layer_files, layer_imports
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.layers import list_layers
from geostories.web.error_pages import problem, wants_json
from geostories.web.forms.layer import UploadForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.municipality import current, scope
from geostories.web.pages.layers.desk import blueprint, import_url, store


@blueprint.get("/redaktion/lager/ladda-upp")
@allowed(Permission.EDIT_PLACES)
def choose() -> ResponseReturnValue:
    """The form; `?lager=` begins with what is known of that layer."""
    return _page(UploadForm(formdata=None, data=_known(request.args.get("lager", ""))))


@blueprint.post("/redaktion/lager/ladda-upp")
@allowed(Permission.EDIT_PLACES)
def upload() -> ResponseReturnValue:
    """Store the file and have it read; a script is told where to look on."""
    form = UploadForm()
    if not form.validate():
        return _refuse(form)
    try:
        name, key = layer_files.keep(form.uploads(), store=store())
        with transaction(scope()) as session:
            import_id = layer_imports.receive(
                session,
                municipality_id=current().id,
                order=form.order(file_name=name),
                file_name=name,
                file_key=key,
                by=current_person().id,
            )
    except InvalidInput as error:
        form.blame(error)
        return _refuse(form)
    url = import_url(import_id)
    return jsonify(url=url) if wants_json() else redirect(url, code=303)


def _known(register: str) -> dict[str, str]:
    """What was said of this layer before."""
    with reading(scope()) as session:
        layers = list_layers(session, municipality_id=current().id)
    found = next((layer for layer in layers if layer.register == register), None)
    if found is None:
        return {}
    return {
        "register": register,
        "kind": found.kind or found.noun,
        "source": found.source,
        "licence": found.licence,
    }


def _refuse(form: UploadForm) -> ResponseReturnValue:
    if wants_json():
        first = next(str(errors[0]) for errors in form.errors.values() if errors)
        return problem(422, first)
    return _page(form), 422


def _page(form: UploadForm) -> str:
    with reading(scope()) as session:
        layers = list_layers(session, municipality_id=current().id)
    return render_template(
        "editing/layers/upload.html",
        form=form,
        registers=sorted({layer.register for layer in layers}),
        megabytes=settings().request_bytes // 10**6,
    )
