"""*Översikt*: charts with their numbers, the same in the file, and nobody's but the staff's."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from geostories.domain.transaction import Scope, reading, transaction
from geostories.exporters import csv_table
from geostories.models import Story
from geostories.vocabulary import StoryStatus


def count_published() -> int:
    with reading(Scope.operator()) as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(Story)
                .where(Story.status == StoryStatus.PUBLISHED, Story.place_label == "=1+1")
            )
            or 0
        )


def test_charts_tables_and_file_say_the_same(moderator: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(
            update(Story)
            .where(Story.status == StoryStatus.PUBLISHED)
            .values(place_label="=1+1", published_at=func.now())
        )
    page = moderator.get("/katrineholm/oversikt/?period=30")
    assert page.status_code == 200
    assert page.text.count("<polyline") == 1
    answer = moderator.get("/katrineholm/oversikt.csv?period=30")
    rows = csv_table.read(answer.get_data())[1:]
    weeks = [int(row[2]) for row in rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row[1])]
    in_table = re.findall(r"<th scope=\"row\">\d+ \w+ \d{4}</th><td>(\d+)</td>", page.text)
    assert weeks == [int(count) for count in in_table]
    assert len(weeks) in (5, 6)
    points = re.search(r'points="([^"]*)"', page.text)
    assert points is not None
    assert len(points[1].split()) == len(weeks)
    (area,) = [row for row in rows if row[1] == "=1+1"]
    assert 0 < int(area[2]) <= count_published()
    assert b";'=1+1;" in answer.get_data()


@pytest.mark.parametrize("address", ["/katrineholm/oversikt/", "/katrineholm/oversikt.csv"])
def test_others_stay_outside(client: FlaskClient, resident: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 303
    assert resident.get(address).status_code == 403


def test_a_period_nobody_offers_is_not_there(moderator: FlaskClient) -> None:
    assert moderator.get("/katrineholm/oversikt/?period=2026").status_code == 404
