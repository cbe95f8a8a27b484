"""Reading a file from outside: in a process that can be killed and can open nothing else."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from geostories.importers import bundle
from geostories.importers.reading import sandbox
from geostories.importers.reading.found import Value
from geostories.importers.reading.order import VERSION, Bounds, Order
from geostories.importers.report import ImportRefused, Reason, reason

if TYPE_CHECKING:
    from geostories.config import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SourceRow:
    """A row as the file has it. `number` counts from 1; `shape` is in WGS 84 degrees, or None."""

    number: int
    attributes: dict[str, Value]
    shape: BaseGeometry | None
    problem: Reason | None


@dataclass(frozen=True)
class SourceLayer:
    """A layer as the file has it; `name` is "" for formats that have no layers.

    `remarks`: what was mended or left out.
    """

    file: str
    name: str
    rows: list[SourceRow]
    remarks: list[Reason]


def read_layer(
    file: Path,
    *,
    layer: str | None,
    crs: int | None,
    settings: Settings,
    lines: bool = False,
    near: Bounds | None = None,
) -> SourceLayer:
    """Read a file of any format that reading/formats.py knows, told apart by content.

    Of a GPX, tracks and routes if `lines` are wanted, else waypoints. `near` (degrees): where the
    layer should lie. Rows that cannot be used are there, with their problem. Raises ImportRefused.
    """
    order = Order(
        layer=layer,
        crs=crs,
        lines=lines,
        near=near,
        bytes=settings.import_bytes,
        features=settings.import_features,
        vertices=settings.import_vertices,
        seconds=settings.import_seconds,
    )
    with tempfile.TemporaryFile() as answer:
        try:
            with bundle.opened(file, most_bytes=order.bytes) as source:
                finished = _ask(order, source, answer)
        except OSError:
            raise ImportRefused("import_no_file", file=file.name) from None
        except subprocess.TimeoutExpired:
            raise ImportRefused("import_too_slow", file=file.name) from None
        answer.seek(0)
        return _understood(file.name, answer, finished=finished)


def _ask(order: Order, source: IO[bytes], answer: IO[bytes]) -> bool:
    """Let the process read `source` and write to `answer`; whether it came to its end."""
    words = json.dumps(asdict(order))
    command = [sys.executable, "-m", "geostories.importers.reading.process", words]
    done = subprocess.run(
        command,
        stdin=source,
        stdout=answer,
        stderr=subprocess.PIPE,
        env=sandbox.environment(),
        timeout=order.seconds,
        check=False,
    )
    if done.returncode:
        logger.warning("Reading ended with %s: %s", done.returncode, done.stderr[-2000:])
    return done.returncode == 0


def _understood(file: str, answer: IO[bytes], *, finished: bool) -> SourceLayer:
    """Take the answer apart. It comes from a process that met hostile bytes: trust nothing."""
    try:
        lines = (json.loads(line) for line in answer) if finished else iter(())
        head: dict[str, Any] = next(lines, {})
        if "refused" in head:
            raise ImportRefused(str(head["refused"]), file=file, **head["params"])
        if head.get("version") != VERSION:
            raise ImportRefused("import_reading_failed", file=file)
        name = str(head["layer"])
        remarks = [reason(file=file, layer=name, **each) for each in head["remarks"]]
        return SourceLayer(file, name, list(_rows(file, name, lines)), remarks)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
        raise ImportRefused("import_reading_failed", file=file) from None


def _rows(file: str, layer: str, lines: Iterator[dict[str, Any]]) -> Iterator[SourceRow]:
    for number, line in enumerate(lines, start=1):
        if line.get("end") == number - 1:
            return
        wkb, problem = line["wkb"], line["problem"]
        yield SourceRow(
            number,
            line["attributes"],
            None if wkb is None else shapely.from_wkb(base64.b64decode(wkb)),
            problem and reason(file=file, layer=layer, row=number, **problem),
        )
    raise ValueError("the answer was cut off")
