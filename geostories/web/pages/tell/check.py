"""Step 3: looking it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import drafts
from geostories.domain.drafts import Terms
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.associations import list_own_associations
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import RING_RADIUS_M
from geostories.web import cards
from geostories.web.forms.tell import CheckForm, ChosenPoint, in_name_of
from geostories.web.guards import current_person, open_to_all, own_scope, settings
from geostories.web.pages.tell import drawing
from geostories.web.pages.tell.around import belonging_of
from geostories.web.pages.tell.preview import hints_of, preview_of
from geostories.web.pages.tell.protected import protected_at
from geostories.web.pages.tell.steps import blueprint, draft_of, frame, step_url
from geostories.web.pages.tell.words import categories
from geostories.wording.errors import say


@blueprint.get("/beratta/<story>/granska")
@open_to_all
def check(story: str) -> ResponseReturnValue:
    """The whole draft at a glance, and what happens when it is sent in."""
    draft = draft_of(story)
    return page_of(CheckForm.of(draft), draft)


@blueprint.post("/beratta/<story>/granska")
@open_to_all
def save_check(story: str) -> ResponseReturnValue:
    """Keep the draft for another day, or for after signing in."""
    draft, form = draft_of(story), CheckForm()
    keep_terms(draft.story_id, form.terms())
    if form.wants_to_sign_in:
        return redirect(url_for("security.login", next=step_url("check", draft)), code=303)
    flash(_("The draft is saved."), "success")
    if current_person().is_signed_in:
        return redirect(url_for("account.mine"), code=303)
    return redirect(url_for("compose.start", municipality=draft.municipality), code=303)


def keep_terms(story_id: UUID, terms: Terms) -> None:
    """Write down what was chosen."""
    with transaction(own_scope()) as session:
        drafts.save_terms(session, story_id=story_id, terms=terms)


def page_of(form: CheckForm, draft: VersionInfo, trouble: InvalidInput | None = None) -> str:
    """The page, with what is wrong at the fields or at the step where it is mended."""
    person = current_person()
    return render_template(
        "tell/check.html",
        form=form,
        draft=draft,
        key=form.submission_key.data or uuid4(),
        person=person,
        own_name=person.display_name or draft.teller_name,
        may_speak=may(person, Permission.SPEAK_FOR_MUNICIPALITY, draft.municipality_id),
        voices=_voices(draft, person),
        limits=settings(),
        shape_text=drawing.shown_text(draft),
        belongs=belonging_of(draft),
        undescribed=sum(not photo.alt for photo in draft.photos),
        happened_text=cards.happened_text(draft.happened),
        ring_m=RING_RADIUS_M[draft.precision],
        protected=protected_at(ChosenPoint(*draft.point)) if draft.point else [],
        preview=preview_of(draft, categories(), person),
        hints=hints_of(draft, person),
        trouble=_trouble(trouble, draft) if trouble else None,
        send_url=step_url("submit", draft),
        save_url=step_url("save_check", draft),
        **frame(3, draft),
    )


def _voices(draft: VersionInfo, person: Person) -> list[tuple[str, str, str]]:
    """In whose voice this person may tell: choice, words, and the name that then stands there."""
    town = draft.municipality_id
    with reading(own_scope()) as session:
        own = list_own_associations(session, person_id=person.id, municipality_id=town)
    voices = [(in_name_of(each.id), _("%(name)s tells", name=each.name), each.name) for each in own]
    if may(person, Permission.SPEAK_FOR_MUNICIPALITY, town):
        voices += [
            ("municipality", _("The municipality tells"), ""),
            ("another", _("I write it down for somebody"), ""),
        ]
    return [("resident", _("I tell, as a resident"), ""), *voices]


def _trouble(error: InvalidInput, draft: VersionInfo) -> dict[str, Any]:
    """What is missing, and the step where it is mended."""
    step = "place" if error.field in ("place", "coordinates", "theme") else "words"
    return {"sentence": say(error), "url": step_url(step, draft)}
