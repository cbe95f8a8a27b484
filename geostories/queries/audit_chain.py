"""Whether the log's chain holds; asked by the operator."""

from __future__ import annotations

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


def list_heads(session: Session) -> list[tuple[UUID, int, str]]:
    """Each chain's id, length and last digest in hexadecimal: to keep where nobody can change it."""
    rows = session.execute(
        text(
            "SELECT DISTINCT ON (chain) chain, position, encode(digest, 'hex') FROM audit_link "
            "ORDER BY chain, position DESC"
        )
    )
    return [(chain, position, digest) for chain, position, digest in rows]
