"""Files of layers that an editor sent: stored until somebody has decided, unpacked to be read."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from geostories.errors import InvalidInput

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore

LONGEST_NAME = 80


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name there, and its bytes."""

    name: str
    content: IO[bytes]


def keep(uploads: Sequence[Upload], *, store: FileStore) -> tuple[str, str]:
    """Store what was sent; answers its name and its key.

    Several files are the parts of a Shapefile and are kept as one archive. Raises InvalidInput.
    """
    named = {plain_name(upload.name): upload.content for upload in uploads if upload.name}
    if not named:
        raise InvalidInput("layer_file_missing", field="files")
    key = uuid4().hex
    if len(named) == 1:
        ((name, content),) = named.items()
        store.put(key, content)
        return name, key
    main = next((name for name in named if name.lower().endswith(".shp")), None)
    if main is None:
        raise InvalidInput("layer_files_unrelated", field="files")
    with tempfile.TemporaryFile() as archive:
        _pack(named, archive)
        store.put(key, archive)
    return f"{PurePosixPath(main).stem}.zip", key


@contextmanager
def unpacked(name: str, key: str, *, store: FileStore) -> Iterator[Path]:
    """The stored file under the name it had, for as long as the block lasts.

    Raises FileNotFoundError when it has been swept.
    """
    with tempfile.TemporaryDirectory(prefix="layer-") as folder:
        file = Path(folder) / plain_name(name)
        store.copy(key, file)
        yield file


def plain_name(name: str) -> str:
    """The last part of a path, printable, no longer than one line; its ending stays."""
    last = PurePosixPath(name.replace("\\", "/")).name
    line = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "layer"
    return line[-LONGEST_NAME:]


def _pack(named: dict[str, IO[bytes]], archive: IO[bytes]) -> None:
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in named.items():
            with packed.open(name, "w") as part:
                shutil.copyfileobj(content, part)
    archive.seek(0)
