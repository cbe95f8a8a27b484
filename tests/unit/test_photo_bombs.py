"""Check 44 for pictures: what asks for too much gets nothing, costs little, and hurts no other."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from geostories.config import Settings
from geostories.integrations.jpeg_scans import MOST_SCANS, count_scans
from geostories.integrations.photo_cleaner import CleanPhoto, PhotoRefused, clean
from tests.factories.canaries import count_canaries, make_mpo
from tests.factories.hostile_photos import list_bombs, many_scans
from tests.factories.photos import make_jpeg, make_then_and_now

pytestmark = pytest.mark.trust

BOMBS = tuple(list_bombs())
SETTINGS = Settings()
MOST_MB = 400
MOST_S = 3 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 15
"""A shared machine is no clock."""


@pytest.fixture(scope="module")
def small() -> Iterator[ProcessPoolExecutor]:
    """It only cleans: the memory of a child counts from the most that its parent has taken."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


def most_memory() -> int:
    """In the small process: MB of the largest child so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1_024


def attempt(upload: bytes) -> tuple[str, float, CleanPhoto | None]:
    """Why it is refused, seconds, and what is kept of it."""
    began = time.monotonic()
    try:
        photo = clean(upload, SETTINGS)
    except PhotoRefused as refused:
        return refused.code, time.monotonic() - began, None
    return "kept", time.monotonic() - began, photo


def test_there_are_enough() -> None:
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) >= 60


def test_no_bomb_goes_off(small: ProcessPoolExecutor) -> None:
    slowest, faults, kept = 0.0, [], 0
    for bomb, (outcome, took, photo) in zip(
        BOMBS, small.map(attempt, (bomb.make() for bomb in BOMBS)), strict=True
    ):
        slowest = max(slowest, took)
        kept += photo is not None
        if outcome not in (("unreadable", "too_many_pixels") + (("kept",) if bomb.kept else ())):
            faults.append((bomb.name, outcome))
        if took > MOST_S:
            faults.append((bomb.name, f"{took:.1f} s"))
        if photo and any(map(count_canaries, photo.files.values())):
            faults.append((bomb.name, "canary"))
    largest = small.submit(most_memory).result()
    print(
        f"picture bombs: tried {len(BOMBS)}, accepted {len(faults)}, made harmless {kept}; "
        f"at most {largest} MB, slowest {slowest:.1f} s"
    )
    assert faults == []
    assert largest <= MOST_MB


def test_four_at_once_leave_the_fifth_alone() -> None:
    worst = [bomb for bomb in BOMBS if bomb.name.startswith(("13,300", "JPEG of", "a dot", "iCCP"))]
    assert len(worst) == 4
    with ThreadPoolExecutor(5) as pool:
        under_way = [pool.submit(attempt, bomb.make()) for bomb in worst]
        outcome, _took, photo = pool.submit(attempt, make_jpeg()).result()
        assert (outcome, photo is not None) == ("kept", True)
        assert all(each.result()[0] != "too_slow" for each in under_way)


def test_filling_between_markers_costs_no_more_than_its_length() -> None:
    count = "from geostories.integrations.jpeg_scans import count_scans as c; c(b'\\xff' * 400_000)"
    subprocess.run([sys.executable, "-c", count], check=True, timeout=60)  # hours, if quadratic


def test_scans_are_those_of_the_picture() -> None:
    plain, _then = make_then_and_now()
    behind = plain + b"\xff\xda\0\2" * 500
    assert count_scans(plain) == count_scans(behind) == 1
    assert count_scans(make_mpo(1)) == 1
    assert count_scans(many_scans()) > MOST_SCANS
    assert count_scans(b"\xff\xd8\xff\xda") == 1
