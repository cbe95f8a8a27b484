"""Writing and sending the mail of an outbox row, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import force_locale

from geostories import public_id
from geostories.domain import outbox
from geostories.domain.transaction import Scope, transaction
from geostories.integrations import mail
from geostories.vocabulary import DecisionGround, FaultStatus
from geostories.wording import vocabulary as words
from geostories.wording.official import fault_status

if TYPE_CHECKING:
    from geostories.config import Settings


def send(mail_id: UUID, *, settings: Settings) -> None:
    """Send, and mark as sent in the same transaction that holds the row.

    A crash between the two sends it again under the same Message-ID, which mail programs show once.
    """
    with transaction(Scope.operator()) as session:
        waiting = outbox.find_unsent(session, mail_id=mail_id)
        if waiting is None:
            return
        with force_locale(waiting.recipient.language):
            subject, body = _write(waiting)
        message = mail.compose(
            sender=settings.mail_sender,
            to=waiting.recipient.email,
            subject=subject,
            body=body,
            key=public_id.encode(mail_id),
        )
        mail.send(message, key=public_id.encode(mail_id), settings=settings)
        outbox.mark_sent(session, mail_id=mail_id)


def _write(waiting: outbox.WaitingMail) -> tuple[str, str]:
    """Subject and body; `ready` mails were worded by whoever promised them."""
    if waiting.template == "ready":
        return waiting.params["subject"], waiting.params["body"]
    text = render_template(f"emails/{waiting.template}.txt", **_context(waiting))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _context(waiting: outbox.WaitingMail) -> dict[str, Any]:
    municipality = waiting.municipality
    context: dict[str, Any] = {
        "recipient": waiting.recipient,
        "municipality": municipality,
        "params": waiting.params,
    }
    if municipality and "story_id" in waiting.params:
        context["story_url"] = url_for(
            "stories.show",
            municipality=municipality.slug,
            story=public_id.encode(UUID(waiting.params["story_id"])),
            _external=True,
        )
        context["mine_url"] = url_for("account.mine", _external=True)
    if municipality and "fault_id" in waiting.params:
        for name in ("case", "receipt"):
            context[f"{name}_url"] = url_for(
                f"faults.{name}",
                municipality=municipality.slug,
                fault=public_id.encode(UUID(waiting.params["fault_id"])),
                _external=True,
            )
    if "status" in waiting.params:
        context["status_words"] = fault_status(FaultStatus(waiting.params["status"]))
    if "ground" in waiting.params:
        context["ground_words"] = words.ground(DecisionGround(waiting.params["ground"]))
    return context
