"""A case that is no story: a comment, a collection, a place or a trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for

from geostories import public_id
from geostories.domain.permissions import may_decide
from geostories.queries.moderation import OtherCase
from geostories.vocabulary import SubjectKind
from geostories.web import cards, cases, choices
from geostories.web.forms.moderation import DecisionForm
from geostories.web.guards import current_person
from geostories.web.municipality import current
from geostories.wording import decisions, rules
from geostories.wording import vocabulary as words


def context(found: OtherCase, now: datetime, form: DecisionForm | None) -> dict[str, Any]:
    """All that the case and its decision show."""
    papers = found.papers
    is_own = found.owner_id is not None and not may_decide(
        current_person(), municipality_id=current().id, owner_id=found.owner_id
    )
    offered = [] if is_own else choices.of_other(found)
    return {
        "other": found,
        "badge": cases.badge_of_other(found),
        "title": found.title,
        "read_url": _read_url(found),
        "history": cases.history(cases.decision_lines(papers.decisions), now),
        "words": words,
        "rules_met": [rules.met(each) for each in found.rules],
        **choices.context(papers, offered, form, is_own=is_own, person=current_person()),
        "message_parts": decisions.message_parts(
            found.author_label, current().site_name, papers.subject
        ),
    }


def _read_url(found: OtherCase) -> str:
    """Where everybody reads it."""
    here, key = current().slug, public_id.encode(found.papers.subject_id)
    match found.papers.subject:
        case SubjectKind.COMMENT if found.story_id:
            return f"{cards.story_url(here, found.story_id)}#k-{key}"
        case SubjectKind.COLLECTION:
            return url_for("gatherings.show", municipality=here, gathering=key)
        case _:
            return cards.place_url(here, found.papers.subject_id)
