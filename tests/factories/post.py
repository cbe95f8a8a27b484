"""The mail that the outbox promises: sent as the worker sends it, read from the files."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from geostories.domain.transaction import Scope, reading
from geostories.jobs import mail
from geostories.models import OutgoingMail


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
