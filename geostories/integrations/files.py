"""Files of the installation, by key. Writing is all or nothing: a key never names half a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from obstore.store import LocalStore


class FileStore:
    """Files of one sort under one folder: cleaned photos, or layers that wait to be read in."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(folder)

    def put(self, key: str, content: bytes | IO[bytes]) -> None:
        """Store under `key`, replacing what was there."""
        self._store.put(key, content)

    def get(self, key: str) -> bytes:
        """Read; raises FileNotFoundError when there is no such key."""
        return bytes(self._store.get(key).bytes())

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

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Every key with its time of writing."""
        for batch in self._store.list():
            for item in batch:
                yield item["path"], item["last_modified"]
