"""Making the file with all that is kept about a person."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template
from flask_babel import force_locale

from geostories.domain import data_exports, photos, recordings
from geostories.domain.transaction import Scope, transaction
from geostories.queries.memberships import find_recipient
from geostories.queries.personal_data import list_files, list_kinds, schema_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from geostories.config import Settings
    from geostories.integrations.files import FileStore


def make(export_id: UUID, *, settings: Settings, media: FileStore, exports: FileStore) -> None:
    """Make the file and say so by mail; what is made already, or nobody's any more, is left.

    The file first, the row second: a crash between them leaves a file that the sweeper takes.
    """
    with transaction(Scope.operator()) as session, tempfile.TemporaryDirectory() as folder:
        export = data_exports.lock(session, export_id=export_id)
        if export is None:
            return
        recipient = find_recipient(session, user_id=export.owner_id)
        if recipient is None:
            return
        file = Path(folder) / "export.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
            _write_rows(session, export.owner_id, into)
            _write_files(session, export.owner_id, into, media)
            with force_locale(recipient.language):
                into.writestr("README.txt", render_template("exports/readme.txt"))
        with file.open("rb") as content:
            exports.put(data_exports.key(export_id), content)
        size = file.stat().st_size
        data_exports.finish(session, export, size=size, days=settings.export_days)


def _write_rows(session: Session, person_id: UUID, into: zipfile.ZipFile) -> None:
    for kind, rows in list_kinds(session, person_id=person_id):
        into.writestr(f"data/{kind}.json", _json(rows))
        into.writestr(f"schema/{kind}.json", _json(schema_of(kind)))


def _write_files(
    session: Session, person_id: UUID, into: zipfile.ZipFile, media: FileStore
) -> None:
    """The largest size of each photo, as it was kept; a file that is gone is left out."""
    shown, heard = list_files(session, person_id=person_id)
    named = [(photos.key(each, "full"), f"photos/{each}.webp") for each in shown]
    named += [(recordings.key(each), f"recordings/{each}.m4a") for each in heard]
    for key, name in named:
        if media.has(key):
            into.writestr(name, media.get(key), zipfile.ZIP_STORED)


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        return f"{value.isoformat()}Z"  # Flask-Security keeps naive UTC
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
