"""Files of the installation, by key: on disk, or in a store that speaks S3.

Writing is all or nothing: a key never names half a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from obstore.store import LocalStore, S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

    from geostories.config import Settings

Sort = Literal["media", "imports", "uploads", "exports", "erasures"]
"""Photos and recordings, layers that wait to be read in, what comes in parts, copies that people have
ordered of what is kept about them, the ledger of what was erased."""


class FileStore:
    """Files of one sort."""

    def __init__(self, store: LocalStore | S3Store) -> None:
        self._store = store

    def put(self, key: str, content: bytes | IO[bytes]) -> None:
        """Store under `key`, replacing what was there."""
        self._store.put(key, content)

    def get(self, key: str) -> bytes:
        """Read; raises FileNotFoundError when there is no such key."""
        return bytes(self._store.get(key).bytes())

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        try:
            self._store.head(key)
        except FileNotFoundError:
            return False
        return True

    def copy(self, key: str, target: Path) -> None:
        """Write it to a file, piece by piece; raises FileNotFoundError when there is no such key."""
        found = self._store.get(key)
        with target.open("xb") as file:
            for piece in found.stream():
                file.write(piece)

    def delete(self, key: str) -> None:
        """Remove; what is gone already stays gone."""
        try:
            self._store.delete(key)
        except FileNotFoundError:
            return

    def list(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        """Every key, or those in a folder, with its time of writing."""
        for batch in self._store.list(folder or None):
            for item in batch:
                yield item["path"], item["last_modified"]


def open_files(settings: Settings, sort: Sort) -> FileStore:
    """The files of a sort: in the bucket that the settings name, else under the home."""
    if settings.s3_bucket:
        return FileStore(_open_bucket(settings, sort))
    folder = settings.home / sort
    folder.mkdir(parents=True, exist_ok=True)
    return FileStore(LocalStore(folder))


def _open_bucket(settings: Settings, sort: Sort) -> S3Store:
    config: S3Config = {
        "region": settings.s3_region,
        "access_key_id": settings.s3_access_key,
        "secret_access_key": settings.s3_secret_key,
    }
    if settings.s3_endpoint:  # a server of one's own has no host name for every bucket
        config["endpoint"] = settings.s3_endpoint
        config["virtual_hosted_style_request"] = False
    is_plain = settings.s3_endpoint.startswith("http://")
    options: ClientConfig = {"allow_http": is_plain}
    return S3Store(settings.s3_bucket, prefix=sort, config=config, client_options=options)
