"""Whether the log's chain holds; asked by the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

_BREAK = text("""
    WITH chained AS (
        SELECT l.chain, l.position, l.entry_id, e.at, l.digest,
               l.position = row_number() OVER places AS in_place,
               l.chain = coalesce(e.municipality_id, '00000000-0000-0000-0000-000000000000') AS own,
               l.digest = audit_digest(lag(l.digest) OVER places, e) AS holds
        FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
        WINDOW places AS (PARTITION BY l.chain ORDER BY l.position)
    )
    SELECT chain, position, entry_id, at FROM chained
    WHERE (in_place AND own AND holds) IS NOT TRUE
    UNION ALL
    SELECT coalesce(e.municipality_id, '00000000-0000-0000-0000-000000000000'), 0, e.id, e.at
    FROM audit_entry e WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)
    ORDER BY 1, 2 LIMIT 1
""")


@dataclass(frozen=True)
class Break:
    """The first line that does not fit: its chain (a municipality, or zero), place and entry."""

    chain: UUID
    position: int
    entry_id: UUID
    at: datetime | None


def find_break(session: Session | Connection) -> Break | None:
    """Where the chain breaks first, or None. A line without a link stands at place 0.

    That the newest lines were cut off shows only against a digest kept elsewhere.
    """
    row = session.execute(_BREAK).one_or_none()
    return Break(*row) if row else None


@dataclass(frozen=True)
class Head:
    """A chain's last line at some time: how long the chain was, and its digest in hexadecimal."""

    chain: UUID
    position: int
    digest: str


def list_heads(session: Session | Connection) -> list[Head]:
    """Each chain's head: to keep where nobody who can change the log can change it too."""
    rows = session.execute(
        text(
            "SELECT DISTINCT ON (chain) chain, position, encode(digest, 'hex') FROM audit_link "
            "ORDER BY chain, position DESC"
        )
    )
    return [Head(*row) for row in rows]


def find_lost_head(session: Session | Connection, *, kept: Sequence[Head]) -> Head | None:
    """The first kept head that the log does not lead to any more, or None.

    A tail that was cut off, and a chain that somebody forged anew from the beginning, show so.
    """
    found = text("SELECT encode(digest, 'hex') FROM audit_link WHERE chain = :c AND position = :p")
    for head in kept:
        if session.scalar(found, {"c": head.chain, "p": head.position}) != head.digest:
            return head
    return None


def count_links(session: Session | Connection) -> tuple[int, int]:
    """How many lines the log has, in how many chains."""
    row = session.execute(text("SELECT count(*), count(DISTINCT chain) FROM audit_link")).one()
    return row[0], row[1]


def lift_time_limit(session: Session | Connection) -> None:
    """For this transaction: a whole log takes longer than any page may."""
    session.execute(text("SET LOCAL statement_timeout = 0"))
