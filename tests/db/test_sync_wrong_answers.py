"""A wrong or partial answer of a register changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from geostories.database import Database
from geostories.domain.transaction import Scope, reading
from geostories.vocabulary import SourceProtocol
from tests.factories.register_faults import FAULTS, PATHS, well
from tests.factories.sync_desk import Desk, opened_desk


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("protocol", PATHS)
def test_a_wrong_answer_changes_nothing(desk: Desk, protocol: str) -> None:
    path, how = PATHS[protocol]
    well(desk.server, protocol)
    source_id = desk.add(protocol, path, **how)
    assert desk.outcome(source_id) == "applied"
    assert len(desk.places()) == 9
    before, runs = desk.picture(), 1
    wrong = {}
    for name, (concerned, expected, lay) in FAULTS.items():
        if concerned != protocol:
            continue
        well(desk.server, protocol)
        lay(desk.server)
        said = desk.outcome(source_id)
        runs += 1
        if not said.startswith(expected) or desk.picture() != before:
            wrong[name] = said, desk.picture() == before
    print(f"\n{protocol}: wrong answers {runs - 1}, changed the layer {len(wrong)}")
    assert wrong == {}
    with reading(Scope.operator()) as session:
        assert session.scalar(text("SELECT count(*) FROM layer_import")) == runs
    well(desk.server, protocol)
    assert desk.outcome(source_id) == "unchanged"


def test_every_protocol_has_its_faults() -> None:
    assert {protocol for protocol, *_ in FAULTS.values()} == {*PATHS} == {*SourceProtocol}
    assert len(FAULTS) >= 45
