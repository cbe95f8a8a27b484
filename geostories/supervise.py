"""Runs the web server and the job worker of `make run` side by side, and stops them together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

import click

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 15  # a photo may still be cleaned, a job finished
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Child:
    """A program to run; `environment` comes on top of ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None


def supervise(children: list[Child], *, on_stop: Callable[[], None]) -> int:
    """Run `children` until a signal asks to stop or one of them ends; then stop them all.

    Nothing is restarted. `on_stop` is called once, when none runs any more. Returns the exit
    status: 0 after a signal, else that of the child who ended (1 if it ended well, since it
    should not have ended at all).
    """
    running: list[tuple[Child, subprocess.Popen[bytes]]] = []
    try:
        with _stop_signals() as signals:
            try:
                for child in children:
                    running.append((child, _start(child)))  # noqa: PERF401 - stopped if one fails
                return _watch(running, signals)
            finally:
                _stop([process for _, process in running], signals)
    finally:
        on_stop()


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Collect the signals that ask to stop, instead of dying of them."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in STOP_SIGNALS}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(child: Child) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches it through us alone.

    setpriv has the kernel end it should we be killed ourselves: the port must not stay taken.
    """
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", *child.command],  # noqa: S607
        env=os.environ | dict(child.environment or {}),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _watch(running: list[tuple[Child, subprocess.Popen[bytes]]], signals: list[int]) -> int:
    """Wait for a signal or for the first child who ends; return the exit status."""
    while not signals:
        for child, process in running:
            status = process.poll()
            if status is not None:
                click.echo(f"{child.name} ended with status {status}; stopping the rest.", err=True)
                return 128 - status if status < 0 else status or 1
        time.sleep(LOOK_SECONDS)
    return 0


def _stop(processes: list[subprocess.Popen[bytes]], signals: list[int]) -> None:
    """Pass the signal on, wait, and kill the groups of those who take too long."""
    number = signals[0] if signals else signal.SIGTERM
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)
    limit = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < limit and any(process.poll() is None for process in processes):
        time.sleep(LOOK_SECONDS)
    for process in processes:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a child who is still there, and whatever it left behind in its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
