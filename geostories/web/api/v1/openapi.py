"""Version 1 of the open API: registration, and its OpenAPI document made from code."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from geostories.web import error_pages
from geostories.web.api.v1 import collections, items, schemas
from geostories.web.guards import open_to_all


class Api(flask_smorest.Api):
    """flask-smorest's, speaking problem+json."""

    ERROR_SCHEMA = schemas.Problem

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Answer errors as RFC 9457 has them, naming what was wrong with the parameters.

        flask-smorest hands over every page's errors too: those go to the error pages.
        """
        if not request.path.startswith("/api/"):
            return error_pages.http_error(error)
        messages = getattr(error, "data", {}).get("messages", {})
        detail = "; ".join(
            f"{name}: {' '.join(said)}"
            for place in messages.values()
            for name, said in (place.items() if isinstance(place, dict) else ())
        )
        response = error_pages.problem(error.code or 500, error.name, detail)
        if error.code == 405:
            response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
        return response


def init(app: Flask) -> None:
    """Register the API under /api/v1 with its description at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="GeoStories",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
    )
    api = Api(app)
    for blueprint in (collections.blueprint, items.blueprint):
        api.register_blueprint(blueprint, url_prefix="/api/v1")

    @app.get("/api/v1/openapi.json")
    @open_to_all
    def openapi() -> ResponseReturnValue:
        return jsonify(_with_problems(api.spec.to_dict()))


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Say that errors are problem+json."""
    responses = [
        response
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
        for status, response in operation.get("responses", {}).items()
        if status == "default" or status >= "400"
    ]
    for response in [*responses, *document.get("components", {}).get("responses", {}).values()]:
        content = response.get("content", {})
        if "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")
    return document
