"""SMHI's point forecast SNOW1gv1, which followed PMP3gv2 on 31 March 2026. CC BY 4.0.

Form: opendata.smhi.se, *Meteorological forecast, SNOW1gv1*, as public clients of it read it in
November 2026: `timeSeries[].time` in UTC and a flat `data`; 9999 stands for missing. Degrees
Celsius, metres a second, millimetres; `symbol_code` 1 to 27.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, ValidationError

from geostories.integrations.today.reading import Reading, UnknownShape
from geostories.vocabulary import ObservationKind

SOURCE_URL = "https://www.smhi.se/vader"
HOURS = 24
"""So far ahead a page of today looks; a forecast of yesterday is not shown at all."""

MISSING = 9999


def _or_none(value: object) -> object:
    return None if value == MISSING else value


Number = Annotated[float | None, BeforeValidator(_or_none)]


class _Data(BaseModel):
    air_temperature: Annotated[float, Field(ge=-60, le=45)]
    wind_speed: Number = None
    precipitation_amount_mean: Number = None
    symbol_code: Annotated[int, Field(ge=1, le=27)]


class _Step(BaseModel):
    time: AwareDatetime
    data: _Data


class _Forecast(BaseModel):
    referenceTime: AwareDatetime  # noqa: N815 (SMHI's own name)
    timeSeries: Annotated[list[_Step], Field(min_length=1)]  # noqa: N815


def address(base: str, lon: float, lat: float) -> str:
    """Where a point's forecast is; three decimals, since the grid's cells are kilometres wide."""
    point = f"geotype/point/lon/{lon:.3f}/lat/{lat:.3f}"
    return f"{base}/api/category/snow1g/version/1/{point}/data.json"


def read(body: bytes, *, at: datetime) -> Reading:
    """The coming hours; raises UnknownShape."""
    try:
        forecast = _Forecast.model_validate_json(body)
    except ValidationError:
        raise UnknownShape("smhi_weather") from None
    from_now = at - timedelta(hours=1)
    until = at + timedelta(hours=HOURS)
    steps = [step for step in forecast.timeSeries if from_now < step.time <= until]
    if not steps:
        raise UnknownShape("smhi_weather")
    return Reading(
        ObservationKind.WEATHER,
        {"hours": [_hour(step) for step in steps]},
        "SMHI",
        SOURCE_URL,
        forecast.referenceTime,
        min(steps[-1].time, forecast.referenceTime + timedelta(hours=HOURS)),
    )


def _hour(step: _Step) -> dict[str, object]:
    return {
        "at": step.time.isoformat(),
        "temperature": step.data.air_temperature,
        "wind": step.data.wind_speed,
        "rain": step.data.precipitation_amount_mean,
        "symbol": step.data.symbol_code,
    }
