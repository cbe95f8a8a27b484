"""Several cases of a kind at once: read together, decided on one after the other, undone together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from geostories import public_id
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Session, reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.queries.case_papers import Papers, get_papers
from geostories.queries.moderation import get_case, get_other_case
from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind
from geostories.web import cards, choices
from geostories.web.choices import Choice
from geostories.web.forms.moderation import DecisionForm, seen_key
from geostories.web.guards import allowed, settings
from geostories.web.municipality import current, scope
from geostories.web.pages.moderation.deciding import decide_on
from geostories.web.pages.moderation.desk import stamp_of
from geostories.web.pages.moderation.shown import Shown, blueprint, case_url, queue_url
from geostories.wording import decisions
from geostories.wording import vocabulary as words
from geostories.wording.errors import say
from geostories.wording.markdown import render_body

TOGETHER = frozenset(
    {
        DecisionAction.PUBLISH,
        DecisionAction.REQUEST_CHANGES,
        DecisionAction.REJECT,
        DecisionAction.HIDE,
        DecisionAction.DISMISS,
    }
)
"""A review needs reasons of its own, and what is passed on or corrected is so one at a time."""


@dataclass(frozen=True)
class Read:
    """A case as it stands on the page; `stamp` changes with anything that it shows."""

    subject_id: UUID
    kind: SubjectKind
    title: str
    who: str
    body: Any
    photos: list[tuple[str, str]]
    papers: Papers
    offered: list[Choice]
    stamp: str
    version_key: str = ""

    @property
    def key(self) -> str:
        """What the form sends back of it: which, and as it was seen."""
        return f"{public_id.encode(self.subject_id)}.{self.stamp}"


@blueprint.get("/granska/flera")
@allowed(Permission.MODERATE)
def several() -> ResponseReturnValue:
    """The chosen cases, each in full, with one form for all."""
    return _page(_chosen(request.args.getlist("case")))


@blueprint.post("/granska/flera")
@allowed(Permission.MODERATE)
def decide_several() -> ResponseReturnValue:
    """Decide on each that stands as it was seen; the others are left, and that is said."""
    keys, form = request.form.getlist("case"), DecisionForm()
    picked = _chosen([key.partition(".")[0] for key in keys])
    if not picked:
        return redirect(queue_url(Shown.asked()), code=303)
    if not form.validate():
        return _page(picked, form=form), 422
    if form.chosen not in {choice.action for choice in _offered(picked)}:
        return _page(picked, form=form, conflict=_("Choose cases of the same kind.")), 422
    done: list[UUID] = []
    left: list[str] = []
    for key in keys[: settings().cases_at_once]:
        try:
            done.append(_decide_one(key, form))
        except (Conflict, InvalidInput, NotAllowed, NotFound, StateError) as error:
            left.append(say(error))
    _say(form.chosen, done, left)
    return redirect(queue_url(Shown.asked()), code=303)


def _say(action: DecisionAction, done: list[UUID], left: list[str]) -> None:
    if done:
        text = ngettext("%(num)s case:", "%(num)s cases:", len(done))
        undo = [public_id.encode(each) for each in done]
        flash({"text": f"{text} {decisions.decided(action)}", "undo": undo}, "decision")  # type: ignore[arg-type]
    if left:
        lead = ngettext("%(num)s case was left:", "%(num)s cases were left:", len(left))
        flash(" ".join([lead, *dict.fromkeys(left)]), "error")


def _decide_one(key: str, form: DecisionForm) -> UUID:
    """In a transaction of its own, on what was seen. Raises Conflict when it is another by now."""
    text, _dot, seen = key.partition(".")
    subject_id = public_id.decode(text)
    if subject_id is None:
        raise NotFound("no_case")
    with transaction(scope()) as session:
        found = _read(session, subject_id)
        if found.stamp != seen:
            raise Conflict("changed_meanwhile")
        form.version_id.data = found.version_key
        form.reports.data = [public_id.encode(report.id) for report in found.papers.reports]
        return decide_on(session, subject_id, form)


def _chosen(keys: list[str]) -> list[Read]:
    """As many of the cases as may be decided on at once; what is gone is left out."""
    ids = [found for key in dict.fromkeys(keys) if (found := public_id.decode(key))]
    picked: list[Read] = []
    with reading(scope()) as session:
        for subject_id in ids[: settings().cases_at_once]:
            try:
                picked.append(_read(session, subject_id))
            except NotFound:
                continue
    return picked


def _read(session: Session, subject_id: UUID) -> Read:
    papers = get_papers(session, subject_id=subject_id, municipality_id=current().id)
    if papers.subject is not SubjectKind.STORY:
        other = get_other_case(session, papers, municipality=current().slug)
        return Read(
            subject_id,
            papers.subject,
            other.title,
            other.author_label,
            other.body,
            [],
            papers,
            choices.of_other(other),
            stamp_of(other),
        )
    case = get_case(session, story_id=subject_id, municipality_id=current().id)
    version = case.version
    return Read(
        subject_id,
        papers.subject,
        version.title,
        version.author_label,
        render_body(version.body),
        [(cards.photo_url(photo.id), photo.alt) for photo in version.photos],
        papers,
        choices.of_story(case),
        stamp_of(case),
        seen_key(version.version_id, version.edition),
    )


def _offered(picked: list[Read]) -> list[Choice]:
    """What can be decided on every one of them, if they are of one kind."""
    if len({each.kind for each in picked}) != 1:
        return []
    common = set.intersection(*({c.action for c in each.offered} for each in picked))
    return [choice for choice in picked[0].offered if choice.action in common & TOGETHER]


def _page(picked: list[Read], *, form: DecisionForm | None = None, conflict: str = "") -> str:
    shown = Shown.asked()
    grounds = [ground for ground in DecisionGround if ground is not DecisionGround.NONE]
    return render_template(
        "moderation/several.html",
        picked=picked,
        offered=_offered(picked),
        grounds=[(ground.value, decisions.ground_chip(ground)) for ground in grounds],
        form=form,
        trouble=form.trouble if form else {},
        conflict=conflict,
        most=settings().cases_at_once,
        words=words,
        queue_url=queue_url(shown),
        case_url=lambda subject_id: case_url(subject_id, shown),
    )
