"""Processes of their own for what comes from outside: bounded, killable, told nothing of ours."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

_FORWARDED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")

GIVES_WAY = 10
"""Niceness: where the processor is busy, people who read pages go first."""


class NoAnswer(Exception):
    """The process gave no answer in time, or could not be started; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run(
    module: str, *arguments: object, content: bytes, seconds: int
) -> subprocess.CompletedProcess[bytes]:
    """Run one of our modules on some content; raises NoAnswer."""
    try:
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            input=content,
            capture_output=True,
            env=environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer("too_slow") from None
    except OSError:  # the interpreter itself could not be started
        raise NoAnswer("not_cleaned") from None


def environment() -> dict[str, str]:
    """What such a process may know: nothing of our settings, which hold keys and passwords."""
    return {name: os.environ[name] for name in _FORWARDED if name in os.environ}


def limit_use(*, memory_bytes: int, seconds: int, written_bytes: int = 0) -> None:
    """Bound what this process may use: memory, processor time, bytes written to any file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_way() -> None:
    """Step behind those who read pages; a process that already does stays where it is."""
    current = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(current, GIVES_WAY))
