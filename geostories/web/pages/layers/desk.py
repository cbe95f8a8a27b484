"""What the pages about layers share: the blueprint, the files, addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, url_for

from geostories import public_id
from geostories.domain.transaction import reading
from geostories.integrations.files import FileStore
from geostories.queries.layer_imports import ImportInfo, get_import
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope

blueprint = of_municipality(Blueprint("layers", __name__))


def store() -> FileStore:
    """Where uploaded layers wait."""
    files: FileStore = current_app.extensions["layer_files"]
    return files


def import_of(text: str) -> ImportInfo:
    """The import that an address names."""
    with reading(scope()) as session:
        return get_import(
            session, import_id=read_id(text, "no_import"), municipality_id=current().id
        )


def desk_url(view: str = "show", **more: Any) -> str:
    """The address of a view of this desk."""
    return url_for(f"layers.{view}", municipality=current().slug, **more)


def import_url(import_id: UUID, view: str = "reading") -> str:
    """The address of a view on an import."""
    return desk_url(view, reading=public_id.encode(import_id))
