"""`make bench`: a register of 6,000 reserves read in from a Shapefile of 18 MB, twice."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
from flask import Flask
from shapely.geometry import Polygon

from tests.factories.shapefiles import lay_beside, shapefile

RESERVES = 6_000
CORNERS = 187
"""Of each but the largest: with these the .shp is 18 MB."""
LARGEST = 13_000
CENTRE = (569_350.0, 6_540_232.0)
PAGE = "/katrineholm/platser/"

PROGRAM = """
import json, resource, sys, time
from geostories.cli import main
begun = time.perf_counter()
try:
    main(sys.argv[1:])
except SystemExit as end:
    status = end.code
used = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([status, time.perf_counter() - begun, *used]))
"""
"""Imports as the command line does, then tells its status, seconds, own and reader's peak MB."""


def make_register(folder: Path) -> Path:
    """Reserves side by side, each a lake's shore of its own."""
    random = np.random.default_rng(1)
    shapes = []
    for number in range(RESERVES):
        corners = LARGEST if number == 0 else CORNERS
        angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        radius = 40 * (1 + 0.3 * np.sin(5 * angles) + 0.02 * random.random(corners))
        east = CENTRE[0] + (number % 80 - 40) * 200
        north = CENTRE[1] + (number // 80 - 37) * 200
        shapes.append(
            Polygon(
                np.column_stack([east + radius * np.cos(angles), north + radius * np.sin(angles)])
            )
        )
    return lay_beside(folder, shapefile(*shapes))


def import_once(app: Flask, file: Path, *, home: Path) -> tuple[float, float, float]:
    """Seconds, and the peak MB of the importing and the reading process."""
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "GEOSTORIES_HOME": str(home),
        "GEOSTORIES_DATABASE_URL": settings.database_url,
        "GEOSTORIES_SECRET_KEY": settings.secret_key,
    }
    order = ["layers", "import", str(file), "--municipality", "katrineholm", "--kind", "place"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *order],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    counts, told = done.stdout.strip().splitlines()[0], json.loads(done.stdout.splitlines()[-1])
    print(f"  {counts}")
    assert told[0] in {0, None}, done.stdout
    return told[1], told[2], told[3]


class Reader:
    """Somebody who opens the list of places again and again."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self.times: list[float] = []

    def _read(self) -> None:
        while not self._stop.is_set():
            begun = time.perf_counter()
            assert self._client.get(PAGE).status_code == 200
            self.times.append((time.perf_counter() - begun) * 1000)
            self._stop.wait(0.05)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def print_import_figures(app: Flask, *, home: Path) -> None:
    """Import the register twice while somebody reads; print times, memory and what readers wait.

    Readers are timed before each import too: a list of 6,000 places takes longer than an empty one.
    """
    file = make_register(home)
    print(f"\n{RESERVES} polygons, {file.stat().st_size / 1e6:.1f} MB of .shp")
    for name in ("import", "the same again"):
        with Reader(app) as alone:
            time.sleep(3)
        with Reader(app) as reader:
            seconds, ours, theirs = import_once(app, file, home=home)
        print(
            f"{name:16} {seconds:6.1f} s, peak {ours:.0f} MB importing and {theirs:.0f} MB reading; "
            f"list page {statistics.median(reader.times):.0f} ms (at most {max(reader.times):.0f}), "
            f"alone {statistics.median(alone.times):.0f} ms"
        )
