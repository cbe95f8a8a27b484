"""The private cluster: real servers in homes of their own, killed, copied, moved and shut out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from geostories.integrations import cluster_folder, private_postgres
from geostories.integrations.private_postgres import Cluster, PrivatePostgresError, ensure_cluster

ENSURE = """
import sys
from pathlib import Path
from geostories.integrations.private_postgres import ensure_cluster
cluster = ensure_cluster(Path(sys.argv[1]))
print(cluster.started, cluster.url())
"""
AS_NOBODY = """
import os
import geostories.integrations.private_postgres
os.setgroups([]), os.setgid(65534), os.setuid(65534)
"""
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be kept apart from itself")


def ask(cluster: Cluster, question: str) -> object:
    engine = sqlalchemy.create_engine(cluster.url())
    with engine.connect() as connection:
        answer = connection.execute(sqlalchemy.text(question)).scalar()
    engine.dispose()
    return answer


def data_folder(cluster: Cluster) -> Path:
    return Path(str(ask(cluster, "show data_directory")))


def server_pid(home: Path) -> int:
    pid = private_postgres.status(home).pid
    assert pid is not None
    return pid


def kill_server(home: Path) -> None:
    os.kill(server_pid(home), signal.SIGKILL)


def call_in_other_process(code: str, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """Make a folder that the database user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="gs "))
    folder.chmod(0o755)
    yield folder
    for pid_file in folder.rglob("postmaster.pid"):
        private_postgres.stop(pid_file.parents[2])
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def home(ground: Path) -> Path:
    """Name a home that a shell would misread; tests in this file share its cluster."""
    return ground / 'o\'brien $HOME "å"'


def test_two_callers_at_once_get_one_server(home: Path) -> None:
    callers = [call_in_other_process(ENSURE, home) for _ in range(2)]
    answers = [caller.communicate()[0].split(maxsplit=1) for caller in callers]
    assert sorted(started for started, _ in answers) == ["False", "True"]
    assert answers[0][1] == answers[1][1]


def test_it_serves_postgis_and_sorts_as_swedes_do(home: Path) -> None:
    cluster = ensure_cluster(home)
    assert str(ask(cluster, "select postgis_lib_version()")).startswith("3")
    letters = "select string_agg(l, '' order by l) from unnest(array['ö', 'å', 'a', 'z', 'ä']) l"
    assert ask(cluster, letters) == "azåäö"


def test_nobody_else_reaches_it(home: Path) -> None:
    cluster = ensure_cluster(home)
    assert ask(cluster, "show listen_addresses") == ""
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_further_database_has_postgis_too(home: Path) -> None:
    cluster = ensure_cluster(home)
    cluster.create_database("further")
    cluster.create_database("further")
    engine = sqlalchemy.create_engine(cluster.url("further"))
    with engine.connect() as connection:
        point = sqlalchemy.text("select st_srid('SRID=3006;POINT(0 0)'::geometry)")
        assert connection.execute(point).scalar() == 3006
    engine.dispose()


def test_it_rises_after_it_was_killed(home: Path) -> None:
    cluster = ensure_cluster(home)
    ask(cluster, "select 1")
    kill_server(home)
    assert ensure_cluster(home).started
    assert ask(cluster, "select 1") == 1


def test_it_rises_after_its_socket_was_swept_away(home: Path) -> None:
    cluster = ensure_cluster(home)
    (cluster.socket_folder / cluster_folder.SOCKET).unlink()
    assert ask(ensure_cluster(home), "select 1") == 1


def test_a_recorded_pid_may_be_another_programs(home: Path) -> None:
    cluster = ensure_cluster(home)
    pid_file = cluster.data / "postmaster.pid"
    recorded = pid_file.read_text()
    kill_server(home)
    with subprocess.Popen(["sleep", "60"]) as other:
        pid_file.write_text(recorded.replace(recorded.split()[0], str(other.pid), 1))
        assert private_postgres.status(home).pid is None
        assert ensure_cluster(home).started
        other.kill()
    assert ask(cluster, "select 1") == 1


def test_a_copied_home_gets_a_server_of_its_own(home: Path, ground: Path) -> None:
    original = ensure_cluster(home)
    subprocess.run(["cp", "-a", home, ground / "copy"], check=True)
    copy = ensure_cluster(ground / "copy")
    assert data_folder(copy) == copy.data
    assert data_folder(original) == original.data
    copy.stop()


def test_a_moved_home_is_served_where_it_is(ground: Path) -> None:
    before = ensure_cluster(ground / "before")
    (ground / "before").rename(ground / "after")
    after = ensure_cluster(ground / "after")
    assert before.data != after.data == data_folder(after)
    after.stop()


def test_stopping_twice_is_as_good_as_once(home: Path) -> None:
    cluster = ensure_cluster(home)
    cluster.stop()
    cluster.stop()
    status = private_postgres.status(home)
    assert status.pid is None
    assert status.version is not None


@pytest.mark.parametrize("spare_bytes", [0, -1])
def test_the_socket_lies_in_the_home_as_long_as_its_name_fits(
    ground: Path, spare_bytes: int
) -> None:
    taken = len(os.fsencode(ground / "pg" / cluster_folder.SOCKET)) + 1
    home = ground / ("x" * (cluster_folder.SOCKET_BYTES - taken - spare_bytes))
    cluster = ensure_cluster(home)
    assert (cluster.socket_folder == home / "pg") == (spare_bytes == 0)
    assert ask(cluster, "select 1") == 1
    cluster.stop()
    if spare_bytes < 0:
        cluster.socket_folder.chmod(0o755)
        with pytest.raises(PrivatePostgresError, match="alone"):
            ensure_cluster(home)
        shutil.rmtree(cluster.socket_folder)


@only_root
def test_a_home_that_postgres_may_not_enter_has_its_cluster_elsewhere(ground: Path) -> None:
    closed = ground / "closed"
    closed.mkdir(mode=0o700)
    cluster = ensure_cluster(closed / "home")
    assert cluster.data.is_relative_to(cluster_folder.ELSEWHERE)
    assert str(cluster.data.parent) in (closed / "home" / cluster_folder.NOTE).read_text()
    assert ask(cluster, "select 1") == 1
    cluster.stop()
    (closed / "home").rename(ground / "opened")
    with pytest.raises(PrivatePostgresError, match="moved or copied"):
        ensure_cluster(ground / "opened")
    shutil.rmtree(cluster.data.parent)


@only_root
def test_an_ordinary_user_runs_it_as_themselves_and_root_after_them(ground: Path) -> None:
    folder = ground / "nobody"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    answer, _ = call_in_other_process(AS_NOBODY + ENSURE, folder / "home").communicate()
    assert answer.startswith("True")
    assert (folder / "home" / "pg").stat().st_uid == 65534
    kill_server(folder / "home")
    assert ensure_cluster(folder / "home").started
    assert Path(f"/proc/{server_pid(folder / 'home')}").stat().st_uid == 65534
    private_postgres.stop(folder / "home")


@only_root
def test_a_user_is_told_that_a_home_is_anothers(home: Path) -> None:
    ensure_cluster(home)
    caller = subprocess.run(
        [sys.executable, "-c", AS_NOBODY + ENSURE, home], stderr=subprocess.PIPE, text=True
    )
    assert "PrivatePostgresError" in caller.stderr.splitlines()[-1]
    assert "GEOSTORIES_HOME" in caller.stderr.splitlines()[-1]
