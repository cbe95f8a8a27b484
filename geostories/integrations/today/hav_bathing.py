"""Havs- och vattenmyndigheten's bathing waters, version 2.1: advice against bathing, the last sample.

Form: HaV's OpenAPI description of *bathing-waters-public* 2.1.0 (`/bathing-waters/{id}` and
`/bathing-waters/{id}/results`), read in November 2026. The temperature is a text; assessments are
numbers from 1 (acceptable) to 4.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from geostories.integrations.today.reading import Reading, UnknownShape
from geostories.vocabulary import ObservationKind

ID = re.compile(r"SE[A-Z0-9]{4}[0-9]{12}")
PAGE = "https://www.havochvatten.se/badplatser-och-badvatten/kommuner"
HOLDS = timedelta(hours=24)
SAMPLE_HOLDS = timedelta(days=60)
"""Samples are taken a few times a season; last year's says nothing of the water today."""


class _Water(BaseModel):
    id: str


class _Advice(BaseModel):
    startsAt: AwareDatetime  # noqa: N815 (HaV's own name)
    description: str = ""


class _Advisories(BaseModel):
    bathingWater: _Water  # noqa: N815
    adviceAgainstBathing: list[_Advice]  # noqa: N815


class _Result(BaseModel):
    takenAt: AwareDatetime  # noqa: N815
    sampleAssessId: Annotated[int, Field(ge=1, le=4)] | None = None  # noqa: N815
    algalId: Annotated[int, Field(ge=3, le=5)] | None = None  # noqa: N815
    waterTemp: str | None = None  # noqa: N815


class _Results(BaseModel):
    results: list[_Result]


def addresses(base: str, water_id: str) -> tuple[str, str]:
    """Where the advice and the samples of a bathing water are."""
    return f"{base}/bathing-waters/{water_id}", f"{base}/bathing-waters/{water_id}/results"


def read(advice: bytes, results: bytes, *, water_id: str, at: datetime) -> Reading:
    """Advice in force and the newest sample, if it is fresh enough; raises UnknownShape."""
    try:
        said = _Advisories.model_validate_json(advice)
        samples = _Results.model_validate_json(results).results
    except ValidationError:
        raise UnknownShape("hav_bathing") from None
    if said.bathingWater.id != water_id:
        raise UnknownShape("hav_bathing")
    in_force = [each for each in said.adviceAgainstBathing if each.startsAt <= at]
    fresh = [each for each in samples if at - SAMPLE_HOLDS < each.takenAt <= at]
    newest = max(fresh, key=lambda each: each.takenAt, default=None)
    return Reading(
        ObservationKind.BATHING_WATER,
        {
            "advice": [
                {"since": each.startsAt.isoformat(), "text": each.description} for each in in_force
            ],
            "sample": _sample(newest) if newest else None,
        },
        "Havs- och vattenmyndigheten",
        PAGE,
        newest.takenAt if newest else at,
        at + HOLDS,
    )


def _sample(newest: _Result) -> dict[str, Any]:
    degrees = (newest.waterTemp or "").replace(",", ".")
    return {
        "taken_at": newest.takenAt.isoformat(),
        "is_acceptable": {1: True, 2: True, 3: False}.get(newest.sampleAssessId or 4),
        "has_algae": {4: False, 5: True}.get(newest.algalId or 3),
        "temperature": float(degrees) if re.fullmatch(r"-?\d+(\.\d+)?", degrees) else None,
    }
