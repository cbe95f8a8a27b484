"""Tiles of a real base map: asked for once, then kept on disk."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geostories.integrations.base_maps import BaseMap
from geostories.integrations.fetching import FetchFailed, FetchRefused, fetch

if TYPE_CHECKING:
    from geostories.config import Settings

logger = logging.getLogger(__name__)

KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
"""First bytes of what may be a tile; a page that says sorry is none."""

REST_SECONDS = 60
"""A source that failed is left alone so long: visitors see the quiet map meanwhile, at once."""

_resting: dict[str, float] = {}
_asking = threading.BoundedSemaphore(2)
PATIENCE_SECONDS = 1
"""Two threads of a process ask at a time, others wait so long: they have pages to serve."""


class NoTile(Exception):
    """There is no tile to be had just now; the quiet map shows through."""


@dataclass(frozen=True)
class Tile:
    """A picture of 256 pixels, or 512."""

    body: bytes
    mimetype: str


def get_tile(base_map: BaseMap, z: int, x: int, y: int, *, settings: Settings) -> Tile:
    """The tile from the cache, or from its source; an old one if the source is away.

    x and y as in XYZ addresses (y from the north). Raises NoTile.
    """
    file = _file(base_map, z, x, y, settings)
    kept, is_fresh = _kept(file, settings)
    if kept and is_fresh:
        return kept
    try:
        body = _ask(base_map, z, x, y, settings)
    except NoTile:
        if kept:
            return kept
        raise
    _keep(file, body)
    return Tile(body, _kind(body))


def _file(base_map: BaseMap, z: int, x: int, y: int, settings: Settings) -> Path:
    source = hashlib.sha256(base_map.url.encode()).hexdigest()[:16]
    return settings.home / "tiles" / source / str(z) / str(x) / str(y)


def _kept(file: Path, settings: Settings) -> tuple[Tile | None, bool]:
    try:
        age = time.time() - file.stat().st_mtime
        body = file.read_bytes()
    except OSError:
        return None, False
    return Tile(body, _kind(body)), age < settings.tile_days * 86_400


def _ask(base_map: BaseMap, z: int, x: int, y: int, settings: Settings) -> bytes:
    if time.monotonic() < _resting.get(base_map.url, 0):
        raise NoTile
    if not _asking.acquire(timeout=PATIENCE_SECONDS):
        raise NoTile
    try:
        answer = fetch(
            base_map.tile_url(z, x, y),
            settings=settings,
            most_bytes=settings.tile_bytes,
            seconds=settings.tile_seconds,
        )
    except (FetchFailed, FetchRefused) as error:
        _rest(base_map, type(error).__name__)
        raise NoTile from None
    finally:
        _asking.release()
    if answer.status != 200 or not _kind(answer.body):
        if answer.status not in {204, 404}:  # those say: nothing drawn here
            _rest(base_map, str(answer.status))
        raise NoTile
    return answer.body


def _rest(base_map: BaseMap, why: str) -> None:
    """Leave the source alone for a while. The log names no tile: that is where somebody looks."""
    logger.warning("Base map %s does not answer: %s", base_map.slug, why)
    _resting[base_map.url] = time.monotonic() + REST_SECONDS


def _kind(body: bytes) -> str:
    return next((kind for magic, kind in KINDS.items() if body.startswith(magic)), "")


def _keep(file: Path, body: bytes) -> None:
    """Write it whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    fresh.write_bytes(body)
    fresh.replace(file)


def sweep(settings: Settings) -> int:
    """Remove the tiles unused longest until the cache is within its size; answers how many."""
    found = sorted(
        (entry.stat().st_mtime, entry.stat().st_size, Path(entry.path))
        for folder, _, names in os.walk(settings.home / "tiles")
        for entry in os.scandir(folder)
        if names and entry.is_file()
    )
    too_much = sum(size for _, size, _ in found) - settings.tile_cache_mb * 1_000_000
    removed = 0
    for _, size, path in found:
        if too_much <= 0:
            break
        path.unlink(missing_ok=True)
        too_much -= size
        removed += 1
    return removed
