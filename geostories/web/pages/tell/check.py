"""Step 3: looking it over, and sending it in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import drafts, stories
from geostories.domain.permissions import Permission, may
from geostories.domain.place_warnings import Surroundings, look_around
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries.own_stories import VersionInfo, get_draft, get_newest
from geostories.vocabulary import RING_RADIUS_M, VersionStatus, Voice
from geostories.web import cards
from geostories.web.forms.tell import CheckForm, ChosenPoint, Teller
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    settings,
    signed_in,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current
from geostories.web.pages.tell.preview import preview_of
from geostories.web.pages.tell.protected import protected_at
from geostories.web.pages.tell.steps import blueprint, draft_of, frame, step_url
from geostories.web.pages.tell.words import categories
from geostories.wording.errors import say


@blueprint.get("/beratta/<story>/granska")
@open_to_all
def check(story: str) -> ResponseReturnValue:
    """The whole draft at a glance, and what happens when it is sent in."""
    draft = draft_of(story)
    name = "shown" if draft.shows_name else "hidden"
    return _page(CheckForm(formdata=None, data={"name": name, "voice": draft.voice.value}), draft)


@blueprint.post("/beratta/<story>/granska")
@open_to_all
def save_check(story: str) -> ResponseReturnValue:
    """Keep the draft for another day."""
    draft = draft_of(story)
    _keep_teller(draft.story_id, CheckForm().teller())
    flash(_("The draft is saved."), "success")
    if current_person().is_signed_in:
        return redirect(url_for("account.mine"), code=303)
    return redirect(url_for("compose.start", municipality=draft.municipality), code=303)


@blueprint.post("/beratta/<story>/skicka-in")
@open_to_all
def submit(story: str) -> ResponseReturnValue:
    """Send the draft to review. The same form sent twice is one submission."""
    form, story_id, person = CheckForm(), read_id(story, "no_draft"), current_person()
    if not person.is_signed_in:
        draft = draft_of(story)
        _keep_teller(story_id, form.teller())
        return redirect(url_for("security.login", next=step_url("check", draft)), code=303)
    limit("submit", str(person.id), settings().submit_per_person, HOUR)
    if not form.rights.data:
        form.complain("rights", say(InvalidInput("rights_missing", field="rights")))
        return _page(form, draft_of(story)), 422
    try:
        _send(form, story_id)
    except InvalidInput as error:
        return _page(form, draft_of(story), trouble=error), 422
    return redirect(url_for("compose.sent", municipality=current().slug, story=story), code=303)


def _send(form: CheckForm, story_id: UUID) -> None:
    teller, key, around = form.teller(), form.key(), _around(story_id)
    with transaction(own_scope()) as session:
        with suppress(NotFound):  # sent already, perhaps by this very form: its key tells
            drafts.save_voice(
                session, story_id=story_id, shows_name=teller.shows_name, voice=teller.voice
            )
        stories.submit(
            session,
            story_id=story_id,
            person=current_person(),
            submission_key=key,
            around=around,
        )


def _around(story_id: UUID) -> Surroundings | None:
    """What lives near the draft's place; None without a place, or without a draft any more."""
    point = None
    with suppress(NotFound), reading(own_scope()) as session:
        point = get_draft(session, story_id=story_id).point
    return look_around(*point, settings()) if point else None


@blueprint.get("/beratta/<story>/tack")
@signed_in
def sent(story: str) -> ResponseReturnValue:
    """What happens next."""
    with reading(own_scope()) as session:
        newest = get_newest(session, story_id=read_id(story, "no_draft"))
    if newest.status is VersionStatus.DRAFT:
        raise NotFound("no_story")
    return render_template(
        "tell/sent.html",
        story=newest,
        is_new=newest.number == 1,
        is_coarsened=bool(newest.sensitive_species),
    )


@blueprint.post("/beratta/<story>/andra")
@signed_in
def reopen(story: str) -> ResponseReturnValue:
    """Open a story that was sent in; what is published stays until the new version is reviewed."""
    story_id = read_id(story, "no_draft")
    with transaction(own_scope()) as session:
        drafts.reopen(session, story_id=story_id)
    return redirect(step_url("words", draft_of(story)), code=303)


@blueprint.post("/beratta/<story>/kasta")
@open_to_all
def discard(story: str) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction(own_scope()) as session:
        drafts.discard(session, story_id=read_id(story, "no_draft"))
    flash(_("The draft is thrown away."), "success")
    return redirect(url_for("compose.start", municipality=current().slug), code=303)


def _keep_teller(story_id: UUID, teller: Teller) -> None:
    with transaction(own_scope()) as session:
        drafts.save_voice(
            session, story_id=story_id, shows_name=teller.shows_name, voice=teller.voice
        )


def _page(form: CheckForm, draft: VersionInfo, trouble: InvalidInput | None = None) -> str:
    person = current_person()
    return render_template(
        "tell/check.html",
        form=form,
        draft=draft,
        key=form.submission_key.data or uuid4(),
        person=person,
        may_speak=may(person, Permission.SPEAK_FOR_MUNICIPALITY, draft.municipality_id),
        speaks=form.voice.data == Voice.MUNICIPALITY.value,
        undescribed=sum(not photo.alt for photo in draft.photos),
        happened_text=cards.happened_text(draft.happened),
        ring_m=RING_RADIUS_M[draft.precision],
        protected=protected_at(ChosenPoint(*draft.point)) if draft.point else [],
        preview=preview_of(draft, categories(), person),
        trouble=_trouble(trouble, draft) if trouble else None,
        send_url=step_url("submit", draft),
        save_url=step_url("save_check", draft),
        **frame(3, draft),
    )


def _trouble(error: InvalidInput, draft: VersionInfo) -> dict[str, Any]:
    """What is missing, and the step where it is mended."""
    step = "place" if error.field in ("place", "coordinates") else "words"
    return {"sentence": say(error), "url": step_url(step, draft)}
