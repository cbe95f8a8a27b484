"""The API keeps what its own description says, whatever it is asked (trust.md check 64, short)."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.conftest import SignIn

pytestmark = pytest.mark.trust
EXAMPLES = 300 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 6
ROLES = ("", "invanare@example.se", "granskare@example.se")


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, which nothing here changes."""
    return standing


@pytest.fixture(scope="module")
def description(app: Flask) -> BaseSchema:
    """The OpenAPI document as the API gives it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def list_ids(app: Flask) -> dict[str, str]:
    """An id of each collection."""
    client = app.test_client()
    return {
        name: client.get(f"/api/v1/collections/{name}/items?limit=1").get_json(force=True)[
            "features"
        ][0]["id"]
        for name in ("stories", "places", "trails")
    }


def name_real_things(case: Case, ids: dict[str, str]) -> None:
    """Chance finds no id and no municipality: every other question gets real ones."""
    if len(str(case.query)) % 2 and "municipality" in (case.query or {}):
        case.query["municipality"] = "katrineholm"
    if "item" in (case.path_parameters or {}) and len(case.path_parameters["item"]) % 2:
        case.path_parameters["item"] = ids[case.path.split("/")[4]]
    if "collection" in (case.path_parameters or {}) and len(case.path_parameters["collection"]) % 2:
        case.path_parameters["collection"] = "stories"


def cookie_of(sign_in: SignIn, who: str) -> dict[str, str]:
    """The header that makes a request somebody's."""
    if not who:
        return {}
    cookie = sign_in(who).get_cookie("geostories")
    assert cookie, who
    return {"Cookie": f"{cookie.key}={cookie.value}"}


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("who", ROLES, ids=["visitor", "resident", "moderator"])
def test_every_operation_keeps_to_its_description(
    description: BaseSchema, sign_in: SignIn, who: str, mode: GenerationMode
) -> None:
    """Asked rightly it answers as described, asked wrongly it says so; never with a 5xx."""
    statuses: Counter[int] = Counter()
    cookie = cookie_of(sign_in, who)
    ids = list_ids(description.app)
    for result in description.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue  # there is nothing to ask wrongly

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            if mode is GenerationMode.POSITIVE:
                name_real_things(case, ids)
            # A well-formed box may still lie nowhere on earth, which no schema can say.
            spared = [positive_data_acceptance] if "bbox" in (case.query or {}) else []
            response = case.call_and_validate(excluded_checks=spared, headers=cookie)
            statuses[response.status_code] += 1

        ask()
    print(f"{who or 'visitor'}, {mode.value}: answers {dict(sorted(statuses.items()))}")
    assert sum(statuses.values()) >= EXAMPLES
    assert max(statuses) < 500


def test_every_route_of_the_api_is_described(app: Flask, description: BaseSchema) -> None:
    described = {result.ok().path for result in description.get_all_operations()}
    routes = {
        re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert routes - described == {"/api/v1/openapi.json"}
