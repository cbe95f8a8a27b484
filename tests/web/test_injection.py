"""No field reaches a mail's head, an answer's head or a line of the log; no name passes for another's.

trust.md check 60.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Collection, Comment, Story, StoryVersion, User
from geostories.vocabulary import StoryStatus
from tests.factories.false_names import FALSE, REAL
from tests.factories.hostile_reading import FULL
from tests.factories.person import forget_tries
from tests.factories.telling import Teller
from tests.factories.tokens import token_of
from tests.factories.worker import work

pytestmark = pytest.mark.trust

TOWN = "/katrineholm"
EVIL = "elak@evil.example"
MARK = "X-Evil"
LINE_ENDS = {
    "CR LF": "\r\n", "LF": "\n", "CR": "\r", "twice": "\r\n\r\n", "folded": "\r\n ", "encoded": "%0d%0a",
    "vertical tab": "\x0b", "form feed": "\x0c", "next line": "\x85", "line separator": "\u2028",
    "paragraph separator": "\u2029", "file separator": "\x1c", "escape": "\x1b[2K\r", "backspaces": "\b" * 9,
    "encoded word": "=?utf-8?q?=0d=0a?=", "base64 word": "=?utf-8?b?DQo=?=", "Swedish ö": "ö\r\n",
}  # fmt: skip
HEADS = [f"Bcc: {EVIL}", f"To: {EVIL}", f"{MARK}: 1", "Content-Type: text/html", "\r\n<script>"]
OUR_HEADS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "content-type", "mime-version",
    "content-transfer-encoding", "list-unsubscribe",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture
def lines(app: Flask) -> Iterator[list[str]]:
    """What is written to the log meanwhile."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    yield written
    logging.getLogger().removeHandler(keeper)


def a_story() -> str:
    with reading(Scope.operator()) as session:
        found = session.scalars(select(Story.id).where(Story.status == StoryStatus.PUBLISHED))
        return public_id.encode(found.first() or uuid4())


Door = Callable[[str], TestResponse]


def doors(app: Flask) -> dict[str, Door]:
    """Every field from which a mail is written, each sent by a visitor of its own."""
    story = f"{TOWN}/berattelser/{a_story()}"

    def post(path: str, **fields: str) -> TestResponse:
        client = app.test_client()
        with transaction(Scope.operator()) as session:
            forget_tries(session)
        return client.post(path, data=fields | {"csrf_token": token_of(client)})

    def tell(**fields: str) -> TestResponse:
        with transaction(Scope.operator()) as session:
            forget_tries(session)
        teller = Teller(app.test_client()).begin()
        teller.write(title=fields.get("title", "Bryggan"))
        given = {"reach": "email", "email": "rut@example.se", "teller_name": "Rut", **fields}
        return teller.send(**given)

    report = {"ground": "privacy", "text": "Det är jag.", "in_good_faith": "y"}
    account = {"password": "ett nytt losenord", "password_confirm": "ett nytt losenord"}
    return {
        "title of a story": lambda v: tell(title=f"Bryggan{v}"),
        "name of a teller": lambda v: tell(teller_name=f"Rut{v}"),
        "address of a teller": lambda v: tell(email=f"rut@example.se{v}"),
        "words of a report": lambda v: post(
            f"{story}/anmal", **report | {"text": f"Fel.{v}", "email": "rut@example.se", "name": "Rut"}
        ),
        "name in a report": lambda v: post(
            f"{story}/anmal", **report | {"name": f"Rut{v}", "email": "rut@example.se"}
        ),
        "address in a report": lambda v: post(
            f"{story}/anmal", **report | {"email": f"rut@example.se{v}", "name": "Rut"}
        ),
        "address for a link": lambda v: post("/konto/oppna", email=f"rut@example.se{v}"),
        "address for a password": lambda v: post(
            "/konto/glomt-losenord", email=f"invanare@example.se{v}"
        ),
        "address of an account": lambda v: post(
            "/konto/skapa", display_name="Rut", email=f"r{uuid4().hex}@example.se{v}", **account
        ),
        "name of an account": lambda v: post(
            "/konto/skapa", display_name=f"Rut{v}", email=f"r{uuid4().hex}@example.se", **account
        ),
        "target of the language": lambda v: app.test_client().get(
            "/konto/sprak/en", query_string={"next": f"/konto/{v}"}
        ),
        "a question": lambda v: app.test_client().get(
            f"{TOWN}/berattelser/", query_string={"q": f"bro{v}"}
        ),
    }  # fmt: skip


def mails(app: Flask) -> list[Message]:
    files = app.config["SETTINGS"].mail_folder.glob("*.eml")
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


def is_split(mail: Message) -> bool:
    """Whether a field has become a head, an addressee or another part."""
    names = [name.lower() for name in mail]
    return (
        not OUR_HEADS.issuperset(names)
        or len(names) != len(set(names))
        or EVIL in str(mail["To"])
        or len(mail["To"].addresses) != 1
        or mail.get_content_type() != "text/plain"
        or bool(mail.defects)
    )


def test_no_field_becomes_a_head_or_a_line(app: Flask, lines: list[str]) -> None:
    tried, broke, headed = 0, [], []
    for door, send in doors(app).items():
        for number, (how, end) in enumerate(LINE_ENDS.items()):
            if not FULL and (number + tried) % 3:
                continue
            head = HEADS[number % len(HEADS)]
            answer = send(f"{end}{head}")
            tried += 1
            broke += [(door, how, answer.status_code)] if answer.status_code >= 500 else []
            headed += [(door, how)] if MARK in answer.headers or EVIL in str(answer.headers) else []
    work(app)
    written = mails(app)
    split = [str(mail["Subject"]) for mail in written if is_split(mail)]
    torn = [line for line in lines if "\n" in line or "\r" in line or "\x1b" in line]
    print(
        f"line ends tried {tried}, mails written {len(written)}, split {len(split)}; "
        f"heads of answers {len(headed)}; log lines {len(lines)}, torn {len(torn)}"
    )
    assert (broke, headed, split, torn) == ([], [], [], [])
    assert len(written) >= 20
    assert tried >= 60


def stored_names() -> set[str]:
    """All that stands under something."""
    columns = (
        User.display_name,
        Comment.author_label,
        StoryVersion.teller_name,
        Collection.author_label,
    )
    with reading(Scope.operator()) as session:
        return {name for column in columns for name in session.scalars(select(column))}


def test_no_name_passes_for_the_municipality_s(app: Flask) -> None:
    story = f"{TOWN}/berattelser/{a_story()}"
    teller = Teller(app.test_client()).begin()
    teller.write()
    writer = app.test_client()

    def register(name: str) -> TestResponse:
        client = app.test_client()
        return client.post(
            "/konto/skapa",
            data={
                "display_name": name, "email": f"n{uuid4().hex}@example.se",
                "password": "ett nytt losenord", "password_confirm": "ett nytt losenord",
                "csrf_token": token_of(client),
            },
        )  # fmt: skip

    def comment(name: str) -> TestResponse:
        fields = {"body": "Hej", "name": name, "csrf_token": token_of(writer)}
        return writer.post(f"{story}/kommentera", data=fields)

    def byline(name: str) -> TestResponse:
        return teller.post(
            "granska", {"byline": "name", "teller_name": name, "rights": "y", "reach": "link"}
        )

    before, tried = stored_names(), 0
    for number, name in enumerate(FALSE):
        for door, send in enumerate((register, comment, byline)):
            if FULL or (number + door) % 5 == 0:
                with transaction(Scope.operator()) as session:
                    forget_tries(session)
                answer = send(name)
                tried += 1
                assert answer.status_code < 500, name
    shown = stored_names() - before
    taken = [name for name in REAL[:12] if comment(name).status_code == 303]
    print(
        f"false names tried {tried}, shown {len(shown)}; names of people tried 12, taken {len(taken)}"
    )
    assert shown - {""} == set()
    assert len(taken) == 12
