"""Whoever runs the platform adds municipalities, and sees and decides nothing in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from geostories.domain.transaction import Scope, reading
from geostories.models import AuditEntry, Membership, Municipality, OutgoingMail, User
from geostories.vocabulary import Role
from tests.conftest import SignIn
from tests.factories.doors import list_doors
from tests.factories.tokens import send
from tests.factories.two_towns import ACTORS, OPERATOR, email_of, make_two_towns
from tests.web.matrix import guard_of

OPERATORS = "drift@example.se"
STRAND = {
    "name": "Strands kommun",
    "site_name": "Strandens röster",
    "slug": "strand",
    "code": "9901",
    "contact_email": "kontakt@strand.example.se",
    "contact_url": "https://strand.example.se/",
    "border": json.dumps(
        {"type": "Polygon", "coordinates": [[[18, 65], [18.3, 65], [18.3, 65.2], [18, 65]]]}
    ),
}


@pytest.fixture
def operator(sign_in: SignIn) -> FlaskClient:
    """Signed in."""
    return sign_in(OPERATORS)


def test_an_operator_adds_a_municipality_and_its_pages_are_there(
    app: Flask, client: FlaskClient, operator: FlaskClient
) -> None:
    answer = send(operator, "/drift/ny", **STRAND)
    assert (answer.status_code, answer.location) == (303, "/drift/strand/")
    assert "Strands kommun" in operator.get("/drift/").text
    assert client.get("/strand/").status_code == 200
    assert "Strandens röster" in client.get("/").text
    with reading(Scope.operator()) as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "add_municipality")
        ).one()
    assert entry.actor_id is not None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slug", "Strand!", "små bokstäver"),
        ("slug", "konto", "plattformen"),
        ("slug", "drift", "plattformen"),
        ("slug", "vaxjo", "Växjö kommun"),
        ("code", "12", "fyra siffror"),
        ("code", "0483", "Katrineholms kommun"),
        ("border", "{}", "GeoJSON"),
        ("border", "", "GeoJSON"),
        ("border", "58.9, 16.1\n58.9, 16.3\n59.05, 16.3\n59.05, 16.1", "Katrineholms kommun"),
    ],
)
def test_what_cannot_be_a_municipality_is_refused_in_a_sentence(
    app: Flask, operator: FlaskClient, field: str, value: str, sentence: str
) -> None:
    answer = send(operator, "/drift/ny", **STRAND | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    with reading(Scope.public()) as session:
        assert session.scalar(select(func.count()).select_from(Municipality)) == 2


def test_the_first_administrator_is_named_once_and_told_by_mail(
    app: Flask, operator: FlaskClient
) -> None:
    send(operator, "/drift/ny", **STRAND)
    path = "/drift/strand/administrator"
    assert send(operator, path, email="Ny@Strand.example.se").status_code == 303
    assert send(operator, path, email="another@strand.example.se").status_code == 409
    page = operator.get("/drift/strand/").text
    assert "strand.example.se" not in page.replace(STRAND["contact_email"], "")
    with reading(Scope.operator()) as session:
        town = session.scalars(select(Municipality).where(Municipality.slug == "strand")).one()
        held = session.execute(
            select(User.email, Membership.role)
            .join(User, User.id == Membership.user_id)
            .where(Membership.municipality_id == town.id)
        ).all()
        mails = session.scalars(
            select(OutgoingMail).where(OutgoingMail.template == "named_administrator")
        ).all()
    assert [tuple(row) for row in held] == [("Ny@Strand.example.se", Role.ADMINISTRATOR)]
    assert len(mails) == 1


def test_operators_do_not_name_themselves_or_each_other(app: Flask, operator: FlaskClient) -> None:
    send(operator, "/drift/ny", **STRAND)
    answer = send(operator, "/drift/strand/administrator", email=OPERATORS.upper())
    assert answer.status_code == 422
    assert "driver plattformen" in answer.text


def test_an_administrator_makes_nobody_an_operator(app: Flask, sign_in: SignIn) -> None:
    admin = sign_in("admin@example.se")
    forged = send(admin, "/katrineholm/admin/roller", email="invanare@example.se", role="operator")
    assert forged.status_code == 422


def test_no_door_for_staff_opens_to_an_operator_and_none_of_the_operators_to_others(
    app: Flask, sign_in: SignIn
) -> None:
    with app.test_request_context():
        towns = make_two_towns(app)
    clients = {actor: sign_in(email_of(actor)) for actor in ACTORS[1:]}
    tried, wrong = 0, []
    for door in list_doors(app, towns):
        guard = guard_of(app, door)
        if "GET" not in door.methods or guard in ("open_to_all", "signed_in"):
            continue
        for actor, client in clients.items():
            if (actor == OPERATOR) == (guard == "operate"):
                continue
            tried += 1
            if client.get(door.path).status_code not in (403, 404) and actor == OPERATOR:
                wrong.append(f"{actor}: {door}")
            if guard == "operate" and client.get(door.path).status_code != 403:
                wrong.append(f"{actor}: {door}")
    print(f"doors of the others: tried {tried}, opened {len(wrong)}")
    assert wrong == []
    assert tried > 60


def test_the_operators_pages_tell_of_nothing_and_nobody_in_a_municipality(
    app: Flask, sign_in: SignIn
) -> None:
    with app.test_request_context():
        make_two_towns(app)
    client = sign_in(email_of(OPERATOR))
    pages = [client.get(path).text for path in ("/drift/", "/drift/ny", "/drift/katrineholm/")]
    people = [email_of(actor) for actor in ACTORS[1:] if actor != OPERATOR]
    seen = [word for word in ("Kanarie", *people) for page in pages if word in page]
    assert seen == []


def test_the_command_line_does_the_same(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    border = tmp_path / "border.geojson"
    border.write_text(STRAND["border"])
    added = run(
        app, "add", "strand", "--name", "Strands kommun", "--code", "9901", "--border", str(border),
        "--contact-email", "kontakt@strand.example.se", "--contact-url", "https://strand.example.se",
    )  # fmt: skip
    assert (added.returncode, added.stderr) == (0, "")
    assert client.get("/strand/").status_code == 200
    named = run(app, "administrator", "strand", "ny@strand.example.se")
    assert (named.returncode, named.stderr) == (0, "")
    again = run(app, "administrator", "strand", "ny@strand.example.se")
    assert again.returncode == 1
    assert len(again.stderr.splitlines()) == 1


def run(app: Flask, *words: str) -> subprocess.CompletedProcess[str]:
    settings = app.config["SETTINGS"]
    told = {
        "GEOSTORIES_HOME": str(settings.home),
        "GEOSTORIES_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "geostories", "municipality", *words]
    return subprocess.run(
        command, env=os.environ | told, capture_output=True, text=True, check=False
    )
