"""*Översikt*: charts with their numbers, the same in the file, and nobody's but the staff's."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update

from geostories import public_id
from geostories.domain.days import monday_of, today
from geostories.domain.transaction import Scope, reading, transaction
from geostories.exporters import csv_table
from geostories.models import Municipality, Story
from geostories.vocabulary import StoryStatus
from tests.factories.desk import decide
from tests.factories.visits import forget_visits, make_count

PAGE, FILE = "/katrineholm/oversikt/", "/katrineholm/oversikt.csv"
FEW = "färre än 5"


def find(slug: str = "katrineholm") -> UUID:
    with reading(Scope.operator()) as session:
        return session.scalars(select(Municipality.id).where(Municipality.slug == slug)).one()


def published(count: int) -> list[tuple[UUID, str]]:
    with reading(Scope.operator()) as session:
        rows = session.execute(
            select(Story.id, Story.title)
            .where(Story.status == StoryStatus.PUBLISHED, Story.municipality_id == find())
            .order_by(Story.title)
            .limit(count)
        )
        return [(story_id, title or "") for story_id, title in rows]


def seed(*counts: tuple[date, int, int, dict[str, UUID]], slug: str = "katrineholm") -> None:
    """These counts and no others."""
    forget_visits()
    with transaction(Scope.operator()) as session:
        for day, visits, uniques, about in counts:
            make_count(session, find(slug), day, visits, uniques, **about)


def table_of(page: str, title: str) -> dict[str, list[str]]:
    """The rows of the table in a card, by what leads them."""
    card = page[page.index(f'id="{title}"') :]
    body = card[card.index("<tbody") : card.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return {
        plain(re.findall(r"<th.*?>(.*?)</th>", row)[0]): [
            plain(cell) for cell in re.findall(r"<td>(.*?)</td>", row) if "<svg" not in cell
        ]
        for row in rows
    }


def plain(text_: str) -> str:
    """Without tags, entities and the spaces between thousands."""
    words = html.unescape(re.sub(r"<.*?>", "", text_))
    return re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", words)


def read(moderator: FlaskClient, table: str, period: str = "90") -> list[list[str]]:
    """A table's rows in the file."""
    answer = moderator.get(f"{FILE}?period={period}&tabell={table}")
    assert answer.status_code == 200, table
    return csv_table.read(answer.get_data())[1:]


def test_charts_tables_and_file_say_the_same(moderator: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(
            update(Story)
            .where(Story.status == StoryStatus.PUBLISHED)
            .values(place_label="=1+1", published_at=func.now())
        )
    page = moderator.get(f"{PAGE}?period=30")
    assert page.status_code == 200
    for slug, title in (("besok", "visits-title"), ("inkommet", "came-title")):
        in_file = read(moderator, slug, "30")
        in_table = table_of(page.text, title)
        assert [row[1:] for row in in_file] == list(in_table.values())
        whole = [
            row
            for row in in_file
            if date.fromisoformat(row[0]) >= today() - timedelta(days=29)
            and date.fromisoformat(row[0]) + timedelta(days=6) <= today()
        ]
        chart = page.text[page.text.index(f'id="{title}"') :]
        points = re.search(r'<polyline points="([^"]*)"', chart)
        assert points is not None
        assert len(points[1].split()) == len(whole) in (3, 4)
    answer = moderator.get(f"{FILE}?period=30&tabell=omraden")
    (area,) = [row for row in csv_table.read(answer.get_data()) if row[0] == "=1+1"]
    assert int(area[1]) == len(published(999))
    assert b"'=1+1;" in answer.get_data()


def test_the_sums_equal_a_recount(moderator: FlaskClient) -> None:
    for period in ("30", "90", "365"):
        first = today() - timedelta(days=int(period) - 1)
        with reading(Scope.operator()) as session:
            rows = session.execute(
                text(
                    "SELECT s.title, v.day, v.visits, v.uniques FROM visit_count v "
                    "LEFT JOIN story s ON s.id = v.story_id WHERE v.municipality_id = :here "
                    "AND v.place_id IS NULL AND v.trail_id IS NULL AND v.theme_id IS NULL"
                ),
                {"here": find()},
            ).all()
        mine = [row for row in rows if first <= row.day <= today()]
        page = moderator.get(f"{PAGE}?period={period}").text
        total = re.search(r"<dt>Besök</dt><dd>(.*?)</dd>", page)
        assert total is not None
        assert int(plain(total[1])) == sum(row.visits for row in mine if row.title is None)
        weeks = {
            row[0]: [int(cell) for cell in row[1:]] for row in read(moderator, "besok", period)
        }
        recounted: dict[str, list[int]] = {monday: [0, 0] for monday in weeks}
        stories: dict[str, list[int]] = {}
        for row in mine:
            into, key = (
                (stories, row.title) if row.title else (recounted, monday_of(row.day).isoformat())
            )
            numbers = into.setdefault(key, [0, 0])
            numbers[0] += row.visits
            numbers[1] += row.uniques
        assert weeks == recounted
        shown = read(moderator, "berattelser", period)
        assert {row[0]: [int(cell) for cell in row[1:]] for row in shown}.items() <= stories.items()
        assert [int(row[1]) for row in shown] == sorted(
            (visits for visits, _uniques in stories.values()), reverse=True
        )[: len(shown)]
        assert [row[0] for row in shown] == list(table_of(page, "berattelser-title"))
        print(f"{period} days: weeks {len(weeks)}, stories {len(shown)}, sum as recounted")


def test_small_numbers_are_told_nowhere(moderator: FlaskClient) -> None:
    (one, one_title), (two, two_title), (three, three_title) = published(3)
    day = monday_of(today()) - timedelta(days=7)
    seed(
        (day, 40, 30, {}),
        (day - timedelta(days=7), 3, 2, {}),
        (day - timedelta(days=14), 9, 7, {}),
        (day - timedelta(days=21), 77, 66, {}),
        (day, 4, 3, {"story_id": one}),
        (day, 33, 1, {"story_id": two}),
        (day, 2, 2, {"story_id": three}),
    )
    page = moderator.get(PAGE).text
    weeks = table_of(page, "visits-title")
    assert [cells for cells in weeks.values() if cells != ["0", "0"]] == [
        ["77", "66"], ["visas inte", "visas inte"], [FEW, FEW], ["40", "30"],
    ]  # fmt: skip
    chart = page[page.index('id="visits-title"') : page.index("<details>")]
    assert chart.count("<polyline") == 2  # broken where two weeks are withheld
    stories = table_of(page, "berattelser-title")
    assert stories == {two_title: ["33", FEW], one_title: [FEW, FEW], three_title: [FEW, FEW]}
    assert list(stories) == [two_title, one_title, three_title]  # the few by name
    assert read(moderator, "berattelser") == [[title, *cells] for title, cells in stories.items()]
    assert [row[1:] for row in read(moderator, "besok")] == list(weeks.values())
    everything = csv_table.read(moderator.get(FILE).get_data())
    told = {row[2] for row in everything if "esök" in row[0]}
    assert told == {"0", "77", "66", "40", "30", "33", FEW, "visas inte"}


def test_the_period_before_is_compared_when_it_was_counted(moderator: FlaskClient) -> None:
    seed((today() - timedelta(days=59), 50, 40, {}), (today() - timedelta(days=2), 75, 60, {}))
    assert "50 % fler än de 30 dagarna före" in moderator.get(f"{PAGE}?period=30").text
    page = moderator.get(PAGE).text
    assert "% fler än kvartalet" not in page
    assert "Besöken räknas sedan" in page
    seed((today() - timedelta(days=59), 3, 3, {}), (today() - timedelta(days=2), 75, 60, {}))
    assert "% fler än" not in moderator.get(f"{PAGE}?period=30").text


def test_what_is_not_shown_any_more_is_not_listed_and_nothing_of_others(
    moderator: FlaskClient,
) -> None:
    (story, title), *_others = published(1)
    seed((today(), 50, 40, {"story_id": story}))
    assert title in table_of(moderator.get(PAGE).text, "berattelser-title")
    decide(moderator, public_id.encode(story), "hide")
    assert read(moderator, "berattelser") == []
    seed((today(), 5_000, 4_000, {}), slug="vaxjo")
    page = moderator.get(PAGE).text
    assert "Här är tomt än så länge" in page
    assert "Inga besök under den tiden" in page
    assert "5 000" not in page.replace("\u00a0", " ")


def test_every_table_has_its_file(moderator: FlaskClient) -> None:
    page = moderator.get(PAGE).text
    tables = re.findall(r"oversikt\.csv\?period=90&amp;tabell=(\w+)", page)
    assert len(tables) == len(set(tables)) == 9
    for table in tables:
        answer = moderator.get(f"{FILE}?tabell={table}")
        assert answer.mimetype == "text/csv"
        assert table in answer.headers["Content-Disposition"]
    assert [row[0] for row in read(moderator, "lager")] == ["Leder", "Platser"]
    assert moderator.get(f"{FILE}?tabell=annat").status_code == 404


def test_only_editors_are_offered_what_they_may_do(
    moderator: FlaskClient, editor: FlaskClient
) -> None:
    assert "Visa logg" not in moderator.get(PAGE).text
    assert editor.get(PAGE).status_code in (200, 403)


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_others_stay_outside(client: FlaskClient, resident: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 303
    assert resident.get(address).status_code == 403


def test_a_period_nobody_offers_is_not_there(moderator: FlaskClient) -> None:
    assert moderator.get(f"{PAGE}?period=2026").status_code == 404
