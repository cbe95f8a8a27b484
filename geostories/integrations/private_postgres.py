"""A private PostGIS under the home: made, started and stopped by plain functions.

It listens on a Unix socket only, in a folder that none but its own OS user may enter; that is why
it can trust whoever connects. A caller who is root runs it as the user `postgres`.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from geostories.integrations.cluster_folder import (
    PORT,
    SOCKET,
    ClusterFolder,
    as_user,
    choose_socket_folder,
    locate,
    make_private,
    note_elsewhere,
)
from geostories.integrations.cluster_folder import PrivatePostgresError as PrivatePostgresError

DATABASE = "geostories"
SUPERUSER = "geostories"
PROGRAMS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
PATIENCE_SECONDS = 60  # a server that was killed first repairs its data
SESSIONS_REMAIN = """
for process in /proc/[0-9]*; do
  if [ "$process/cwd" -ef "$0" ] && [ "$(cat "$process/comm")" = postgres ]; then exit 0; fi
done
exit 1
"""
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "jit": "off",
    "random_page_cost": "1.1",
}


@dataclass(frozen=True)
class Cluster:
    """A running private cluster; `started` tells whether this call started it."""

    home: Path
    data: Path
    socket_folder: Path
    started: bool

    def url(self, database: str = DATABASE) -> str:
        """Return the address of `database` for SQLAlchemy."""
        host = quote(str(self.socket_folder))
        return f"postgresql+psycopg://{SUPERUSER}@/{quote(database)}?host={host}&port={PORT}"

    def create_database(self, name: str) -> None:
        """Create `name` with PostGIS in it; nothing happens if it is there."""
        with _locked(self.home):
            _create_database(self.socket_folder, name)

    def stop(self) -> None:
        """Stop the server; open connections are ended, transactions rolled back."""
        stop(self.home)


@dataclass(frozen=True)
class Status:
    """What `doctor` tells: `version` is None before the first start, `pid` while not running."""

    data: Path
    log: Path
    version: str | None
    pid: int | None


def ensure(home: Path) -> str:
    """Return the address of the database `geostories` in the home's cluster, started if needed."""
    return ensure_cluster(home).url()


def ensure_cluster(home: Path) -> Cluster:
    """Make and start the home's cluster unless it is there; safe for several callers at once."""
    with _locked(home) as home:
        place = locate(home)
        note_elsewhere(home, place)
        make_private(place.folder, place)
        if place.version is None:
            _initialise(place)
        socket_folder = _serving(place)
        started = socket_folder is None
        if socket_folder is None:
            socket_folder = _start(place, home)
        _create_database(socket_folder, DATABASE)
        return Cluster(home, place.data, socket_folder, started)


def stop(home: Path) -> None:
    """Stop the home's cluster; nothing happens if it does not run."""
    with _locked(home) as home:
        place = locate(home)
        if _server_pid(place):
            _stop(place)


def status(home: Path) -> Status:
    """Tell how the home's cluster is, without changing anything."""
    with _readable():
        place = locate(home.resolve())
        return Status(place.data, place.log, place.version, _server_pid(place))


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise PrivatePostgresError(
            f"{error.filename} belongs to another user: run as that user, "
            "or set GEOSTORIES_HOME to a folder of your own."
        ) from error


@contextmanager
def _locked(home: Path) -> Iterator[Path]:
    """Hold the home's lock: one caller at a time makes, starts or stops."""
    with _readable():
        home.mkdir(parents=True, exist_ok=True)
        home = home.resolve()
        descriptor = os.open(home / ".cluster.lock", os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield home
        finally:
            os.close(descriptor)


# --- its programs --------------------------------------------------------------------------------


def find_programs(version: str | None = None) -> Path:
    """Return the folder of PostgreSQL's programs: of `version`, or the newest with PostGIS."""
    found = [
        control.parts[-3]
        for control in EXTENSIONS.glob("*/extension/postgis.control")
        if (PROGRAMS / control.parts[-3] / "bin" / "initdb").exists()
    ]
    if version is not None and version not in found:
        raise PrivatePostgresError(
            f"The cluster was made by PostgreSQL {version}, which is no longer installed: "
            f"install postgresql-{version}-postgis-3, or move the cluster away."
        )
    if not found:
        raise PrivatePostgresError("PostGIS is not installed: run scripts/setup.sh.")
    return PROGRAMS / (version or max(found, key=int)) / "bin"


def _postgres(
    place: ClusterFolder, program: str, *arguments: str, data: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs; the data folder goes by PGDATA.

    pg_ctl hands `-D` and `-l` to a shell between plain double quotes, so that a `$` in a path
    would be read there; PGDATA and a log named from the working folder are not.
    """
    command = [str(find_programs(place.version) / program), *arguments]
    return as_user(place.user, command, folder=place.folder, data=data or place.data)


def _initialise(place: ClusterFolder) -> None:
    # Renamed when whole; the initdb of a caller who was killed may still be at work in its own.
    for remains in place.folder.glob("data.*.new"):
        shutil.rmtree(remains, ignore_errors=True)
    fresh = place.folder / f"data.{os.getpid()}.new"
    locale = ["--locale-provider=icu", "--icu-locale=sv-SE", "--locale=C.UTF-8", "--encoding=UTF8"]
    result = _postgres(place, "initdb", "-U", SUPERUSER, "-A", "trust", "-N", *locale, data=fresh)
    if result.returncode:
        raise PrivatePostgresError(f"initdb in {place.folder} failed: {_last_line(result.stderr)}")
    fresh.rename(place.data)


def _start(place: ClusterFolder, home: Path) -> Path:
    """Start the server; return its socket folder."""
    socket_folder = choose_socket_folder(place, home)
    _clear_wreck(place, socket_folder)
    listed = str(socket_folder).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{listed}"'}
    options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
    before = place.log.stat().st_size if place.log.exists() else 0
    wait = ["-w", "-t", str(PATIENCE_SECONDS)]
    result = _postgres(place, "pg_ctl", "start", *wait, "-l", place.log.name, "-o", options)
    if result.returncode:
        logged = place.log.read_bytes()[before:] if place.log.exists() else b""
        reason = _last_line(logged.decode(errors="replace") or result.stderr, having="FATAL")
        raise PrivatePostgresError(f"PostgreSQL did not start, see {place.log}: {reason}")
    return socket_folder


def _stop(place: ClusterFolder) -> None:
    result = _postgres(place, "pg_ctl", "stop", "-m", "fast", "-w", "-t", str(PATIENCE_SECONDS))
    if result.returncode and _server_pid(place):
        raise PrivatePostgresError(
            f"PostgreSQL did not stop, see {place.log}: {_last_line(result.stderr)}"
        )


def _last_line(text: str, *, having: str = "") -> str:
    lines = [line for line in text.splitlines() if having in line] or text.splitlines()
    return lines[-1].strip() if lines else "no reason given"


# --- does it run ---------------------------------------------------------------------------------


def _recorded(place: ClusterFolder) -> tuple[int, Path] | None:
    """Read pid and socket folder that the last server wrote down; it may be long gone."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), Path(lines[4])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _server_pid(place: ClusterFolder) -> int | None:
    """Return the running server's pid.

    The recorded pid may belong to another program by now, or to the server of a home that this
    one was copied from; only our server works in our data folder. Asked as the server's user,
    since root in a container may not look into other users' processes.
    """
    recorded = _recorded(place)
    if recorded is None:
        return None
    same = ["test", f"/proc/{recorded[0]}/cwd", "-ef", str(place.data)]
    return recorded[0] if as_user(place.user, same).returncode == 0 else None


def _serving(place: ClusterFolder) -> Path | None:
    """Return the socket folder of the running server once it answers; None if none runs."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while _server_pid(place) and (recorded := _recorded(place)):
        folder = recorded[1]
        answer = _postgres(place, "pg_isready", "-q", "-h", str(folder), "-p", str(PORT))
        if answer.returncode == 0:
            make_private(folder, place)
            return folder
        rejecting = answer.returncode == 1  # it is starting, repairing or stopping
        if not rejecting or time.monotonic() > limit:
            _stop(place)  # its socket was swept away, or the home was moved
        time.sleep(0.2)
    return None


def _clear_wreck(place: ClusterFolder, socket_folder: Path) -> None:
    """Remove what a killed server left and a new one would stumble on.

    PostgreSQL takes any living process for the server that postmaster.pid records: one that was
    given the same pid later, the server of the home this one was copied from, or, in a container
    without an init process, the killed server itself that nobody has buried.
    """
    for name in (SOCKET, f"{SOCKET}.lock"):
        (socket_folder / name).unlink(missing_ok=True)
    recorded = _recorded(place)
    if recorded is None:
        return
    _await_last_sessions(place)
    if Path(f"/proc/{recorded[0]}").exists():
        (place.data / "postmaster.pid").unlink(missing_ok=True)


def _await_last_sessions(place: ClusterFolder) -> None:
    """Wait for busy sessions of a killed server: they live until they look up from their work."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while as_user(place.user, ["sh", "-c", SESSIONS_REMAIN, str(place.data)]).returncode == 0:
        if time.monotonic() > limit:
            raise PrivatePostgresError(
                f"Sessions of a killed server are still at work in {place.data}: end them first."
            )
        time.sleep(0.2)


# --- databases -----------------------------------------------------------------------------------


def _connect(socket_folder: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(socket_folder), port=PORT, user=SUPERUSER, dbname=database, autocommit=True
    )


def _create_database(socket_folder: Path, name: str) -> None:
    with _connect(socket_folder, "postgres") as connection:
        there = "select 1 from pg_database where datname = %s"
        if connection.execute(there, [name]).fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with _connect(socket_folder, name) as connection:
        connection.execute("create extension if not exists postgis")
