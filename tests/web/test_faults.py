"""A visitor says that something is broken: the unit gets a mail, the editors a case, the visitor an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain import faults
from geostories.domain.transaction import Scope, reading, transaction
from geostories.integrations import queue
from geostories.jobs.worker import sweep_up
from geostories.models import FaultReport, OfficialPlace, OutgoingMail, Unit
from geostories.queries.municipalities import get_municipality
from tests.conftest import SignIn
from tests.factories.nature import circle, make_place
from tests.factories.notices import BRIDGE, make_trail
from tests.factories.post import deliver, link_in
from tests.factories.tokens import token_of

ADDRESS = "vandrare.canary@example.se"
WRITTEN = {
    "text": "En planka saknas på <i>spången</i>.",
    "email": ADDRESS,
    "coordinates": f"{BRIDGE[1]}, {BRIDGE[0]}",
}
DESK = "/katrineholm/redaktion/fel/"
PARKS = "parkenheten@example.se"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def things(app: Flask) -> dict[str, UUID]:
    """A reserve with a unit of its own, and a trail without."""
    assert app
    with transaction(Scope.operator()) as session:
        town = get_municipality(session, "katrineholm").id
        unit = Unit(municipality_id=town, name="Parkenheten", email=PARKS)
        session.add(unit)
        session.flush()
        return {
            "reserve": make_place(
                session, town, name="Brolunden", shape=circle(BRIDGE, 90), unit_id=unit.id
            ),
            "trail": make_trail(session, town, name="Broslingan", points=[BRIDGE, (16.21, 58.996)]),
        }


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> Iterator[None]:
    """Every test begins without faults and mail."""
    yield
    deliver(app)
    with transaction(Scope.operator()) as session:
        session.execute(text("DELETE FROM fault_report"))


def write_at(things: dict[str, UUID], noun: str = "reserve") -> str:
    return f"/katrineholm/platser/{public_id.encode(things[noun])}/fel"


def send(client: FlaskClient, path: str, **changed: str) -> TestResponse:
    return client.post(path, data={**WRITTEN, **changed, "csrf_token": token_of(client)})


def work(app: Flask) -> list[EmailMessage]:
    """Do what the queue holds, as the worker does it; answers the mail that went out."""
    with transaction(Scope.operator()) as session:
        jobs = session.scalars(
            text("DELETE FROM procrastinate_jobs WHERE task_name = :task RETURNING args"),
            {"task": queue.TELL_UNIT},
        ).all()
    for args in jobs:
        for _ in range(2):  # a worker that was killed begins again
            with transaction(Scope.operator()) as session:
                faults.tell_unit(session, fault_id=UUID(args["fault_id"]))
    return deliver(app)


def case_of(receipt: str) -> str:
    return DESK + receipt.rpartition("/")[2]


def reply(editor: FlaskClient, receipt: str, status: str, answer: str = "") -> TestResponse:
    form = {"status": status, "answer": answer, "csrf_token": token_of(editor)}
    return editor.post(case_of(receipt), data=form)


def stored_addresses() -> list[str]:
    """Wherever the visitor's address still stands."""
    with reading(Scope.operator()) as session:
        tables = session.scalars(
            text(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
                "AND table_type = 'BASE TABLE' AND table_name <> 'spatial_ref_sys'"
            )
        ).all()
        return [
            table
            for table in tables
            if session.scalar(
                text(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE :word'),
                {"word": f"%{ADDRESS}%"},
            )
        ]


def test_from_the_page_to_the_unit_to_the_editors_and_back(
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    things: dict[str, UUID],
    caplog: pytest.LogCaptureFixture,
) -> None:
    page = client.get(write_at(things).removesuffix("/fel")).text
    assert f'href="{write_at(things)}"' in page
    answer = send(client, write_at(things))
    assert answer.status_code == 303
    receipt = answer.location
    [told] = work(app)
    assert told["To"] == PARKS
    assert "Brolunden" in told["Subject"]
    assert WRITTEN["text"] in told.get_content()
    assert ADDRESS not in told.as_string()
    assert link_in(told) == case_of(receipt)

    stranger = app.test_client()
    assert "Mottagen" in stranger.get(receipt).text
    assert "&lt;i&gt;spången&lt;/i&gt;" in stranger.get(receipt).text
    assert ADDRESS not in stranger.get(receipt).text

    editor = sign_in("redaktor@example.se")
    assert "Brolunden" in editor.get(DESK).text
    case = editor.get(case_of(receipt)).text
    assert "Parkenheten" in case
    assert "58.99587, 16.20721" in case
    assert ADDRESS not in case
    assert "Mejlad till ansvarig enhet" in case

    assert reply(editor, receipt, "in_hand", "Vi åker dit på tisdag.").status_code == 303
    [in_hand] = work(app)
    assert in_hand["To"] == ADDRESS
    assert stored_addresses() == ["fault_report"]
    assert reply(editor, receipt, "mended", "Nu är plankan på plats.").status_code == 303
    [final] = work(app)
    assert final["To"] == ADDRESS
    assert "Åtgärdad" in final["Subject"]
    assert "Nu är plankan på plats." in final.get_content()
    assert link_in(final) == receipt
    assert "Nu är plankan på plats." in stranger.get(receipt).text
    addresses = stored_addresses()
    print(f"mails 3, places where the address still stands: {len(addresses)}")
    assert addresses == []
    assert ADDRESS not in caplog.text
    assert reply(editor, receipt, "left", "Nej.").status_code == 409
    assert work(app) == []


def test_without_a_unit_the_municipality_gets_it_and_without_an_address_nobody_is_mailed(
    app: Flask, client: FlaskClient, sign_in: SignIn, things: dict[str, UUID]
) -> None:
    receipt = send(client, write_at(things, "trail"), email="", coordinates="").location
    [told] = work(app)
    with reading(Scope.public()) as session:
        assert told["To"] == get_municipality(session, "katrineholm").contact_email
    editor = sign_in("redaktor@example.se")
    assert reply(editor, receipt, "left", "Leden läggs om i vår.").status_code == 303
    assert work(app) == []
    assert "Leden läggs om i vår." in client.get(receipt).text


def test_the_same_report_sent_twice_is_one(
    app: Flask, client: FlaskClient, things: dict[str, UUID]
) -> None:
    key = re.search(r'name="key"[^>]* value="(\w{22})"', client.get(write_at(things)).text)
    assert key
    receipts = [send(client, write_at(things), key=key[1]).location for _ in range(2)]
    receipts.append(send(client, write_at(things), key=key[1], text="Bänken också.").location)
    assert receipts[0] == receipts[1] != receipts[2]
    assert len(work(app)) == 2


def test_an_end_needs_words(client: FlaskClient, sign_in: SignIn, things: dict[str, UUID]) -> None:
    receipt = send(client, write_at(things)).location
    editor = sign_in("redaktor@example.se")
    for status in ("mended", "left", "received", ""):
        answer = reply(editor, receipt, status)
        assert answer.status_code == 422, status
        assert "form-errors" in answer.text
    assert "Mottagen" in client.get(receipt).text


def test_one_click_leads_from_the_fault_to_a_closure(
    client: FlaskClient, sign_in: SignIn, things: dict[str, UUID]
) -> None:
    receipt = send(client, write_at(things)).location
    editor = sign_in("redaktor@example.se")
    found = re.search(r'href="(/katrineholm/redaktion/meddelanden/nytt\?fel=[^"]+)"',
                      editor.get(case_of(receipt)).text)  # fmt: skip
    assert found
    form = editor.get(found[1]).text
    assert 'value="Brolunden är avstängd"' in form
    assert 'value="58.995870"' in form
    assert re.search(r'<input checked[^>]*value="closure"', form)


WRONG = [
    {"text": " "},
    {"text": "å" * 4_001},
    {"email": "lena@"},
    {"coordinates": "vid bron"},
    {"coordinates": "12.5, 99.0"},
]


def test_what_is_wrong_is_said_and_nothing_is_kept(
    app: Flask, client: FlaskClient, things: dict[str, UUID]
) -> None:
    for changed in WRONG:
        answer = send(client, write_at(things), **changed)
        assert answer.status_code == 422, changed
        assert "form-errors" in answer.text
    assert client.post(write_at(things), data=WRITTEN).status_code == 400  # without its token
    with reading(Scope.operator()) as session:
        assert session.scalars(select(FaultReport)).all() == []
    assert work(app) == []


def test_places_that_are_gone_and_links_that_are_none(
    client: FlaskClient, things: dict[str, UUID]
) -> None:
    receipt = send(client, write_at(things)).location
    other = receipt.replace("katrineholm", "vaxjo")
    for path in (
        other,
        "/katrineholm/fel/nix",
        f"/katrineholm/fel/{public_id.encode(things['reserve'])}",
    ):
        assert client.get(path).status_code == 404, path
    with transaction(Scope.operator()) as session:
        gone = session.get_one(OfficialPlace, things["reserve"])
        gone.withdrawn_at = gone.fetched_at
    try:
        assert client.get(write_at(things)).status_code == 404
        assert send(client, write_at(things)).status_code == 404
    finally:
        with transaction(Scope.operator()) as session:
            session.get_one(OfficialPlace, things["reserve"]).withdrawn_at = None


def test_a_link_opens_one_report_and_nothing_else(
    client: FlaskClient, things: dict[str, UUID]
) -> None:
    receipts = [send(client, write_at(things)).location for _ in range(3)]
    fault_id = public_id.decode(receipts[0].rpartition("/")[2])
    assert fault_id
    with reading(Scope.link(fault_id)) as session:
        assert session.scalars(select(FaultReport.id)).all() == [fault_id]
        for table in ("story", "official_place", "unit", "audit_entry", '"user"', "notice"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
    with transaction(Scope.link(fault_id)) as session:
        changed = session.execute(text("UPDATE fault_report SET text = ''"))
        assert changed.rowcount == 0  # type: ignore[attr-defined]
    with reading(Scope.public()) as session:
        assert session.scalars(select(FaultReport.id)).all() == []


def test_addresses_that_nobody_answers_are_forgotten(
    app: Flask, client: FlaskClient, things: dict[str, UUID]
) -> None:
    send(client, write_at(things))
    assert stored_addresses() == ["fault_report"]
    sweep_up(app)
    assert stored_addresses() == ["fault_report"]
    days = app.config["SETTINGS"].fault_address_days
    with transaction(Scope.operator()) as session:
        session.execute(
            text("UPDATE fault_report SET created_at = created_at - :d"),
            {"d": timedelta(days=days + 1)},
        )
        session.add(OutgoingMail(address=ADDRESS, template="fault_answer", params={"answer": "x"}))
        session.flush()
        session.execute(
            text("UPDATE outgoing_mail SET created_at = created_at - :d WHERE address <> ''"),
            {"d": timedelta(days=days + 1)},
        )
    sweep_up(app)
    assert stored_addresses() == []


def test_a_class_on_an_outing_can_report_and_a_machine_cannot_go_on(
    app: Flask, client: FlaskClient, things: dict[str, UUID]
) -> None:
    answers = [send(client, write_at(things), email="") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [303] * 60 + [429]
    assert app


def test_only_editors_see_the_cases(
    client: FlaskClient, sign_in: SignIn, things: dict[str, UUID]
) -> None:
    receipt = send(client, write_at(things)).location
    for path in (DESK, case_of(receipt)):
        assert client.get(path).status_code == 303
        assert sign_in("granskare@example.se").get(path).status_code == 403
    assert sign_in("redaktor@example.se").get(
        case_of(receipt).replace("katrineholm", "vaxjo")
    ).status_code in (403, 404)


def test_no_address_stands_in_a_file_of_the_home_but_in_the_mail(
    app: Flask, client: FlaskClient, things: dict[str, UUID]
) -> None:
    send(client, write_at(things))
    work(app)
    home: Path = app.config["SETTINGS"].home
    found = {
        file.parent.name
        for file in home.rglob("*")
        if file.is_file() and file.suffix != ".webp" and ADDRESS.encode() in file.read_bytes()
    }
    assert found <= {"mail"}
