"""Check 51: files that make a reader open other files or ask hosts, under lying names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from geostories.config import Settings
from geostories.database import Database
from geostories.domain.layer_imports import Order
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.importers.report import ImportRefused, Report
from geostories.models import OfficialPlace
from tests.factories.canary_places import SECRET, Canary, canary_in
from tests.factories.hostile_drivers import Hostile, list_drivers
from tests.factories.hostile_reading import FULL, Reader, reading_in_walls
from tests.factories.municipality import make_municipality

pytestmark = pytest.mark.trust

SECONDS = 20
"""Of a reading; the view that never ends is killed then."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading_in_walls() as made:
        yield made


@pytest.fixture
def katrineholm(database: Database) -> UUID:
    """The id of a municipality without layers."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    with canary_in(tmp_path) as made:
        yield made


def take_in(file: Path, municipality_id: UUID) -> Report | ImportRefused:
    """Import for real; answers what came of it."""
    settings = Settings(import_seconds=SECONDS)
    try:
        with transaction(Scope.municipality(municipality_id)) as session:
            return import_layer(
                session,
                file=file,
                municipality_id=municipality_id,
                order=Order(register="test", kind="sight", source="S", licence="CC0"),
                settings=settings,
            )
    except ImportRefused as refused:
        return refused


def everything_kept() -> str:
    """All that was written of places, as text."""
    with reading(Scope.operator()) as session:
        rows = session.scalars(select(OfficialPlace)).all()
        return repr([vars(row) for row in rows])


def trial(hostile: Hostile, folder: Path, municipality_id: UUID) -> Report | ImportRefused:
    file = folder / hostile.file
    hostile.write(file)
    try:
        return take_in(file, municipality_id)
    finally:
        file.unlink()


def test_no_other_file_is_read_and_no_host_asked(
    reader: Reader, katrineholm: UUID, canary: Canary, tmp_path: Path
) -> None:
    files = list_drivers(canary)
    assert len({str(file) for file in files}) == len(files) >= 40
    folder = tmp_path / "in"
    folder.mkdir()
    canary.reset()
    tried = files if FULL else files[::4]
    outcomes = [(file, trial(file, folder, katrineholm)) for file in tried]
    wrong = [str(f) for f, got in outcomes if isinstance(got, Report) and not f.may_pass]
    told = [str(f) for f, got in outcomes if SECRET in repr(got) + repr(getattr(got, "params", ""))]
    print(
        f"files tried {len(outcomes)} (of {len(files)}), other files read {int(canary.was_read)}, "
        f"hosts asked {len(canary.asked)}"
    )
    assert (wrong, told, canary.asked, canary.was_read) == ([], [], [], False)
    assert SECRET not in everything_kept()


def test_a_reader_without_walls_would_have_read_it(canary: Canary, tmp_path: Path) -> None:
    """The files do what they say: GDAL with all its drivers follows one to the canary."""
    vrt = next(file for file in list_drivers(canary) if file.name == "VRT, file")
    vrt.write(tmp_path / "lager.vrt")
    canary.reset()
    question = "import sys; from pyogrio import raw; print(raw.read(sys.argv[1])[3])"
    command = [sys.executable, "-c", question, str(tmp_path / "lager.vrt")]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert canary.was_read
    assert SECRET in said.stdout, said.stderr
