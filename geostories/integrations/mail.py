"""Mail out: to files under the home, or to a mail server."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import formatdate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geostories.config import Settings


def compose(
    *, sender: str, to: str, subject: str, body: str, key: str, end_url: str = ""
) -> EmailMessage:
    """A plain-text mail; the same key gives the same Message-ID, so a resend is one mail.

    `end_url` is where one ends what was ordered; mail programs show it beside the sender.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = f"<{key}@geostories>"
    message["Auto-Submitted"] = "auto-generated"
    if end_url:
        message["List-Unsubscribe"] = f"<{end_url}>"
    message.set_content(body)
    return message


def send(message: EmailMessage, *, key: str, settings: Settings) -> None:
    """Hand the mail over; raises OSError or SMTPException when it was not taken."""
    if settings.mail_backend == "file":
        settings.mail_folder.mkdir(parents=True, exist_ok=True)
        (settings.mail_folder / f"{key}.eml").write_bytes(bytes(message))
        return
    with _connection(settings) as server:
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def _connection(settings: Settings) -> smtplib.SMTP:
    if settings.smtp_port == 465:
        return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=30)
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=30)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls()
    return server
