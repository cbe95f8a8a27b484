"""The mail that the outbox promises: sent as the worker sends it, read from the files."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geostories.domain.transaction import Scope, reading
from geostories.jobs import mail
from geostories.models import OutgoingMail
from tests.conftest import csrf_token


def deliver(app: Flask) -> list[EmailMessage]:
    """Send what waits, oldest first; answers those mails."""
    with reading(Scope.operator()) as session:
        waiting = session.scalars(
            select(OutgoingMail.id)
            .where(OutgoingMail.sent_at.is_(None))
            .order_by(OutgoingMail.created_at)
        ).all()
    folder = app.config["SETTINGS"].mail_folder
    before = set(folder.glob("*.eml"))
    with app.test_request_context():
        for mail_id in waiting:
            mail.send(mail_id, settings=app.config["SETTINGS"])
    written = sorted(set(folder.glob("*.eml")) - before, key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in written]


def link_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.get_content())
    assert found, message.get_content()
    return found[1]


def press(client: FlaskClient, link: str, action: str) -> TestResponse:
    """Press a button on the page that a mail's link leads to."""
    page = client.get(link)
    assert page.status_code == 200
    form = {"csrf_token": csrf_token(page.text), "nyckel": link.partition("nyckel=")[2]}
    answer = client.post(f"/konto/bevakning/{action}", data=form)
    assert answer.status_code == 200
    return answer
