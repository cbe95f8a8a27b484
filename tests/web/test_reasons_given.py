"""The page and the command that give out statements of reasons."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from geostories.cli.records import reasons_command
from geostories.domain.transaction import Scope, transaction
from geostories.exporters.reasons.rules import validate_batch
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import StoryStatus
from tests.conftest import SignIn
from tests.factories.person import make_person
from tests.factories.story import make_story

PAGE = "/katrineholm/handlingar/motiveringar"
YEAR = datetime.now(UTC).year
PERIOD = f"fran={YEAR}-01-01&till={YEAR}-12-31"


def hide_two(municipality: MunicipalityInfo) -> int:
    """Two more stories hidden; answers how many restrictions there are."""
    with transaction(Scope.operator()) as session:
        teller = make_person(session, "teller@example.se")
        for _ in range(2):
            make_story(
                session,
                municipality_id=municipality.id,
                owner=teller,
                status=StoryStatus.HIDDEN,
            )
    with transaction(Scope.operator()) as session:
        return session.scalar(
            text("SELECT count(*) FROM statement_of_reasons WHERE municipality_id = :id"),
            {"id": municipality.id},
        )


def test_the_page_counts_what_the_file_holds(
    sign_in: SignIn, municipality: MunicipalityInfo
) -> None:
    given = hide_two(municipality)
    administrator = sign_in("admin@example.se")
    page = administrator.get(f"{PAGE}?{PERIOD}").text
    assert f"{given} motiveringar" in page
    answer = administrator.get(f"{PAGE}.zip?{PERIOD}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        calls = [json.loads(package.read(name))["statements"] for name in package.namelist()]
    assert sum(map(len, calls)) == given
    assert [fault for call in calls for fault in validate_batch(call)] == []
    assert calls[0][0]["decision_ground_reference_url"].endswith("/katrineholm/om/regler")


@pytest.mark.parametrize("period", ["fran=2026-02-01&till=2026-01-01", "fran=x&till=2026-01-01"])
def test_a_period_that_is_none_is_said(sign_in: SignIn, period: str) -> None:
    administrator = sign_in("admin@example.se")
    assert administrator.get(f"{PAGE}?{period}").status_code == 422
    assert administrator.get(f"{PAGE}.zip?{period}").status_code == 303


def test_the_command_writes_the_same(
    app: Flask, municipality: MunicipalityInfo, tmp_path: Path
) -> None:
    given = hide_two(municipality)
    run = reasons_command.callback.__wrapped__  # type: ignore[union-attr]
    day = datetime(YEAR, 1, 1, tzinfo=UTC), datetime(YEAR, 12, 31, tzinfo=UTC)
    with app.test_request_context():
        run(app, "katrineholm", *day, tmp_path)
    written = json.loads((tmp_path / "statements-001.json").read_text())["statements"]
    assert len(written) == given
