"""The number that everything received, written and decided about one thing is kept under."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import SubjectKind


class CaseFile(Base):
    """A case (*ärende*): `2026-0418` is the 418th of its municipality and year.

    Opened by the function open_case (migrations/sql/review.sql) when a thing is sent in or reported
    for the first time. `assigned_to`: the colleague who has said that they take it.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year", "number"),
        UniqueConstraint("subject", "subject_id"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    year: Mapped[int]
    number: Mapped[int]
    subject: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    subject_id: Mapped[UUID]
    opened_at: Mapped[Instant] = mapped_column(default=now)
    assigned_to: Mapped[UUID | None]
    alarmed_for: Mapped[Instant | None]


class CaseCounter(Base):
    """The last number given, by municipality and year."""

    __tablename__ = "case_counter"

    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class CaseNote(Base):
    """What colleagues write to each other about a case; never shown outside."""

    __tablename__ = "case_note"

    id: Mapped[UUID] = primary_key()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    written_by: Mapped[UUID]
    text: Mapped[str]
    written_at: Mapped[Instant] = mapped_column(default=now)
