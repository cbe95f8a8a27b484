"""Everything that is kept under a case's number, in the order it came: for extracts and archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import (
    Appeal,
    AuditEntry,
    AuditLink,
    CaseFile,
    CaseNote,
    Collection,
    Comment,
    Decision,
    Report,
    StatementOfReasons,
    StoryVersion,
    User,
    VersionPhoto,
)
from geostories.queries.review_queue import number_of
from geostories.vocabulary import SubjectKind, VersionStatus


@dataclass(frozen=True)
class Paper:
    """One paper: what it is, when it came, whose it is, and its parts (name of a part, words)."""

    kind: str
    at: datetime
    who: str
    parts: Sequence[tuple[str, str]]
    pictures: Sequence[UUID] = ()


@dataclass(frozen=True)
class CaseRecord:
    """A case with all its papers."""

    id: UUID
    number: str
    subject: SubjectKind
    subject_id: UUID
    opened_at: datetime
    papers: Sequence[Paper]


def get_records(
    session: Session, *, case_ids: Sequence[UUID], municipality_id: UUID
) -> list[CaseRecord]:
    """The cases of these ids, by number; raises NotFound when one is not here."""
    cases = list(
        session.scalars(
            select(CaseFile)
            .where(CaseFile.id.in_(case_ids), CaseFile.municipality_id == municipality_id)
            .order_by(CaseFile.year, CaseFile.number)
        )
    )
    if len(cases) != len(set(case_ids)):
        raise NotFound("no_case")
    return [get_record(session, case) for case in cases]


def get_record(session: Session, case: CaseFile) -> CaseRecord:
    """One case with its papers, oldest first."""
    papers = [
        *_told(session, case),
        *_reports(session, case),
        *_decisions(session, case),
        *_appeals(session, case),
        *_notes(session, case),
    ]
    return CaseRecord(
        case.id,
        number_of(case),
        case.subject,
        case.subject_id,
        case.opened_at,
        sorted(papers, key=lambda paper: paper.at),
    )


def _told(session: Session, case: CaseFile) -> list[Paper]:
    if case.subject is SubjectKind.STORY:
        versions = session.scalars(
            select(StoryVersion).where(
                StoryVersion.story_id == case.subject_id,
                StoryVersion.status != VersionStatus.DRAFT,
            )
        )
        return [_version(session, each) for each in versions]
    if case.subject is SubjectKind.COMMENT:
        comments = session.scalars(select(Comment).where(Comment.id == case.subject_id))
        return [
            Paper("comment", c.created_at, c.author_label, [("body", c.body)]) for c in comments
        ]
    if case.subject is SubjectKind.COLLECTION:
        gathered = session.scalars(select(Collection).where(Collection.id == case.subject_id))
        return [
            Paper(
                "collection",
                c.created_at,
                c.author_label,
                [("title", c.title), ("introduction", c.introduction)],
            )
            for c in gathered
        ]
    return []


def _version(session: Session, version: StoryVersion) -> Paper:
    pictures = session.execute(
        select(VersionPhoto.media_id, VersionPhoto.alt)
        .where(VersionPhoto.version_id == version.id)
        .order_by(VersionPhoto.position)
    ).all()
    parts = [
        ("title", version.title),
        ("body", version.body),
        ("transcript", version.transcript),
        ("place_label", version.place_label),
        *(("picture", alt) for _, alt in pictures),
    ]
    return Paper(
        "version",
        version.submitted_at or version.created_at,
        version.teller_name or version.author_label,
        parts,
        [media for media, _ in pictures],
    )


def _reports(session: Session, case: CaseFile) -> list[Paper]:
    rows = session.scalars(
        select(Report).where(
            or_(
                Report.subject_id == case.subject_id,
                (Report.subject == SubjectKind.PICTURE) & (Report.story_id == case.subject_id),
            )
        )
    )
    return [
        Paper(
            "report",
            r.created_at,
            r.name,
            [("ground", r.ground.value), ("text", r.text), ("email", r.email)],
        )
        for r in rows
    ]


def _decisions(session: Session, case: CaseFile) -> list[Paper]:
    rows = session.execute(
        select(Decision, StatementOfReasons.law, User.display_name)
        .outerjoin(StatementOfReasons, StatementOfReasons.decision_id == Decision.id)
        .outerjoin(User, User.id == Decision.decided_by)
        .where(Decision.subject_id == case.subject_id)
    )
    return [
        Paper(
            "decision",
            d.decided_at,
            name or "",
            [
                ("action", d.action.value),
                ("ground", d.ground.value),
                ("law", law or ""),
                ("message", d.message),
            ],
        )
        for d, law, name in rows
    ]


def _appeals(session: Session, case: CaseFile) -> list[Paper]:
    rows = session.scalars(
        select(Appeal)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Decision.subject_id == case.subject_id)
    )
    return [
        Paper("appeal", a.received_at, a.by.value, [("text", a.text), ("status", a.status.value)])
        for a in rows
    ]


def _notes(session: Session, case: CaseFile) -> list[Paper]:
    rows = session.execute(
        select(CaseNote, User.display_name)
        .outerjoin(User, User.id == CaseNote.written_by)
        .where(CaseNote.case_id == case.id)
    )
    return [Paper("note", n.written_at, name or "", [("text", n.text)]) for n, name in rows]


def list_period(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[CaseRecord]:
    """The cases opened from `since` on and before `until`, by number, as the archive takes them:
    without notes between colleagues, which are no records until somebody makes them so.
    """
    cases = session.scalars(
        select(CaseFile)
        .where(
            CaseFile.municipality_id == municipality_id,
            CaseFile.opened_at >= since,
            CaseFile.opened_at < until,
        )
        .order_by(CaseFile.year, CaseFile.number)
    )
    found = [get_record(session, case) for case in list(cases)]
    return [
        replace(case, papers=[each for each in case.papers if each.kind != "note"])
        for case in found
    ]


def list_log_lines(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[dict[str, Any]]:
    """The log of a period with its place and digest in the chain: ids and codes, no names."""
    rows = session.execute(
        select(AuditEntry, AuditLink.position, AuditLink.digest)
        .join(AuditLink, AuditLink.entry_id == AuditEntry.id)
        .where(
            AuditEntry.municipality_id == municipality_id,
            AuditEntry.at >= since,
            AuditEntry.at < until,
        )
        .order_by(AuditLink.position)
    )
    return [
        {
            "position": position,
            "digest": digest.hex(),
            "id": str(entry.id),
            "at": entry.at.isoformat(),
            "actor": str(entry.actor_id) if entry.actor_id else None,
            "action": entry.action,
            "subject": entry.subject,
            "subject_id": str(entry.subject_id),
            "details": entry.details,
        }
        for entry, position, digest in rows
    ]
