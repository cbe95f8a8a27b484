"""The demonstration shows all that is known of its places, from whom, and how sure; no more than that."""

from __future__ import annotations

import csv
import html
import re
import tomllib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.config import resource
from geostories.domain.transaction import Scope, reading
from geostories.models import OfficialPlace, Trail
from geostories.queries.exactness import ROUGHLY_M

Row = dict[str, str]
TOWNS = ("katrineholm", "vaxjo")


def facts_of(name: str) -> list[Row]:
    with (resource("data") / "demo" / "facts" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PLACES = [(town, row) for town in TOWNS for row in facts_of(town) if row["lat"]]
TRAILS = [(row["municipality"], row) for row in facts_of("trails")]
VISITS = tomllib.loads((resource("data") / "demo" / "visits.toml").read_text())["about"]
INTRODUCED = {
    about["register_id"]
    for about in VISITS
    if any(fact["topic"] == "about.introduction" for fact in about["facts"])
}
"""Their pages begin with that instead of the summary."""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def ids(app: Flask) -> dict[str, str]:
    """Public ids by the register's."""
    with reading(Scope.public()) as session:
        return {
            register_id: public_id.encode(place_id)
            for model in (OfficialPlace, Trail)
            for register_id, place_id in session.execute(select(model.register_id, model.id))
        }


def page_of(client: FlaskClient, town: str, row: Row, ids: dict[str, str]) -> str:
    answer = client.get(f"/{town}/platser/{ids[row['register_id']]}")
    assert answer.status_code == 200, row["name"]
    return re.sub(r"\s+", " ", html.unescape(answer.text))


def assert_no_more_exact(page: str, off_m: str, row: Row) -> None:
    """How far off the position may be is said, and nobody is led to what is known roughly."""
    metres = int(off_m or 0)
    off = f"{metres} m" if metres < 1_000 else f"{metres / 1_000:g} km".replace(".", ",")
    assert ("Ungefärlig plats." in page) == bool(off_m), row["name"]
    assert not off_m or re.search(rf"kan (vara|ligga) {off} fel\.", page), row["name"]
    is_rough = metres > ROUGHLY_M
    assert ("Vägbeskrivning" in page) != is_rough, row["name"]
    near = re.search(r'aria-labelledby="nearby".*?</section>', page)
    assert bool(near) == ("I närheten" in page), row["name"]
    for line in re.findall(r'class="meta-small">(.*?)</p>', near[0]) if near and is_rough else ():
        assert re.search(r"· omkring \d+ km$", line), (row["name"], line)


def test_every_place_says_its_facts_its_source_and_how_sure(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    for town, row in PLACES:
        page = page_of(client, town, row, ids)
        assert row["name"] in page
        assert f"Källa: {row['source']}" in page, row["name"]
        assert (row["summary"] in page) or row["register_id"] in INTRODUCED, row["name"]
        assert not row["area_ha"] or "hektar" in page, row["name"]
        assert row["protected_since"] in page, row["name"]
        is_exact = row["coord_quality"].startswith("exact")
        assert is_exact == (not row["accuracy_m"]), row["name"]
        assert_no_more_exact(page, row["accuracy_m"], row)
    rough = sum(bool(row["accuracy_m"]) for _, row in PLACES)
    print(f"{len(PLACES)} places, {rough} known approximately, shown as exact: 0")


def test_every_trail_says_its_length_and_how_sure_its_start_is(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    for town, row in TRAILS:
        page = page_of(client, town, row, ids)
        metres = round(float(row["length_km"]) * 1_000)
        length = f"{metres} m" if metres < 950 else f"{metres / 1_000:g} km".replace(".", ",")
        assert length in page, row["name"]
        assert bool(row["start_lat"]) == bool(row["accuracy_m"]), row["name"]
        if row["start_lat"]:
            assert_no_more_exact(page, row["accuracy_m"], row)
        else:
            assert "Vi vet inte än var leden går." in page, row["name"]


def test_all_that_is_located_and_nothing_else_is_there(ids: dict[str, str]) -> None:
    known = {row["register_id"] for _, row in PLACES + TRAILS}
    added = {each for each in ids if each not in known}
    assert known <= ids.keys()
    assert all("exempel" in each for each in added), added


def test_every_visitor_fact_has_a_source_and_only_examples_were_measured() -> None:
    for about in VISITS:
        assert about["source"], about["register_id"]
        is_example = "exempel" in about["register_id"]
        assert (about["source"] == "Exempel") == is_example, about["register_id"]
        assert is_example or "measured_by" not in about, about["register_id"]
