"""SMHI's daily fire risk FWIF1G, version 1. CC BY 4.0.

Form: opendata.smhi.se, *Fire risk forecast*, as public clients of it read it in November 2026:
`timeSeries[].validTime` and `parameters[{name, values}]`; `fwiindex` 1 (very low) to 6 (extreme), and
`grassfire` 1 to 6 in spring; 9999 or -1 outside the season.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from geostories.integrations.today.reading import Reading, UnknownShape
from geostories.vocabulary import ObservationKind

SOURCE_URL = "https://www.smhi.se/vader/brandrisk"
LEVELS = range(1, 7)
A_DAY = timedelta(hours=36)
"""The day's forecast is made in the morning before; later than this a newer one is missing."""


class _Parameter(BaseModel):
    name: str
    values: Annotated[list[float], Field(min_length=1)]


class _Step(BaseModel):
    validTime: AwareDatetime  # noqa: N815 (SMHI's own name)
    parameters: list[_Parameter]

    def level(self, name: str) -> int | None:
        """A risk of 1 to 6, or None outside its season."""
        found = next((int(each.values[0]) for each in self.parameters if each.name == name), None)
        return found if found in LEVELS else None


class _Forecast(BaseModel):
    referenceTime: AwareDatetime  # noqa: N815
    timeSeries: list[_Step]  # noqa: N815


def address(base: str, lon: float, lat: float) -> str:
    """Where a point's daily fire risk is."""
    point = f"geotype/point/lon/{lon:.3f}/lat/{lat:.3f}"
    return f"{base}/api/category/fwif1g/version/1/daily/{point}/data.json"


def read(body: bytes, *, at: datetime) -> Reading:
    """The risk of the day that `at` (Swedish time) lies in; raises UnknownShape."""
    try:
        forecast = _Forecast.model_validate_json(body)
    except ValidationError:
        raise UnknownShape("smhi_fire_risk") from None
    today = [
        step
        for step in forecast.timeSeries
        if step.validTime.astimezone(at.tzinfo).date() == at.date()
    ]
    if not today or not any(each.name == "fwiindex" for each in today[0].parameters):
        raise UnknownShape("smhi_fire_risk")
    value = {"forest": today[0].level("fwiindex"), "grass": today[0].level("grassfire")}
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Reading(
        ObservationKind.FIRE_RISK,
        value,
        "SMHI",
        SOURCE_URL,
        forecast.referenceTime,
        min(midnight, forecast.referenceTime + A_DAY),
    )
