"""No door of the staff's opens to a password alone: every route, generated from the site map."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, text

from geostories.domain.transaction import Scope, transaction
from geostories.models import SecondFactor
from tests.conftest import SignIn
from tests.factories.doors import UNSAFE
from tests.factories.second_factors import code_of, make_app
from tests.factories.tokens import send, token_of
from tests.factories.two_towns import (
    ADMINISTRATOR,
    HERE,
    MODERATOR_A,
    TwoTowns,
    email_of,
    make_two_towns,
)
from tests.web.matrix import HOLDERS, IN, Cell, body_for, guard_of, list_cells, outcome_of, picture

pytestmark = pytest.mark.trust

STAFF = (MODERATOR_A, ADMINISTRATOR)
EVERY = 1 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 4
"""Of the doors that open to any account, so-manieth; of the staff's, all."""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; nothing is to change it."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Two towns whose staff are real: nothing is spared them."""
    with app.test_request_context():
        made = make_two_towns(app)
        with transaction(Scope.operator()) as session:
            session.execute(text("""UPDATE "user" SET is_example = false"""))
    return made


def staff_doors(app: Flask, towns: TwoTowns) -> list[Cell]:
    """What would open to the staff of Katrineholm, had they shown a second factor."""
    return [
        cell
        for cell in list_cells(app, towns)
        if cell.actor in STAFF and cell.expected == IN and guard_of(app, cell.door) in HOLDERS
    ]


def knock(client: FlaskClient, cell: Cell, token: str) -> tuple[int, str]:
    """Try a door; answers the status and where it sends to."""
    data = None
    if cell.method in UNSAFE:
        data = {**body_for(cell.door), "csrf_token": token}
    answer = client.open(cell.door.path, method=cell.method, data=data)
    return answer.status_code, answer.headers.get("Location", "")


def test_without_a_second_factor_no_door_of_the_staffs_opens(
    app: Flask, towns: TwoTowns, sign_in: SignIn
) -> None:
    clients = {actor: sign_in(email_of(actor)) for actor in STAFF}
    tokens = {actor: token_of(client) for actor, client in clients.items()}
    cells = [each for each in staff_doors(app, towns) if each.method != "OPTIONS"]
    before = picture(app)
    opened = []
    for cell in cells:
        status, target = knock(clients[cell.actor], cell, tokens[cell.actor])
        if status != 303 or "/konto/sakerhet/?next=" not in target:
            opened.append(f"{cell}: {status} {target}")
    print(f"staff doors without a second factor: tried {len(cells)}, open {len(opened)}")
    assert opened == []
    assert picture(app) == before
    assert len(cells) >= 100
    assert {cell.actor for cell in cells} == set(STAFF)


def test_whoever_holds_a_role_without_a_factor_is_a_resident_elsewhere(
    towns: TwoTowns, sign_in: SignIn
) -> None:
    moderator = sign_in(email_of(MODERATOR_A))
    assert moderator.get("/konto/").status_code == 200
    assert "/granska/" not in moderator.get(f"/{HERE}/").text
    hidden = next(t for t in towns.things if t.town == HERE and t.status.value == "pending")
    story = moderator.get(f"/{HERE}/berattelser/{hidden.told.id}")
    assert story.status_code == 404


@pytest.fixture
def secrets(app: Flask, towns: TwoTowns) -> Iterator[dict[str, str]]:
    """The staff with an app each; without again afterwards, in whatever order tests are asked for."""
    key = app.config["SETTINGS"].signing_key()
    ids = {each: towns.people[each].id for each in STAFF}
    with app.test_request_context(), transaction(Scope.operator()) as session:
        made = {each: make_app(session, ids[each], key) for each in STAFF}
    yield made
    with transaction(Scope.operator()) as session:
        session.execute(delete(SecondFactor).where(SecondFactor.user_id.in_(ids.values())))


def test_a_password_opens_nothing_of_an_account_with_an_app(
    app: Flask, towns: TwoTowns, sign_in: SignIn, secrets: dict[str, str]
) -> None:
    clients = {actor: sign_in(email_of(actor)) for actor in STAFF}
    tokens = {actor: token_of(client) for actor, client in clients.items()}
    cells = staff_doors(app, towns) + [
        cell
        for number, cell in enumerate(list_cells(app, towns))
        if cell.actor in STAFF
        and cell.expected == IN
        and guard_of(app, cell.door) == "signed_in"
        and number % EVERY == 0
    ]
    cells = [each for each in cells if each.method != "OPTIONS"]
    before, opened = picture(app), []
    for cell in cells:
        status, target = knock(clients[cell.actor], cell, tokens[cell.actor])
        if status != 303 or "/konto/andra-steget?next=" not in target:
            opened.append(f"{cell}: {status} {target}")
    print(f"doors with half a sign-in: tried {len(cells)}, open {len(opened)}")
    assert opened == []
    assert picture(app) == before

    seen: Counter[str] = Counter()
    for actor in STAFF:
        code = code_of(secrets[actor])
        assert send(clients[actor], "/konto/andra-steget", code=code).status_code == 303
    for cell in staff_doors(app, towns):
        if cell.method == "GET":
            seen[outcome_of(clients[cell.actor].get(cell.door.path))] += 1
    assert set(seen) == {IN}
    assert seen[IN] > 30
