"""The heads of the log's chains as lines of text, for keeping where the log's keeper cannot reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from geostories.errors import InvalidInput
from geostories.queries.audit_chain import Head

DIGEST_LETTERS = 64


def write(heads: Iterable[Head], *, at: datetime) -> str:
    """`2026-11-22T02:10:00Z <chain> <length> <digest>`, one line a chain."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return "".join(f"{moment} {each.chain} {each.position} {each.digest}\n" for each in heads)


def read(text: str) -> list[Head]:
    """The heads of such lines, oldest first. Raises InvalidInput for a line that is none."""
    return [_read_line(line) for line in text.splitlines() if line.strip()]


def _read_line(line: str) -> Head:
    try:
        _moment, chain, position, digest = line.split()
        head = Head(UUID(chain), int(position), digest.lower())
        if len(bytes.fromhex(digest)) * 2 != DIGEST_LETTERS or head.position < 1:
            raise ValueError
    except ValueError:
        raise InvalidInput("no_kept_heads") from None
    return head
