"""A file and a server on loopback that nothing should ever open: both tell whether somebody did."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "kanariefagel-7f3a91"
"""Stands in the file and in every answer of the server."""

LONG_AGO = 1_000_000_000


@dataclass
class Canary:
    """`file` and `url` hold the same table of one place; `asked` lists the requests."""

    file: Path
    url: str
    asked: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Forget what was asked; from here on any reading of the file shows."""
        self.asked.clear()
        os.utime(self.file, (LONG_AGO, LONG_AGO + 1))

    @property
    def was_read(self) -> bool:
        """Whether the file's contents were read since: file systems note the first time."""
        return os.stat(self.file).st_atime != LONG_AGO


TABLE = f"register_id,kind,name,source,licence,lon,lat\nx-1,sight,{SECRET},S,CC0,16.2,58.9\n"


@contextmanager
def canary_in(folder: Path) -> Iterator[Canary]:
    """A canary whose file lies in `folder`."""
    file = folder / "canary.csv"
    file.write_text(TABLE)

    class Server(BaseHTTPRequestHandler):
        def answer(self) -> None:
            made.asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(TABLE.encode())

        def __getattr__(self, name: str) -> object:
            """Every way of asking is answered alike."""
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made = Canary(file, f"http://127.0.0.1:{server.server_port}/canary")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.reset()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
