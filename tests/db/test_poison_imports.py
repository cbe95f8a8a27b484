"""Check 87: of a broken file all is imported or nothing, and what was there stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database
from geostories.domain.layer_imports import Order
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.importers.report import ImportRefused, Report
from geostories.models import OfficialPlace
from tests.factories.hostile_layers import FORMATS, Poison, good, good_rows, list_poisons
from tests.factories.hostile_reading import FULL, Reader, reading_in_walls
from tests.factories.municipality import make_municipality

pytestmark = pytest.mark.trust

OLD = "old"
UNSAID = ("import_reading_failed", "import_too_slow")
"""Sentences that do not say what is wrong with the file: the reader broke on something unforeseen."""

HUGE = 1_000_000 if FULL else 20_000
MOST_ROWS = 100_000 if FULL else 10_000
POISONS = list_poisons(huge=HUGE)
TRIED = POISONS if FULL else POISONS[::4]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading_in_walls() as made:
        yield made


@pytest.fixture
def katrineholm(database: Database) -> UUID:
    """The id of a municipality without layers."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


def take_in(
    session: Session, file: Path, municipality_id: UUID, *, register: str = "new"
) -> Report:
    return import_layer(
        session,
        file=file,
        municipality_id=municipality_id,
        order=Order(register=register, kind="sight", source="Länsstyrelsen", licence="CC0"),
        settings=Settings(import_features=MOST_ROWS),
    )


def shown(session: Session, register: str = "new") -> set[tuple[str, str]]:
    """Id and name of every place of a layer that is not withdrawn."""
    rows = session.execute(
        select(OfficialPlace.register_id, OfficialPlace.name).where(
            OfficialPlace.withdrawn_at.is_(None), OfficialPlace.register == register
        )
    )
    return {(row.register_id, row.name) for row in rows}


def trial(poison: Poison, folder: Path, municipality_id: UUID) -> str:
    """`refused` or `whole`, or what was left half done: in a new layer, or in the one beside it."""
    file = folder / f"lager.{poison.suffix}"
    file.write_bytes(poison.make())
    with reading(Scope.municipality(municipality_id)) as session:  # what comes in is gone after it
        beside = shown(session, OLD)
        try:
            report = take_in(session, file, municipality_id)
        except ImportRefused as refused:
            says = refused.params["file"] == file.name and refused.code not in UNSAID
            is_clean = (shown(session), shown(session, OLD)) == (set(), beside)
            return "refused" if is_clean and says else f"refused, but changed: {poison}"
        found = len(shown(session))
        whole = found == report.read == poison.rows and shown(session, OLD) == beside
        return "whole" if whole else f"{found} of {poison.rows} rows ({report.read} read): {poison}"


def test_there_are_enough_and_each_is_another() -> None:
    assert len({str(poison) for poison in POISONS}) == len(POISONS) >= 300


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_unspoilt_file_is_imported(
    suffix: str, reader: Reader, katrineholm: UUID, tmp_path: Path
) -> None:
    file = tmp_path / f"lager.{suffix}"
    file.write_bytes(good(suffix))
    with reading(Scope.municipality(katrineholm)) as session:
        report = take_in(session, file, katrineholm)
        assert (report.read, report.added, report.refused) == (12, 12, 0)
        assert {name for _, name in shown(session)} == {row.name for row in good_rows()}


def test_nothing_is_imported_partly(reader: Reader, katrineholm: UUID, tmp_path: Path) -> None:
    file = tmp_path / "lager.geojson"
    file.write_bytes(good("geojson"))
    with transaction(Scope.municipality(katrineholm)) as session:
        take_in(session, file, katrineholm, register=OLD)
    outcomes = Counter(trial(poison, tmp_path, katrineholm) for poison in TRIED)
    partly = [outcome for outcome in outcomes if outcome not in ("refused", "whole")]
    print(
        f"poisoned files tried {len(TRIED)} (of {len(POISONS)}): refused {outcomes['refused']}, "
        f"imported whole {outcomes['whole']}, imported partly {len(partly)}"
    )
    assert partly == []
    file.write_bytes(good("geojson"))
    with transaction(Scope.municipality(katrineholm)) as session:  # all is well afterwards
        assert take_in(session, file, katrineholm, register=OLD).unchanged == 12
