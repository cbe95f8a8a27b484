"""A running installation for tests that need one from outside: real server, real worker if asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE_S = 60


@dataclass
class Site:
    """An installation on loopback: its address, its home, its database, its processes."""

    url: str
    home: Path
    database_url: str
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def password(self) -> str:
        """The demo accounts' password."""
        return (self.home / "demo-password").read_text()

    def start(self, name: str) -> None:
        """Start `serve` or `worker` in a process group of its own."""
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "geostories", name],
                env=self.environment,
                cwd=ROOT,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process and all that it started."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=PATIENCE_S)

    def await_ready(self) -> None:
        """Wait until the server answers that it is ready."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError((self.home / "serve.log").read_text()[-4000:])

    def mails(self) -> list[str]:
        """The mails the worker has sent, as text, oldest first."""
        files = sorted((self.home / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        return [file.read_text() for file in files]


@contextmanager
def running_site(
    home: Path, database_url: str, *, workers: int = 2, worker: bool = False
) -> Iterator[Site]:
    """Start so many web processes on a free port, and a job worker if one is needed.

    All end with the block.
    """
    port = _free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GEOSTORIES_")},
        "GEOSTORIES_HOME": str(home),
        "GEOSTORIES_DATABASE_URL": database_url,
        "GEOSTORIES_SECRET_KEY": "tests-" * 8,
        "GEOSTORIES_PORT": str(port),
        "GEOSTORIES_WEB_WORKERS": str(workers),
    }
    site = Site(f"http://localhost:{port}", home, database_url, environment)
    site.start("serve")
    if worker:
        site.start("worker")
    try:
        site.await_ready()
        yield site
    finally:
        for name in list(site.processes):
            site.kill(name, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
