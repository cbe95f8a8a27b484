"""Reading many files from outside, each in a walled process of its own, without starting Python anew.

What reader.py starts for one file is started here once; for every file it forks, and the child runs
reading/process.py: main() behind the very same walls, answers as it would, and is measured.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from geostories.config import Settings
from geostories.importers import reader
from geostories.importers.reader import SourceLayer, read_layer
from geostories.importers.reading import sandbox
from geostories.importers.reading.order import Order
from geostories.importers.report import ImportRefused

FULL = bool(os.environ.get("GEOSTORIES_FULL_FIGURES"))


@dataclass(frozen=True)
class Measured:
    """A process that read: how long, its processor time in seconds, its most memory, how it ended
    (0: well; `signal`: killed), and how much it wrote.
    """

    seconds: float
    cpu: float
    megabytes: int
    status: int
    signal: int
    written: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of a file: a layer, or the code of why not."""

    layer: SourceLayer | None
    code: str
    measured: Measured

    @property
    def codes(self) -> set[str]:
        """Why it or any of its rows was refused."""
        rows = self.layer.rows if self.layer else []
        return {row.problem.code for row in rows if row.problem} | ({self.code} - {""})

    @property
    def shapes(self) -> list[Any]:
        """The shapes that were taken."""
        return [row.shape for row in self.layer.rows if row.shape] if self.layer else []

    @property
    def broke(self) -> bool:
        """Whether the process ended otherwise than by itself: an error nobody had thought of."""
        return self.measured.status != 0


class Reader:
    """Reads files one after the other."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server
        self._measured = Measured(0, 0, 0, 0, 0)

    def read(self, file: Path, *, crs: int | None = None, **limits: int) -> Outcome:
        """Read one with these settings."""
        self._measured = Measured(0, 0, 0, 0, 0)
        try:
            layer = read_layer(file, layer=None, crs=crs, settings=Settings(**limits))
        except ImportRefused as refused:
            return Outcome(None, refused.code, self._measured)
        return Outcome(layer, "", self._measured)

    def ask(self, order: Order, source: IO[bytes], answer: IO[bytes]) -> bool:
        """As reader.py asks."""
        mine = f"/proc/{os.getpid()}/fd"
        words = {
            "order": asdict(order),
            "source": f"{mine}/{source.fileno()}",
            "answer": f"{mine}/{answer.fileno()}",
        }
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(words).encode() + b"\n")
        self._server.stdin.flush()
        measured = Measured(**json.loads(self._server.stdout.readline()))
        self._measured = replace(measured, written=os.fstat(answer.fileno()).st_size)
        if self._measured.signal == signal.SIGALRM:
            raise subprocess.TimeoutExpired("reading", order.seconds)
        return self._measured.status == 0


@contextmanager
def reading_in_walls() -> Iterator[Reader]:
    """A reader; meanwhile all that is imported in this process is read by it."""
    server = subprocess.Popen(
        [sys.executable, "-c", "from tests.factories.hostile_reading import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=sandbox.environment() | {"PYTHONPATH": os.getcwd()},
    )
    made, ask = Reader(server), reader._ask
    reader._ask = made.ask
    try:
        with server:
            yield made
    finally:
        reader._ask = ask


def serve() -> None:
    """Answer orders, a line of JSON each, until there are no more."""
    from geostories.importers.reading import process  # noqa: PLC0415 (only the server reads files)

    for line in sys.stdin.buffer:
        start, child = time.monotonic(), os.fork()
        if not child:
            _read(process.main, json.loads(line))
        _, ended, used = os.wait4(child, 0)
        measured = Measured(
            time.monotonic() - start,
            used.ru_utime + used.ru_stime,
            used.ru_maxrss // 1024,
            ended,
            os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else 0,
        )
        sys.stdout.write(json.dumps(asdict(measured)) + "\n")
        sys.stdout.flush()


def _read(main: Any, words: dict[str, Any]) -> None:
    """As a process that reader.py starts: the file on standard input, the answer on output."""
    for number, name, ways in ((0, "source", os.O_RDONLY), (1, "answer", os.O_WRONLY)):
        opened = os.open(words[name], ways)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115 (the process ends with them)
    sys.argv = ["process", json.dumps(words["order"])]
    signal.alarm(words["order"]["seconds"])
    try:
        main()
        sys.stdout.flush()
    except BaseException:  # whatever it is, this process must not go on as the server
        os._exit(1)
    os._exit(0)
