"""Where the private cluster lies, whose it is, and who may enter there."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_BYTES = 107  # sun_path of unix(7) is 108 bytes with its closing zero
ELSEWHERE = Path("/var/lib/geostories")
NOTE = "CLUSTER-IS-ELSEWHERE.txt"


class PrivatePostgresError(Exception):
    """Says in one sentence what is wrong with the private cluster and what to do."""


@dataclass(frozen=True)
class ClusterFolder:
    """Where the cluster lies, and the OS user who runs it (None: the caller)."""

    folder: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def version(self) -> str | None:
        file = self.data / "PG_VERSION"
        return file.read_text().strip() if file.exists() else None

    @property
    def owner(self) -> tuple[int, int]:
        """Ids of the user and the group who own the folder."""
        if self.user is None:
            return os.geteuid(), os.getegid()
        account = _account(self.user)
        return account.pw_uid, account.pw_gid


def _account(user: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(user)
    except KeyError as error:
        raise PrivatePostgresError(
            f"There is no OS user {user}, so PostgreSQL is not installed: run scripts/setup.sh."
        ) from error


def locate(home: Path) -> ClusterFolder:
    """Find the cluster's folder: in the home, or elsewhere if `postgres` may not enter that."""
    inside = home / "pg"
    if os.geteuid() != 0:
        return ClusterFolder(inside, None)
    elsewhere = ELSEWHERE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    for folder in (inside, elsewhere):
        if (folder / "data" / "PG_VERSION").exists():
            return _enterable(ClusterFolder(folder, _owner_name(folder / "data")))
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    return ClusterFolder(inside if _may_enter(existing, "postgres") else elsewhere, "postgres")


def _owner_name(folder: Path) -> str:
    """Tell whose a cluster is: one that an ordinary user made runs as that user under root too."""
    owner = folder.stat().st_uid
    return pwd.getpwuid(owner).pw_name if owner else "postgres"


def _enterable(place: ClusterFolder) -> ClusterFolder:
    if not _may_enter(place.folder, place.user):
        raise PrivatePostgresError(
            f"The user {place.user} may no longer enter {place.folder}: "
            "allow it on the folders above (chmod o+x), or set another GEOSTORIES_HOME."
        )
    return place


def _may_enter(folder: Path, user: str | None) -> bool:
    return as_user(user, ["test", "-x", str(folder)]).returncode == 0


def make_private(folder: Path, place: ClusterFolder) -> None:
    """Make `folder` for the cluster's user alone; refuse one that is anybody else's."""
    user, group = place.owner
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        os.chown(folder, user, group, follow_symlinks=False)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077:
        raise PrivatePostgresError(
            f"{folder} is not a folder of {pwd.getpwuid(user).pw_name} alone (mode 700): "
            "run as its owner, or set another GEOSTORIES_HOME."
        )


def note_elsewhere(home: Path, place: ClusterFolder) -> None:
    """Say in the home where its cluster lies, if that is not in the home.

    A note that names another folder came with a home that was moved or copied: an empty database
    beside its media would pass for the whole.
    """
    note = home / NOTE
    if note.exists() and str(place.folder) not in note.read_text():
        raise PrivatePostgresError(
            f"{note} names another folder than {place.folder}, so this home was moved or copied: "
            "rename that folder to this one, or remove the note to begin with an empty database."
        )
    if place.folder.parent == home:
        return
    ELSEWHERE.mkdir(parents=True, exist_ok=True)
    ELSEWHERE.chmod(0o755)  # whatever root's umask is
    note.write_text(
        f"The database of this folder lies in {place.folder}:\n"
        f"the user {place.user}, who runs it, may not enter {home}.\n"
    )


def choose_socket_folder(place: ClusterFolder, home: Path) -> Path:
    """Choose a folder whose name leaves room for a socket and is one host to libpq (no comma)."""
    name = f"geostories-{place.owner[0]}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    choices = [place.folder, Path(tempfile.gettempdir(), name)]
    if runtime and place.user is None:  # root's own folder is closed to postgres
        choices.insert(1, Path(runtime, name))
    for folder in choices:
        fits = len(os.fsencode(folder / SOCKET)) <= SOCKET_BYTES and "," not in str(folder)
        if fits and (folder == place.folder or _may_enter(folder.parent, place.user)):
            make_private(folder, place)
            return folder
    raise PrivatePostgresError(
        f"No folder is short enough for a socket (tried {', '.join(map(str, choices))}): "
        "set GEOSTORIES_HOME or TMPDIR to a shorter path without a comma."
    )


def as_user(
    user: str | None, command: list[str], *, folder: Path = Path("/"), data: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `command` as `user`, without the caller's PG* variables and locale."""
    if user is not None:
        group = _account(user).pw_gid
        command = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", *command]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    if data is not None:
        environment["PGDATA"] = str(data)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
