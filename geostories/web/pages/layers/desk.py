"""What the pages about layers share: the blueprint, the scope, addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, request, url_for

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.integrations.files import FileStore
from geostories.queries.layer_imports import ImportInfo, get_import
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("layers", __name__))


def scope() -> Scope:
    """This municipality's."""
    return Scope.municipality(current().id)


def store() -> FileStore:
    """Where uploaded layers wait."""
    files: FileStore = current_app.extensions["layer_files"]
    return files


def read_id(text: str) -> UUID:
    """The id in an address; raises NotFound when it is none."""
    found = public_id.decode(text)
    if found is None:
        raise NotFound("no_import")
    return found


def import_of(text: str) -> ImportInfo:
    """The import that an address names."""
    with reading(scope()) as session:
        return get_import(session, import_id=read_id(text), municipality_id=current().id)


def desk_url(view: str = "show", **more: Any) -> str:
    """The address of a view of this desk."""
    return url_for(f"layers.{view}", municipality=current().slug, **more)


def import_url(import_id: UUID, view: str = "reading") -> str:
    """The address of a view on an import."""
    return desk_url(view, reading=public_id.encode(import_id))


def wants_json() -> bool:
    """Whether a script of ours asks, and not the browser for a page."""
    return request.accept_mimetypes.best == "application/json"
