"""MSB's *Brandrisk Ute*, version 2: whether lighting fires is forbidden.

Form: MSB, *Tekniskt underlag till API:et Brandrisk Ute*, and public clients of it as read in November
2026: `fireProhibition.status`, `statusCode` (1, 3 and 4 forbid in some way), `statusMessage`,
`revisionDate`, `url`; `municipalityCode` says for whom.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ValidationError

from geostories.integrations.today.reading import Reading, UnknownShape
from geostories.vocabulary import ObservationKind

SOURCE_URL = "https://www.msb.se/brandriskute"
FORBIDDEN = frozenset({1, 3, 4})
NONE_SAYS = ("ej ", "inget ")
"""How the status begins when nothing is forbidden; any other code with other words is not ours."""

HOLDS = timedelta(hours=6)
"""A ban can come any hour: what was said longer ago is not shown."""


class _Prohibition(BaseModel):
    status: str
    statusCode: int  # noqa: N815 (MSB's own name)
    revisionDate: datetime | None = None  # noqa: N815
    url: str | None = None


class _Answer(BaseModel):
    municipalityCode: str  # noqa: N815
    fireProhibition: _Prohibition  # noqa: N815


def address(base: str, lon: float, lat: float) -> str:
    """Where the ban at a point is told; latitude first."""
    return f"{base}/FireProhibition/sv/{lat:.4f}/{lon:.4f}"


def read(body: bytes, *, code: str, at: datetime) -> Reading:
    """Whether there is a ban in the municipality with this code; raises UnknownShape."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        raise UnknownShape("msb_fire_ban") from None
    said = answer.fireProhibition
    is_forbidden = said.statusCode in FORBIDDEN
    is_free = said.status.lower().startswith(NONE_SAYS)
    if answer.municipalityCode.zfill(4) != code or is_forbidden == is_free:
        raise UnknownShape("msb_fire_ban")
    revised = said.revisionDate or at
    return Reading(
        ObservationKind.FIRE_BAN,
        {"is_forbidden": is_forbidden, "status": said.status},
        "MSB",
        said.url if said.url and said.url.startswith("https://") else SOURCE_URL,
        revised if revised.tzinfo else revised.replace(tzinfo=UTC),
        at + HOLDS,
    )
