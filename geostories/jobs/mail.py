"""Writing and sending the mail of an outbox row, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import force_locale

from geostories import public_id
from geostories.domain import invitations, minors, outbox, teller_links
from geostories.domain.transaction import Scope, transaction
from geostories.integrations import mail
from geostories.jobs import alerts
from geostories.queries.tips import TipInfo, find_tip
from geostories.vocabulary import DecisionAction, DecisionGround, FaultStatus, SubjectKind
from geostories.wording import decisions
from geostories.wording import vocabulary as words
from geostories.wording.official import fault_status

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from geostories.config import Settings

TIP = "tip_id"
"""Name in a mail's params of the tip that it is about."""

PAGES = {
    SubjectKind.STORY: ("stories.show", "story"),
    SubjectKind.COMMENT: ("moderation.case", "case"),
    SubjectKind.COLLECTION: ("gatherings.show", "gathering"),
    SubjectKind.PLACE: ("places.show", "place"),
    SubjectKind.TRAIL: ("places.show", "place"),
}
"""Where a unit sees what was reported."""

INVITATION = "invitation"
"""Likewise of the hash of an invitation."""

LINK = "link"
"""Name in a mail's params of the hash of a link: its token is made here, and stored nowhere."""


def send(mail_id: UUID, *, settings: Settings) -> None:
    """Send, and mark as sent in the same transaction that holds the row.

    A crash between the two sends it again under the same Message-ID, which mail programs show once.
    """
    with transaction(Scope.operator()) as session:
        waiting = outbox.find_unsent(session, mail_id=mail_id)
        if waiting is None:
            return
        with force_locale(waiting.recipient.language):
            news = _look_up(session, waiting, settings)
            if news is not None:
                subject, body = _write(waiting, news)
                message = mail.compose(
                    sender=settings.mail_sender,
                    to=waiting.recipient.email,
                    subject=subject,
                    body=body,
                    key=public_id.encode(mail_id),
                    end_url=news.get(alerts.END_URL, ""),
                )
                mail.send(message, key=public_id.encode(mail_id), settings=settings)
        outbox.mark_sent(session, mail_id=mail_id)


def _look_up(
    session: Session, waiting: outbox.WaitingMail, settings: Settings
) -> dict[str, Any] | None:
    """What the mail tells of as it stands now; None when there is nothing left to tell."""
    news: dict[str, Any] = {}
    if LINK in waiting.params:
        token_hash = bytes.fromhex(waiting.params[LINK])
        key = settings.signing_key()
        link = teller_links.find_token(session, token_hash=token_hash, key=key)
        if link is None:  # nobody with that address: whoever asked is told nothing
            return None
        news["link_url"] = url_for("teller_links.show", nyckel=link, _external=True)
    if minors.GUARDIAN in waiting.params:
        token = minors.token_of(UUID(waiting.params[minors.GUARDIAN]), settings.signing_key())
        news["guardian_url"] = url_for("guardians.show", nyckel=token, _external=True)
    if INVITATION in waiting.params:
        hashed = bytes.fromhex(waiting.params[INVITATION])
        key = settings.signing_key()
        offer = invitations.find_token(session, token_hash=hashed, key=key)
        if offer is None:  # taken back
            return None
        news["invitation_url"] = url_for("invitations.show", nyckel=offer, _external=True)
    if TIP in waiting.params:
        tip = find_tip(session, UUID(waiting.params[TIP]))
        if tip is None:  # taken back, or of a story that is withdrawn
            return None
        news |= _of_tip(tip)
    if alerts.ORDER in waiting.params:
        ordered = alerts.look_up(session, waiting.params, settings)
        if ordered is None:  # ended, or withdrawn what it was to tell of
            return None
        news |= ordered
    return news


def _write(waiting: outbox.WaitingMail, news: dict[str, Any]) -> tuple[str, str]:
    """Subject and body; `ready` mails were worded by whoever promised them."""
    if waiting.template == "ready":
        return waiting.params["subject"], waiting.params["body"]
    text = render_template(f"emails/{waiting.template}.txt", **_context(waiting), **news)
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _of_tip(tip: TipInfo) -> dict[str, Any]:
    """The tip as it stands when the mail goes out, and where it leads."""
    endpoint, blank = ("stories.show", "story") if tip.noun == "story" else ("places.show", "place")
    key = {blank: public_id.encode(tip.thing_id)}
    return {
        "tip": tip,
        "tip_url": url_for(endpoint, municipality=tip.thing_municipality, **key, _external=True),
        "tips_url": url_for("tips.index", municipality=tip.municipality, _external=True),
    }


def _of_collection(collection_id: str, municipality: str) -> dict[str, Any]:
    key = public_id.encode(UUID(collection_id))
    return {
        "collection_url": url_for(
            "gatherings.show", municipality=municipality, gathering=key, _external=True
        ),
        "own_collection_url": url_for("own_collections.edit", gathering=key, _external=True),
    }


def _of_staff(template: str, municipality: str) -> dict[str, Any]:
    """Where those go on who work in the municipality."""
    if template == "waiting_alarm":
        desk = url_for("moderation.queue", municipality=municipality, gamla=1, _external=True)
        return {"desk_url": desk}
    if template != "named_administrator":
        return {}
    return {
        "password_url": url_for("security.forgot_password", _external=True),
        "admin_url": url_for("administration.show", municipality=municipality, _external=True),
    }


def _of_review(params: dict[str, Any], municipality: str) -> dict[str, Any]:
    """Where a decision, a report, or what a report was about can be read."""
    context: dict[str, Any] = {}
    if params.get("decision"):
        key = public_id.encode(UUID(params["decision"]))
        context["decision_url"] = url_for("own_decisions.show", decision=key, _external=True)
    if params.get("report"):
        key = public_id.encode(UUID(params["report"]))
        context["receipt_url"] = url_for(
            "reports.receipt", municipality=municipality, report=key, _external=True
        )
        action = params.get("action")
        context["answer_words"] = decisions.answered(DecisionAction(action)) if action else ""
    if params.get("subject"):
        endpoint, blank = PAGES[params["kind"]]
        values = {blank: public_id.encode(UUID(params["subject"]))}
        context["subject_url"] = url_for(
            endpoint, municipality=municipality, **values, _external=True
        )
    return context


def _context(waiting: outbox.WaitingMail) -> dict[str, Any]:
    municipality = waiting.municipality
    context: dict[str, Any] = {
        "recipient": waiting.recipient,
        "municipality": municipality,
        "params": waiting.params,
    }
    if waiting.template == "account_unused":
        context["sign_in_url"] = url_for("security.login", _external=True)
    if waiting.template == "export_ready":
        context["own_data_url"] = url_for("own_data.index", _external=True)
    if municipality and "collection_id" in waiting.params:
        context |= _of_collection(waiting.params["collection_id"], municipality.slug)
    if municipality and "story_id" in waiting.params:
        context["story_url"] = url_for(
            "stories.show",
            municipality=municipality.slug,
            story=public_id.encode(UUID(waiting.params["story_id"])),
            _external=True,
        )
        context["mine_url"] = url_for("account.mine", _external=True)
        anchor = f"b-{public_id.encode(UUID(waiting.params['story_id']))}"
        context["own_story_url"] = url_for("account.mine", _anchor=anchor, _external=True)
    if municipality and "fault_id" in waiting.params:
        for name in ("case", "receipt"):
            context[f"{name}_url"] = url_for(
                f"faults.{name}",
                municipality=municipality.slug,
                fault=public_id.encode(UUID(waiting.params["fault_id"])),
                _external=True,
            )
    if municipality:
        context |= _of_staff(waiting.template, municipality.slug)
        context |= _of_review(waiting.params, municipality.slug)
    if "status" in waiting.params:
        context["status_words"] = fault_status(FaultStatus(waiting.params["status"]))
    if "ground" in waiting.params:
        context["ground_words"] = words.ground(DecisionGround(waiting.params["ground"]))
    return context
