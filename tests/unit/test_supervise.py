"""Children of `make run`: started, watched and stopped together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SUPERVISOR = """
import sys
from geostories import supervise
supervise.GRACE_SECONDS = 0.5
children = [supervise.Child(f"child {n}", ["sh", "-c", c]) for n, c in enumerate(sys.argv[1:])]
sys.exit(supervise.supervise(children, on_stop=lambda: print("stopped", flush=True)))
"""


def start(*commands: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, *commands],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def writes_its_pid(file: Path) -> str:
    return f"echo $$ > '{file}.new' && mv '{file}.new' '{file}' && exec sleep 60"


def wait_for(file: Path) -> int:
    limit = time.monotonic() + 10
    while not file.exists():
        assert time.monotonic() < limit, "the child did not start"
        time.sleep(0.02)
    return int(file.read_text())


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children_and_counts_as_success(
    tmp_path: Path, number: signal.Signals
) -> None:
    supervisor = start(writes_its_pid(tmp_path / "a"), writes_its_pid(tmp_path / "b"))
    pids = [wait_for(tmp_path / "a"), wait_for(tmp_path / "b")]
    supervisor.send_signal(number)
    assert supervisor.communicate()[0] == "stopped\n"
    assert supervisor.returncode == 0
    assert not any(lives(pid) for pid in pids)


@pytest.mark.parametrize(
    ("end", "status"), [("exit 3", 3), ("exit 0", 1), ("kill -KILL $$", 128 + signal.SIGKILL)]
)
def test_when_one_ends_the_rest_are_stopped_and_its_status_is_told(
    tmp_path: Path, end: str, status: int
) -> None:
    ready = f"until [ -e '{tmp_path}/a' ]; do sleep 0.02; done"
    supervisor = start(writes_its_pid(tmp_path / "a"), f"{ready}; {end}")
    output, errors = supervisor.communicate()
    assert supervisor.returncode == status
    assert output == "stopped\n"
    assert "child 1 ended" in errors
    assert not lives(wait_for(tmp_path / "a"))


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(tmp_path: Path) -> None:
    grandchild = tmp_path / "grandchild.sh"
    grandchild.write_text(writes_its_pid(tmp_path / "a"))
    supervisor = start(f"trap '' TERM; sh '{grandchild}' & wait")
    pid = wait_for(tmp_path / "a")
    supervisor.send_signal(signal.SIGTERM)
    supervisor.communicate()
    assert not lives(pid)


def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = start(writes_its_pid(tmp_path / "a"))
    child = wait_for(tmp_path / "a")
    supervisor.kill()
    supervisor.communicate()
    limit = time.monotonic() + 5
    while lives(child) and time.monotonic() < limit:
        time.sleep(0.02)
    assert not lives(child)
