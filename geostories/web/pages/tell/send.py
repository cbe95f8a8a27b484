"""Sending in, with an account or without, and what comes after."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import drafts, stories, teller_links
from geostories.domain.permissions import Person
from geostories.domain.place_warnings import Surroundings, look_around
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries.own_stories import VersionInfo, get_draft, get_newest
from geostories.vocabulary import LinkPurpose, VersionStatus
from geostories.web import language
from geostories.web.forms.tell import CheckForm
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    sender_of,
    settings,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current
from geostories.web.pages.tell.check import page_of
from geostories.web.pages.tell.steps import blueprint, closed_office, draft_of, step_url
from geostories.web.pages.teller_links import SHOWN_ONCE, shown_link
from geostories.wording import rules

MAILED_TO = "link_mailed_to"
"""Session keys: what the next thank-you page tells of."""


@blueprint.post("/beratta/<story>/skicka-in")
@open_to_all
def submit(story: str) -> ResponseReturnValue:
    """Send the draft to review. The same form sent twice is one submission."""
    form, story_id, person = CheckForm(), read_id(story, "no_draft"), current_person()
    limit("submit", str(person.id), settings().submit_per_person, HOUR)
    form.require_all(is_guest=not person.is_signed_in)
    if form.errors:
        return page_of(form, draft_of(story)), 422
    try:
        _send(form, story_id, person)
    except InvalidInput as error:
        return page_of(form, draft_of(story), trouble=error), 422
    _remember(form, person, story)
    return redirect(url_for("compose.sent", municipality=current().slug, story=story), code=303)


def _send(form: CheckForm, story_id: UUID, person: Person) -> None:
    """The story and the link to it: both, or neither."""
    key, around, terms = form.key(), _around(story_id), form.terms()
    sending: dict[str, Any] = {
        "story_id": story_id,
        "submission_key": key,
        "around": around,
        "sender": sender_of(person, form.address() if form.wants_mail else ""),
    }
    if form.is_for_another:
        with transaction(Scope.operator()) as db:
            owner_id = stories.submit_for(db, person=person, terms=terms, **sending)
            _link_for_another(db, form, owner_id, story_id)
        return
    with transaction(own_scope()) as db:
        with suppress(NotFound):  # sent already, perhaps by this very form: its key tells
            drafts.save_terms(db, story_id=story_id, terms=terms)
        stories.submit(db, person=person, **sending)
        if not person.is_signed_in:
            _link_for_visitor(db, form, person.id)


def _link_for_visitor(db: Any, form: CheckForm, person_id: UUID) -> None:
    key = settings().signing_key()
    if form.wants_mail:
        _mail(db, form.address(), person_id, "confirm_story")
    else:
        teller_links.ensure(db, purpose=LinkPurpose.KEEP, person_id=person_id, key=key)


def _link_for_another(db: Any, form: CheckForm, owner_id: UUID, story_id: UUID) -> None:
    """One to print, and one to mail where there is an address: only that one confirms it."""
    teller_links.ensure(
        db,
        purpose=LinkPurpose.CLAIM,
        person_id=owner_id,
        story_id=story_id,
        municipality_id=current().id,
        key=settings().signing_key(),
        lasts=timedelta(days=settings().claim_days),
    )
    if form.wants_mail:
        _mail(db, form.address(), owner_id, "told_for_you")


def _mail(db: Any, address: str, person_id: UUID, template: str) -> None:
    if not teller_links.is_promised(db, address, person_id=person_id):
        limit("link mail", address.lower(), settings().link_mails_per_address, HOUR)
    teller_links.mail_to(
        db,
        address,
        purpose=LinkPurpose.CONFIRM,
        person_id=person_id,
        key=settings().signing_key(),
        lasts=timedelta(days=settings().confirm_days),
        language=language.current(),
        template=template,
        municipality_id=current().id,
    )


def _remember(form: CheckForm, person: Person, story: str) -> None:
    """What the thank-you page is to tell, once."""
    if form.is_for_another or not person.is_signed_in:
        session[MAILED_TO] = form.address() if form.wants_mail else ""
        session[SHOWN_ONCE] = story if form.is_for_another or not form.wants_mail else ""


def _around(story_id: UUID) -> Surroundings | None:
    """What lives near the draft's place; None without a place, or without a draft any more."""
    point = None
    with suppress(NotFound), reading(own_scope()) as db:
        point = get_draft(db, story_id=story_id).point
    return look_around(*point, settings()) if point else None


@blueprint.get("/beratta/<story>/tack")
@open_to_all
def sent(story: str) -> ResponseReturnValue:
    """What happens next, and the link to keep, shown once."""
    newest = _sent_by(current_person(), read_id(story, "no_draft"))
    is_for_another = newest.owner_id != current_person().id
    link = None
    if session.get(SHOWN_ONCE) == story:
        del session[SHOWN_ONCE]
        purpose = LinkPurpose.CLAIM if is_for_another else LinkPurpose.KEEP
        link = shown_link(newest.owner_id, purpose, newest.story_id if is_for_another else None)
    return render_template(
        "tell/sent.html",
        story=newest,
        is_new=newest.number == 1,
        held_words=rules.told(newest.met_rules),
        is_coarsened=bool(newest.sensitive_species),
        closed=closed_office(),
        is_for_another=is_for_another,
        is_guest=not current_person().is_signed_in,
        mailed_to=session.pop(MAILED_TO, ""),
        link=link,
    )


def _sent_by(person: Person, story_id: UUID) -> VersionInfo:
    """The newest version of what this person sent in, for themselves or for somebody else."""
    with suppress(NotFound), reading(own_scope()) as db:
        newest = get_newest(db, story_id=story_id)
        if newest.status is not VersionStatus.DRAFT:
            return newest
    with reading(Scope.municipality(current().id)) as db:
        newest = get_newest(db, story_id=story_id)
    if newest.entered_by != person.id or not person.is_signed_in:
        raise NotFound("no_story")
    return newest


@blueprint.post("/beratta/<story>/andra")
@open_to_all
def reopen(story: str) -> ResponseReturnValue:
    """Open a story that was sent in; what is published stays until the new version is reviewed."""
    story_id = read_id(story, "no_draft")
    with transaction(own_scope()) as db:
        drafts.reopen(db, story_id=story_id)
    return redirect(step_url("words", draft_of(story)), code=303)


@blueprint.post("/beratta/<story>/kasta")
@open_to_all
def discard(story: str) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction(own_scope()) as db:
        drafts.discard(db, story_id=read_id(story, "no_draft"))
    flash(_("The draft is thrown away."), "success")
    return redirect(url_for("compose.start", municipality=current().slug), code=303)
