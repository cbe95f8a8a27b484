"""Is the process up; is the database ready."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from geostories.domain.readiness import find_trouble
from geostories.web.guards import open_to_all

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_all
def process() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    """The database answers and stands at the newest migration."""
    trouble = find_trouble(current_app.config["ALEMBIC"]["script_location"])
    if trouble:
        return jsonify(status="unavailable", reason=trouble), 503
    return jsonify(status="ok")
