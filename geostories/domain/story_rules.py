"""What rules make of a story that is sent in. In the scope of whoever tells."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import review_rules
from geostories.domain.days import today
from geostories.domain.decisions import Subject
from geostories.domain.permissions import Person
from geostories.domain.review_rules import Sender
from geostories.models import Story, StoryVersion, VersionPhoto
from geostories.queries.review_rules import RuleInfo
from geostories.vocabulary import SubjectKind

TEXTS = ("title", "body", "transcript", "place_label", "happened_text", "teller_name")


def mark(session: Session, draft: StoryVersion, person: Person, sender: Sender) -> list[RuleInfo]:
    """Mark which rules hold it: by its words, its links, and who sends it."""
    photos = session.execute(
        select(VersionPhoto.alt, VersionPhoto.credit).where(VersionPhoto.version_id == draft.id)
    )
    texts = [getattr(draft, name) for name in TEXTS] + [text for row in photos for text in row]
    met = review_rules.find_hits(
        session,
        municipality_id=draft.municipality_id,
        person=person,
        texts=texts,
        sender=sender,
    )
    draft.warnings = [*draft.warnings, *review_rules.as_hits(met)]
    return met


def hold(
    session: Session, story: Story, draft: StoryVersion, met: list[RuleInfo], person: Person
) -> None:
    """Write down what a blocked address holds, and tell whoever sent it."""
    subject = Subject(
        kind=SubjectKind.STORY,
        id=story.id,
        municipality_id=story.municipality_id,
        story_id=story.id,
        version_id=draft.id,
        addressee_id=story.owner_id,
        is_guest=story.is_guest or story.entered_by is not None,
        title=draft.title,
        sent_on=today(),
        language=draft.language,
        is_detected_automatically=True,
    )
    review_rules.hold(session, rules=met, subject=subject, actor_id=person.id)
