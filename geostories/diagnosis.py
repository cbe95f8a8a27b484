"""What `geostories doctor` looks at, in words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from geostories.config import Settings, resource
from geostories.database import Database
from geostories.domain import photos, recordings
from geostories.domain.readiness import find_trouble
from geostories.domain.transaction import Scope, reading
from geostories.integrations import malware_scan
from geostories.integrations.base_maps import BaseMapsUnreadable, list_base_maps
from geostories.integrations.files import open_files
from geostories.integrations.malware_scan import Infected, NoVerdict

LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    is_well: bool
    words: str


def diagnose(settings: Settings, database: Database, migrations: str) -> Iterator[Finding]:
    """Look at everything an operator would."""
    yield _writable(settings)
    yield _disk(settings)
    yield _vendored()
    yield _base_maps(settings)
    yield _scanner(settings)
    trouble = find_trouble(migrations)
    if trouble == "database":
        yield Finding(
            False, "The database does not answer. Is it running, and is the address right?"
        )
        return
    yield Finding(
        not trouble,
        "Migrations are up to date."
        if not trouble
        else "Migrations lag behind. Run: geostories db upgrade",
    )
    yield from _roles(database)
    yield _media(settings)


def _writable(settings: Settings) -> Finding:
    well = settings.home.is_dir() and os.access(settings.home, os.W_OK)
    return Finding(
        well,
        f"The home {settings.home} can be written."
        if well
        else f"The home {settings.home} cannot be written. Check its owner.",
    )


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.home if settings.home.exists() else ".").free
    return Finding(free > LOW_DISK_BYTES, f"{free // 10**9} GB free beside the home.")


def _vendored() -> Finding:
    well = (resource("static") / "vendor" / "leaflet" / "leaflet.js").exists()
    return Finding(
        well,
        "Front-end files are in place."
        if well
        else "static/vendor is empty. Run: scripts/setup.sh",
    )


def _base_maps(settings: Settings) -> Finding:
    try:
        count = len(list_base_maps(settings.base_maps_file))
    except BaseMapsUnreadable as error:
        return Finding(False, f"The real base maps cannot be understood. {error}")
    return Finding(
        True, f"{count} real base maps are described." if count else "The quiet map only."
    )


def _scanner(settings: Settings) -> Finding:
    if not settings.scan_command:
        return Finding(True, "No malware scanner is set; pictures and sound are made anew anyhow.")
    try:
        malware_scan.scan(b"Nothing harmful.", settings)
    except NoVerdict:
        return Finding(
            False, "The malware scanner does not answer: no picture is taken in until it does."
        )
    except Infected:
        return Finding(False, "The malware scanner finds something in a harmless sentence.")
    return Finding(True, "The malware scanner answers.")


def _roles(database: Database) -> Iterator[Finding]:
    query = text("""
        SELECT rolsuper OR rolbypassrls,
               EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public')
        FROM pg_roles WHERE rolname = current_user""")
    try:
        with database.engine.connect() as connection:
            all_powerful, owns = connection.execute(query).one()
    except SQLAlchemyError as error:
        yield Finding(
            False, f"The app's role cannot be entered: {error}. Run: geostories db upgrade"
        )
        return
    yield Finding(
        not all_powerful,
        "The app's role is bound by row-level security."
        if not all_powerful
        else "The app's role is superuser or bypasses row-level security. Give it a plain role.",
    )
    yield Finding(
        not owns,
        "The app's role owns no table."
        if not owns
        else "The app's role owns tables. Let another login own the schema.",
    )


def _media(settings: Settings) -> Finding:
    with reading(Scope.operator()) as session:
        store = open_files(settings, "media")
        missing = photos.list_missing(session, store=store)
        missing += recordings.list_missing(session, store=store)
    return Finding(
        not missing,
        "Every photo and recording has its files."
        if not missing
        else f"{len(missing)} files are missing, the first: {missing[0]}",
    )
