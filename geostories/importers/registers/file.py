"""A file by its address; a server that keeps count of changes is asked whether there is a new one."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from geostories.importers.registers.asking import Asker, Collected, Register
from geostories.integrations.fetching import FetchFailed


def collect(register: Register, asker: Asker) -> Collected | None:
    """The file as it comes; None if the one we have is the newest. Raises as Asker.get does."""
    conditions = {"If-None-Match": register.etag, "If-Modified-Since": register.last_modified}
    answer = asker.get(
        register.url, headers={name: value for name, value in conditions.items() if value}
    )
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return None
    if not answer.body:
        raise FetchFailed("register_unreadable")
    return Collected(
        unquote(urlsplit(register.url).path).rpartition("/")[2] or "layer",
        answer.body,
        crs=register.crs,
        layer=register.type_name,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
    )
