"""Who gets in where: every route, every method, six people, what is theirs and what is not."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn
from tests.factories.doors import UNSAFE
from tests.factories.tokens import token_of
from tests.factories.two_towns import (
    ACTORS,
    HERE,
    USER_A,
    VISITOR,
    TwoTowns,
    make_two_towns,
    sign_everybody_in,
)
from tests.web.matrix import (
    ABSENT,
    ASKED,
    IN,
    NO_METHOD,
    OWN,
    OWN_DRAFT,
    REFUSED,
    Cell,
    body_for,
    is_harmful,
    list_cells,
    outcome_of,
    picture,
)

pytestmark = pytest.mark.trust

EVERY = 1 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 11
"""Of the cells where somebody gets in, or where no method is, each so-manieth; all others.

Cells come in groups of six people: a number that has a divisor with six never tries some of them.
"""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; what the matrix changes, it changes last."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Two towns to mix up."""
    with app.test_request_context():
        return make_two_towns(app)


@pytest.fixture
def clients(app: Flask, towns: TwoTowns, sign_in: SignIn) -> dict[str, FlaskClient]:
    """Everybody, signed in."""
    return sign_everybody_in(app, sign_in)


def try_cell(clients: dict[str, FlaskClient], cell: Cell, token: str = "") -> str:
    """Try the door, with a token if one is known; answers what came of it, as the plan calls it."""
    client, data = clients[cell.actor], None
    if cell.method in UNSAFE:
        data = {**body_for(cell.door), "csrf_token": token or token_of(client)}
    headers = {"Accept": "application/json"} if cell.expected == NO_METHOD else None
    response = client.open(cell.door.path, method=cell.method, data=data, headers=headers)
    outcome = outcome_of(response)
    thing = cell.door.thing
    if cell.expected != IN and thing and thing.title.encode() in response.data:
        return "told"
    return outcome


def test_nobody_gets_in_where_they_may_not(
    app: Flask, towns: TwoTowns, clients: dict[str, FlaskClient]
) -> None:
    cells = [
        cell
        for number, cell in enumerate(list_cells(app, towns))
        if cell.expected not in (IN, NO_METHOD) or number % EVERY == 0
    ]
    for sampled in (IN, NO_METHOD):
        actors = {c.actor for c in cells if c.expected == sampled and not is_harmful(c)}
        assert actors == set(ACTORS), sampled
    before = picture(app)
    tokens = {actor: token_of(client) for actor, client in clients.items()}
    tried = (
        (cell, try_cell(clients, cell, tokens[cell.actor]))
        for cell in cells
        if not is_harmful(cell)
    )
    wrong = [
        f"{cell}: {found}, not {cell.expected}" for cell, found in tried if found != cell.expected
    ]
    after = picture(app)
    print(f"cells: tried {len(cells)}, wrongly answered {len(wrong)}")
    print(dict(Counter(cell.expected for cell in cells)))
    assert wrong == []
    assert after == before
    assert len(cells) >= 1_500


def test_who_may_gets_in(app: Flask, towns: TwoTowns, clients: dict[str, FlaskClient]) -> None:
    cells = [each for each in list_cells(app, towns) if is_harmful(each)]
    cells.sort(key=lambda cell: (cell.door.endpoint in LAST, cell.door.endpoint == "account.erase"))
    locked_out = []
    for cell in cells:
        outcome = try_cell(clients, cell)
        gone = outcome == ABSENT and cell.door.endpoint in OWN_DRAFT | OWN | {"administration.take"}
        if outcome != IN and not gone:
            locked_out.append(f"{cell}: {outcome}")
    assert len(cells) > 100
    assert locked_out == []


LAST = {
    "moderation.decide", "compose.discard", "account.withdraw", "account.erase", "administration.take",
    "own_collections.reopen", "own_collections.discard",
    "security.logout", "place_editing.save", "place_editing.undo", "place_editing.remove_unit",
}  # fmt: skip


def test_every_route_is_in_the_matrix(app: Flask, towns: TwoTowns) -> None:
    in_matrix = {cell.door.endpoint for cell in list_cells(app, towns)}
    assert in_matrix == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_role_gets_in_somewhere_and_is_refused_somewhere(app: Flask, towns: TwoTowns) -> None:
    seen = {(cell.actor, cell.expected) for cell in list_cells(app, towns)}
    for actor in ACTORS:
        assert (actor, IN) in seen
        assert (actor, ASKED if actor == VISITOR else REFUSED) in seen
        assert (actor, ABSENT) in seen
    assert HERE in towns.ids
    assert USER_A in towns.people
