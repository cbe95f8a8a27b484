"""Fifty cases of every kind in one queue, each with the decision that a moderator is to make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import appeals
from geostories.domain.permissions import Person
from geostories.models import Decision
from geostories.vocabulary import CommentStatus, ReportGround, StoryStatus, SubjectKind
from tests.factories.comments import make_comment
from tests.factories.edited_places import make_unit
from tests.factories.places import VAXJO, make_place
from tests.factories.reports import make_report
from tests.factories.story import Told, make_story, resubmit

Plan = tuple[str, str, str, str, tuple[str, str], int]
"""What it is, the keys, the decision and its ground, where the thing stands then, how many."""

CTRL_ENTER = 2
"""A chord is two keys that are pressed."""
WHY = "Namnet står kvar."


@dataclass(frozen=True)
class Todo:
    """What waits, the keys that decide it (`type:` what is written), what must be written down then.

    `stands`: the table that holds the thing, and its status afterwards.
    """

    subject_id: UUID
    keys: tuple[str, ...]
    action: str
    ground: str
    stands: tuple[str, str]

    @property
    def presses(self) -> int:
        """Keys that are pressed, the chord that confirms counted with them."""
        written = sum(len(key) - 5 if key.startswith("type:") else 1 for key in self.keys)
        return written + CTRL_ENTER


class Fifty:
    """Makes them, numbered: `Nr 07` stands in the title or the words of the seventh."""

    def __init__(self, session: Session, town: UUID, teller: Person, store: Any) -> None:
        """In the operator's scope; `store` takes pictures."""
        self._session, self._town, self._teller, self._store = session, town, teller, store
        self.todo: dict[str, Todo] = {}

    def make(self) -> dict[str, Todo]:
        """All fifty, by number."""
        make_unit(self._session, self._town, "Parkenheten")
        makes: list[tuple[list[Plan], Callable[[str], UUID]]] = [
            (WAITING, lambda _: self._new().id),
            (CHANGED, lambda _: self._changed()),
            (COMMENTS, lambda _: self._comment()),
            (REPORTED, self._reported),
            (APPEALED, self._appealed),
        ]
        for plans, make in makes:
            for what, keys, action, ground, stands, how_many in plans:
                for _ in range(how_many):
                    self._add(make(what), keys, action, ground, stands)
        return self.todo

    @property
    def _mark(self) -> str:
        return f"Nr {len(self.todo) + 1:02d}"

    def _add(
        self, subject: UUID, keys: str, action: str, ground: str, stands: tuple[str, str]
    ) -> None:
        pressed = tuple(each.replace("_", " ") for each in keys.split())
        self.todo[self._mark] = Todo(subject, pressed, action, ground, stands)

    def _new(self, status: StoryStatus = StoryStatus.PENDING, mark: bool = True) -> Told:
        return make_story(
            self._session,
            municipality_id=self._town,
            owner=self._teller,
            status=status,
            title=f"Isen på sjön {self._mark if mark else ''}".strip(),
            at=VAXJO,
            store=self._store if status is StoryStatus.PENDING and len(self.todo) < 3 else None,
        )

    def _changed(self) -> UUID:
        told = self._new(StoryStatus.PUBLISHED, mark=False)
        again = {"title": f"Isen på sjön {self._mark}", "body": "Isen låg till april."}
        return resubmit(self._session, told, self._teller, **again).id

    def _comment(self, status: CommentStatus = CommentStatus.PENDING) -> UUID:
        return make_comment(
            self._session,
            story_id=self._new(StoryStatus.PUBLISHED, mark=False).id,
            municipality_id=self._town,
            author=self._teller,
            body=f"Jag minns det också. {self._mark}",
            status=status,
        )

    def _reported(self, what: str) -> UUID:
        makes: dict[str, Callable[[], UUID]] = {
            "story": lambda: self._new(StoryStatus.PUBLISHED).id,
            "comment": lambda: self._comment(CommentStatus.PUBLISHED),
            "place": lambda: make_place(self._session, self._town, name=self._mark).id,
        }
        made = makes[what]()
        grounds = list(ReportGround)
        make_report(
            self._session,
            made,
            kind=SubjectKind(what),
            email="lena@example.se",
            ground=grounds[len(self.todo) % len(grounds)],
        )
        return made

    def _appealed(self, what: str) -> UUID:
        if what == "comment":
            made = self._comment(CommentStatus.HIDDEN)
        else:
            made = self._new(StoryStatus(what)).id
        newest = select(Decision).where(Decision.subject_id == made)
        decision = self._session.scalars(newest.order_by(Decision.decided_at.desc())).first()
        assert decision
        appeals.ask_as_author(
            self._session,
            decision_id=decision.id,
            person=Person(self._teller.id, True),
            words="Läs en gång till.",
            settings=Settings(),
        )
        return made


UPHOLD = f"f m type:{WHY.replace(' ', '_')}"
WAITING: list[Plan] = [
    ("new", "p", "publish", "none", ("story", "published"), 11),
    ("new", "b 3", "request_changes", "wrong_place", ("story", "changes_requested"), 2),
    ("new", "a 1", "reject", "personal_data", ("story", "rejected"), 2),
    ("new", "a 4", "reject", "offensive", ("story", "rejected"), 1),
]
CHANGED: list[Plan] = [
    ("changed", "p", "publish", "none", ("story", "published"), 4),
    ("changed", "b 2", "request_changes", "image_rights", ("story", "published"), 1),
    ("changed", "a 4", "reject", "offensive", ("story", "published"), 1),
]
COMMENTS: list[Plan] = [
    ("comment", "p", "publish", "none", ("comment", "published"), 7),
    ("comment", "a 1", "reject", "personal_data", ("comment", "rejected"), 3),
]
REPORTED: list[Plan] = [
    ("story", "l", "dismiss", "none", ("story", "published"), 4),
    ("story", "d 4", "hide", "offensive", ("story", "hidden"), 2),
    ("comment", "l", "dismiss", "none", ("comment", "published"), 1),
    ("comment", "d 1", "hide", "personal_data", ("comment", "hidden"), 1),
    ("place", "r", "correct", "none", ("report", "decided"), 2),
    ("place", "s 1", "forward", "none", ("report", "forwarded"), 2),
]
APPEALED: list[Plan] = [
    ("rejected", "e", "reverse", "none", ("story", "published"), 2),
    ("hidden", "e", "reverse", "none", ("story", "published"), 2),
    ("comment", "e", "reverse", "none", ("comment", "published"), 1),
    ("rejected", UPHOLD, "uphold", "none", ("story", "rejected"), 1),
]
