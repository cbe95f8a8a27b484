"""Open or closed, in season or not: schema.org's hours in Swedish time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from geostories.domain.opening_hours import STOCKHOLM, Standing, is_open, period_of, standing
from geostories.vocabulary import FactTopic

WEEKDAYS = {
    "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "opens": "09:00",
    "closes": "16:00",
}
FRIDAY_NIGHT = {"dayOfWeek": ["Friday"], "opens": "20:00", "closes": "02:00"}
MIDSUMMER = {"validFrom": "2026-06-19", "validThrough": "2026-06-20"}
MARKET = {
    "validFrom": "2026-12-05",
    "validThrough": "2026-12-05",
    "opens": "10:00",
    "closes": "15:00",
}
SUMMER = ("05-01", "09-30")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("at", "hours", "season", "answer"),
    [
        ("2026-06-17T08:59", [WEEKDAYS], None, Standing(False, local("2026-06-17T09:00"))),
        ("2026-06-17T09:00", [WEEKDAYS], None, Standing(True, local("2026-06-17T16:00"))),
        ("2026-06-17T16:00", [WEEKDAYS], None, Standing(False, local("2026-06-18T09:00"))),
        # the exception stands instead of the hours of its days
        (
            "2026-06-19T10:00",
            [WEEKDAYS, MIDSUMMER],
            None,
            Standing(False, local("2026-06-22T09:00")),
        ),
        # past midnight
        ("2026-06-20T01:30", [FRIDAY_NIGHT], None, Standing(True, local("2026-06-20T02:00"))),
        ("2026-06-20T02:00", [FRIDAY_NIGHT], None, Standing(False, local("2026-06-26T20:00"))),
        # the season: no hours are all hours; outside of it only an exception opens
        ("2026-06-17T03:00", [], SUMMER, Standing(True, local("2026-10-01T00:00"))),
        ("2026-12-01T12:00", [], SUMMER, Standing(False, local("2027-05-01T00:00"), False)),
        ("2026-12-01T12:00", [WEEKDAYS], SUMMER, Standing(False, local("2027-05-03T09:00"), False)),
        ("2026-12-05T12:00", [WEEKDAYS, MARKET], SUMMER, Standing(True, local("2026-12-05T15:00"))),
        # the summer's last night is one hour longer by the clock than by the sun
        (
            "2026-10-25T01:30",
            [{"opens": "00:00", "closes": "05:00"}],
            None,
            Standing(True, local("2026-10-25T05:00")),
        ),
        ("2026-06-17T03:00", [{"opens": "00:00", "closes": "23:59"}], None, Standing(True, None)),
        ("2026-06-17T03:00", [{"dayOfWeek": ["Monday"]}], None, Standing(False, None)),
    ],
)
def test_standing(
    at: str, hours: list[dict[str, object]], season: tuple[str, str] | None, answer: Standing
) -> None:
    assert standing(local(at), hours=hours, season=season) == answer


@pytest.mark.parametrize("season", [None, SUMMER])
def test_the_list_and_the_page_agree_on_what_is_open(season: tuple[str, str] | None) -> None:
    """*Open now* narrows the list by is_open; the page says what standing answers."""
    hours = [WEEKDAYS, FRIDAY_NIGHT, MIDSUMMER, MARKET]
    said = [(FactTopic.OPENING_HOURS, {"hours": hours})]
    if season:
        said.append((FactTopic.SEASON, {"start": season[0], "end": season[1]}))
    begin, answers = local("2026-06-15T00:00"), []
    for half_hours in range(48 * 180):
        at = begin + timedelta(minutes=30 * half_hours)
        answers.append(is_open(at, said))
        assert answers[-1] == standing(at, hours=hours, season=season).is_open, at
    assert 500 < sum(answers) < 4_000


def test_the_servers_own_zone_does_not_matter() -> None:
    summer = datetime(2026, 6, 17, 7, 0, tzinfo=UTC)
    winter = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)
    assert standing(summer, hours=[WEEKDAYS]).is_open
    assert not standing(winter, hours=[WEEKDAYS]).is_open


@pytest.mark.parametrize(
    ("start", "end", "on", "first", "last", "holds"),
    [
        ("03-01", "08-15", "2026-03-01", "2026-03-01", "2026-08-15", True),
        ("03-01", "08-15", "2026-08-15", "2026-03-01", "2026-08-15", True),
        ("03-01", "08-15", "2026-08-16", "2027-03-01", "2027-08-15", False),
        ("11-15", "02-29", "2027-01-10", "2026-11-15", "2027-02-28", True),
        ("11-15", "02-29", "2028-02-29", "2027-11-15", "2028-02-29", True),
        ("11-15", "03-31", "2026-06-01", "2026-11-15", "2027-03-31", False),
    ],
)
def test_yearly_periods(start: str, end: str, on: str, first: str, last: str, holds: bool) -> None:
    found = period_of(start, end, date.fromisoformat(on))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.holds(date.fromisoformat(on)) is holds
