"""What can be decided on a case as it stands, as the form offers it; the domain has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.queries.case_papers import Papers
from geostories.queries.moderation import Case, OtherCase
from geostories.vocabulary import (
    RESTRICTIONS,
    AppealBy,
    DecisionAction,
    DecisionGround,
    StoryStatus,
    SubjectKind,
    VersionStatus,
)
from geostories.wording import decisions

if TYPE_CHECKING:
    from geostories.web.forms.moderation import DecisionForm


class Choice(NamedTuple):
    """One of the decisions that can be made; `submit` stands on the button then."""

    action: str
    label: str
    icon: str
    key: str
    submit: str


_DECIDABLE = frozenset({StoryStatus.PENDING, StoryStatus.PUBLISHED})


def of_story(case: Case) -> list[Choice]:
    """A review that is asked for comes first, then the version that waits, then reports."""
    version = case.version
    if case.papers.appeals:
        return _on_appeal()
    if version.status is VersionStatus.PENDING and version.story_status in _DECIDABLE:
        return [_publish(), _ask(), _reject()]
    if version.status is not VersionStatus.APPROVED:
        return _on_reports(case.papers)
    if version.story_status is StoryStatus.PUBLISHED:
        return [_hide(), *_on_reports(case.papers)]
    if version.story_status is StoryStatus.HIDDEN:
        return [_restore(), *_on_reports(case.papers)]
    return _on_reports(case.papers)


def of_other(case: OtherCase) -> list[Choice]:
    """The same for what is no story."""
    if case.papers.appeals:
        return _on_appeal()
    if case.papers.subject in (SubjectKind.PLACE, SubjectKind.TRAIL):
        return _on_reports(case.papers)
    if case.waits:
        return [_publish(), _reject()]
    if case.is_shown:
        return [_hide(), *_on_reports(case.papers)]
    return [_restore(), *_on_reports(case.papers)] if case.is_hidden else _on_reports(case.papers)


def _publish() -> Choice:
    return Choice(DecisionAction.PUBLISH, _("Publish"), "check", "P", _("Publish and open next"))


def _ask() -> Choice:
    submit = _("Ask for changes and open next")
    return Choice(DecisionAction.REQUEST_CHANGES, _("Ask for changes"), "pencil", "B", submit)


def _reject() -> Choice:
    return Choice(DecisionAction.REJECT, _("Reject"), "eye-off", "A", _("Reject and open next"))


def _hide() -> Choice:
    return Choice(DecisionAction.HIDE, _("Hide"), "eye-off", "D", _("Hide and open next"))


def _restore() -> Choice:
    return Choice(DecisionAction.RESTORE, _("Show again"), "eye", "V", _("Show it again"))


def _on_reports(papers: Papers) -> list[Choice]:
    """Without taking anything from view."""
    if not papers.reports:
        return []
    forward = _("Pass on and open next")
    return [
        Choice(
            DecisionAction.DISMISS,
            _("Let it stand"),
            "check",
            "L",
            _("Let it stand and open next"),
        ),
        Choice(
            DecisionAction.CORRECT,
            _("It is corrected"),
            "pencil",
            "R",
            _("Answer that it is corrected"),
        ),
        Choice(DecisionAction.FORWARD, _("Pass on to a unit"), "send", "S", forward),
    ]


def _on_appeal() -> list[Choice]:
    stands = _("Answer and open next")
    return [
        Choice(DecisionAction.UPHOLD, _("The decision stands"), "scale", "F", stands),
        Choice(DecisionAction.REVERSE, _("Change the decision"), "undo-2", "E", stands),
    ]


def _grounds(offered: list[Choice], papers: Papers) -> list[tuple[str, str]]:
    """The reasons (value, words) that go with what can be decided; some decisions have none."""
    actions = {choice.action for choice in offered}
    hides = bool(papers.appeals) and papers.appeals[0].by is AppealBy.REPORTER
    if not actions & {*RESTRICTIONS, DecisionAction.PUBLISH} and not hides:
        return []
    fitting = [
        ground
        for ground in DecisionGround
        if ground is not DecisionGround.NONE or DecisionAction.PUBLISH in actions
    ]
    return [(ground.value, decisions.ground_chip(ground)) for ground in fitting]


def _chosen(offered: list[Choice], asked: str | None) -> str:
    """The choice that is made beforehand: what was asked for, publishing, or the only one."""
    actions = [choice.action for choice in offered]
    if asked in actions:
        return str(asked)
    return actions[0] if len(actions) == 1 or DecisionAction.PUBLISH in actions else ""


def context(
    papers: Papers,
    offered: list[Choice],
    form: DecisionForm | None,
    *,
    is_own: bool,
    person: Person,
) -> dict[str, Any]:
    """The form's choices; what was typed before a refusal stays typed.

    Nobody answers a review of what they decided themselves.
    """
    was_first = any(appeal.decided_by == person.id for appeal in papers.appeals)
    offered = [] if was_first else offered
    return {
        "is_own": is_own,
        "was_first": was_first,
        "choices": offered,
        "grounds": _grounds(offered, papers),
        "chosen": _chosen(offered, form.action.data if form else None),
        "reason": form.ground.data if form else None,
        "law": form.law.data if form else "",
        "unit": form.unit.data if form else "",
        "message": form.message.data if form else "",
        "trouble": form.trouble if form else {},
        "may_forward": any(choice.action == DecisionAction.FORWARD for choice in offered),
        "appeal_key": public_id.encode(papers.appeals[0].id) if papers.appeals else "",
    }
