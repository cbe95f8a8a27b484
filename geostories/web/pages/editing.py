"""The editors' desk: which official layers there are, from where and how fresh."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading
from geostories.queries.layers import list_layers
from geostories.web.guards import allowed
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("editing", __name__))


@blueprint.get("/redaktion/")
@allowed(Permission.EDIT_PLACES)
def show() -> ResponseReturnValue:
    """The layers of this municipality."""
    with reading(Scope.municipality(current().id)) as session:
        layers = list_layers(session, municipality_id=current().id)
    return render_template("places/layers.html", layers=layers)
