"""Words for the open figures: a heading for each topic, and a line for each number."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.domain.periods import Period
from geostories.vocabulary import (
    AppealBy,
    DecisionAction,
    DecisionGround,
    ReportGround,
    SubjectKind,
)
from geostories.wording import vocabulary as words

TOPICS = (
    "received", "published", "restricted", "grounds", "hours", "reports", "report_outcomes",
    "reviews", "review_outcomes", "automated",
)  # fmt: skip
"""In the order they are shown."""


def topic(name: str) -> str:
    """The heading over its numbers."""
    return {
        "received": _("What came in"),
        "published": _("Published after review"),
        "restricted": _("Not shown, or sent back"),
        "grounds": _("Why it was not shown, or sent back"),
        "hours": _("How long people waited"),
        "reports": _("Reports from readers"),
        "report_outcomes": _("What became of the reports"),
        "reviews": _("Asked to look at a decision again"),
        "review_outcomes": _("What became of the reviews"),
        "automated": _("What machines did"),
    }[name]


def line(topic_name: str, word: str) -> str:
    """What one number counts."""
    match topic_name:
        case "received" | "published":
            return _subjects().get(word) or words.subject(SubjectKind(word))
        case "grounds":
            return words.ground(DecisionGround(word)) or _("Without a ground")
        case "reports":
            return words.report_ground(ReportGround(word))
        case "reviews":
            return {
                AppealBy.AUTHOR: _("By whoever told it"),
                AppealBy.REPORTER: _("By whoever reported it"),
            }[AppealBy(word)]
    if topic_name == "restricted":
        return words.decision(DecisionAction(word))
    return _others().get(word) or words.decision(DecisionAction(word))


def _subjects() -> dict[str, str]:
    return {
        SubjectKind.STORY: _("Stories"),
        SubjectKind.COMMENT: _("Comments"),
        SubjectKind.COLLECTION: _("Collections and walks"),
    }


def _others() -> dict[str, str]:
    return {
        "publish": _("Shown after all"),
        "restore": _("Shown again"),
        "dismiss": _("Left as it was"),
        "correct": _("Corrected"),
        "forward": _("Passed on to another part of the municipality"),
        "uphold": _("The decision stood"),
        "reverse": _("The decision was changed"),
        "upheld": _("The decision stood"),
        "reversed": _("The decision was changed"),
        "waiting": _("Not answered yet when the period ended"),
        "median": _("Hours until half of them had an answer"),
        "p90": _("Hours until nine out of ten had an answer"),
        "answered": _("Had their first answer"),
        "pointed_at": _("Decisions where a rule of ours had pointed something out first"),
        "by_machine": _("Decisions made without a person"),
    }


def title(period: Period) -> str:
    """The heading of the page: `Öppenhetsrapport 2026`, or the open figures."""
    if period.year:
        return _("Transparency report %(year)s", year=period.year)
    return _("Open figures")
