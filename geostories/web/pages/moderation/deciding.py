"""What a moderator does with a case: decides, takes it back, writes down what is said."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import appeals, comments, moderation, recordings, reports, undoing
from geostories.domain import collections as gatherings
from geostories.domain.decisions import Subject
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Session, transaction
from geostories.errors import Conflict, InvalidInput, NotFound, StateError
from geostories.queries.case_papers import get_papers
from geostories.queries.moderation import get_other_case
from geostories.vocabulary import DecisionAction, SubjectKind
from geostories.web.forms.moderation import DecisionForm, TranscriptForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.moderation.desk import own_queue, page
from geostories.web.pages.moderation.message_texts import offered_texts
from geostories.web.pages.moderation.shown import Shown, blueprint, case_url, queue_url, row_url
from geostories.wording import decisions
from geostories.wording.errors import say


@blueprint.post("/granska/<case>/beslut")
@allowed(Permission.MODERATE)
def decide(case: str) -> ResponseReturnValue:
    """Decide on what was seen, and go on to the next case."""
    subject_id, form = read_id(case, "no_case"), DecisionForm()
    if form.template.data:
        form.begin_with({each.key: each.text for each in offered_texts()})
    if not form.validate():
        return page(subject_id, form=form), 422
    try:
        decision_id, onwards = _carry_out(subject_id, form)
    except InvalidInput as error:
        form.blame(error)
        return page(subject_id, form=form), 422
    except (Conflict, StateError) as error:
        return page(subject_id, form=form, conflict=say(error)), 409
    flash(
        {"text": decisions.decided(form.chosen), "undo": [public_id.encode(decision_id)]},  # type: ignore[arg-type]
        "decision",
    )
    return redirect(onwards, code=303)


def _carry_out(subject_id: UUID, form: DecisionForm) -> tuple[UUID, str]:
    """Write the decision down; answers its id and where to go on, the case that comes next."""
    shown = Shown.asked()
    with transaction(scope()) as session:
        now = datetime.now(UTC)
        items = [
            item
            for item in own_queue(session, subject_id)
            if shown.has(item, now) or item.subject_id == subject_id
        ]
        decision_id = decide_on(session, subject_id, form)
    order = [item.subject_id for item in items]
    place = order.index(subject_id) if subject_id in order else -1
    following = [
        each for each in items[place + 1 :] + items[:place] if each.subject_id != subject_id
    ]
    return decision_id, row_url(following[0], shown) if following else queue_url(shown)


def decide_on(session: Session, subject_id: UUID, form: DecisionForm) -> UUID:
    """Carry a decision out on a case of any kind; answers the decision's id."""
    papers = get_papers(session, subject_id=subject_id, municipality_id=current().id)
    if form.chosen in appeals.OUTCOMES:
        return appeals.decide(
            session,
            appeal_id=form.appeal_id(),
            municipality_id=current().id,
            person=current_person(),
            ruling=form.ruling(),
            settings=settings(),
            seen_zones=form.seen_zones(),
        ).id
    if form.chosen in reports.CLOSES:
        return _answer_reports(session, subject_id, papers.subject, form)
    match papers.subject:
        case SubjectKind.STORY:
            return moderation.decide(
                session,
                story_id=subject_id,
                person=current_person(),
                verdict=form.verdict(),
                settings=settings(),
            ).id
        case SubjectKind.COMMENT:
            return comments.decide(
                session,
                comment_id=subject_id,
                municipality_id=current().id,
                person=current_person(),
                ruling=form.ruling(),
                settings=settings(),
            ).id
        case SubjectKind.COLLECTION:
            return gatherings.decide(
                session,
                collection_id=subject_id,
                municipality_id=current().id,
                person=current_person(),
                ruling=form.ruling(),
                seen=None,
                settings=settings(),
            ).id
        case _:
            raise StateError("not_for_a_place")


def _answer_reports(
    session: Session, subject_id: UUID, kind: SubjectKind, form: DecisionForm
) -> UUID:
    if kind is SubjectKind.STORY:
        subject = moderation.find_subject(session, story_id=subject_id)
    else:
        papers = get_papers(session, subject_id=subject_id, municipality_id=current().id)
        other = get_other_case(session, papers, municipality=current().slug)
        subject = Subject(
            kind=kind,
            id=subject_id,
            municipality_id=current().id,
            story_id=other.story_id,
            addressee_id=other.owner_id,
            title=other.title,
        )
    return reports.answer(
        session,
        subject=subject,
        person=current_person(),
        ruling=form.ruling(),
        seen=form.seen_reports(),
        settings=settings(),
        unit_id=form.unit_id(),
    ).id


@blueprint.post("/granska/beslut/angra")
@allowed(Permission.MODERATE)
def undo() -> ResponseReturnValue:
    """Take one's own decisions back before anybody is told, and open the case again if it is one."""
    shown, undone = Shown.asked(), []
    for key in request.form.getlist("decision")[: settings().cases_at_once] or [""]:
        try:
            undone.append(_undo_one(read_id(key, "no_decision")))
        except (Conflict, NotFound, StateError) as error:
            flash(say(error), "error")
    if undone:
        flash(decisions.decided(DecisionAction.UNDO), "success")
    onwards = case_url(undone[0], shown) if len(undone) == 1 else queue_url(shown)
    return redirect(onwards, code=303)


def _undo_one(decision_id: UUID) -> UUID:
    with transaction(scope()) as session:
        return undoing.undo(
            session,
            decision_id=decision_id,
            municipality_id=current().id,
            person=current_person(),
            settings=settings(),
        )


@blueprint.post("/granska/<case>/utskrift")
@allowed(Permission.MODERATE)
def transcribe(case: str) -> ResponseReturnValue:
    """Write down what a recording says, and ask whoever speaks whether that is so."""
    story_id, form = read_id(case, "no_case"), TranscriptForm()
    if not form.validate():
        return page(story_id, conflict=form.sentence), 422
    try:
        with transaction(scope()) as session:
            recordings.propose(
                session,
                story_id=story_id,
                version_id=form.version(),
                person=current_person(),
                transcript=form.transcript.data,
            )
    except InvalidInput as error:
        return page(story_id, conflict=say(error)), 422
    except (Conflict, StateError) as error:
        return page(story_id, conflict=say(error)), 409
    flash(_("Sent to the teller. When they say yes, the story can be published."), "success")
    return redirect(case_url(story_id, Shown.asked()), code=303)
