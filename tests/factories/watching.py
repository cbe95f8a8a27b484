"""Two who watch while something goes on: what the database works at, and how long visitors wait."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from werkzeug.test import Client

from tests.conftest import Server

BACKEND_S = 2.0
"""A question to the database, at any time."""

SLOW = """
SELECT query FROM pg_stat_activity WHERE datname = %s AND state = 'active'
AND backend_type = 'client backend' AND now() - query_start > make_interval(secs => %s)
"""


@contextmanager
def slow_questions(server: Server, database: str) -> Iterator[list[str]]:
    """What a database is asked meanwhile and takes longer over than BACKEND_S."""
    slow: list[str] = []
    over = threading.Event()

    def watch() -> None:
        address = server.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            while not over.wait(0.1):
                slow.extend(row[0] for row in connection.execute(SLOW, (database, BACKEND_S)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield slow
    finally:
        over.set()
        watcher.join()


class Visitor:
    """Somebody who opens pages in turn until the block ends; `times` in seconds."""

    def __init__(self, client: Client, *pages: str) -> None:
        self._client = client
        self._pages = pages
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self.times: list[float] = []
        self.missed: list[str] = []

    @property
    def p95(self) -> float:
        """What nineteen of twenty pages took at most."""
        return statistics.quantiles(self.times, n=20)[-1]

    def _read(self) -> None:
        while not self._over.wait(0.05):
            page = self._pages[len(self.times) % len(self._pages)]
            begun = time.perf_counter()
            answer = self._client.get(page)
            self.times.append(time.perf_counter() - begun)
            if answer.status_code != 200:
                self.missed.append(f"{page}: {answer.status_code}")

    def __enter__(self) -> Visitor:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
