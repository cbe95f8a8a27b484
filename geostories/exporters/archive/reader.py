"""Opening a package again: is all there, and is it what was packed? Knows nothing of our tables."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from geostories.exporters.archive.mets import CHECKSUM, DESCRIPTION, METS, XLINK

FILE = f"{{{METS}}}file"
PLACE = f"{{{METS}}}FLocat"


@dataclass
class Opened:
    """How many files were right, what was wrong, and what the files themselves hold."""

    files: int = 0
    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is missing, changed, or there without being described."""
        return not self.faults


def open_package(file: IO[bytes] | str) -> Opened:
    """Compare every file with its description, then count what is in them."""
    opened = Opened()
    try:
        with zipfile.ZipFile(file) as package:
            _compare(package, opened)
            if opened.is_sound:
                opened.counts = _count(package)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError) as error:
        opened.faults.append(f"the package cannot be read: {type(error).__name__}")
    except (EOFError, RuntimeError, NotImplementedError) as error:
        opened.faults.append(f"the package is damaged: {type(error).__name__}")
    return opened


def _compare(package: zipfile.ZipFile, opened: Opened) -> None:
    root = ElementTree.fromstring(package.read(DESCRIPTION))  # noqa: S314 (our own; expat holds)
    there = set(package.namelist()) - {DESCRIPTION}
    described: set[str] = set()
    for each in root.iter(FILE):
        place = each.find(PLACE)
        path = place.get(f"{{{XLINK}}}href", "").removeprefix("file:") if place is not None else ""
        described.add(path)
        if path not in there:
            opened.faults.append(f"{path} is missing")
            continue
        try:
            content = package.read(path)
        except zipfile.BadZipFile:
            opened.faults.append(f"{path} is damaged")
            continue
        digest = hashlib.sha256(content).hexdigest()
        if each.get("CHECKSUMTYPE") != CHECKSUM or each.get("CHECKSUM") != digest:
            opened.faults.append(f"{path} is not what was packed")
        elif each.get("SIZE") != str(len(content)):
            opened.faults.append(f"{path} has another size")
        else:
            opened.files += 1
    opened.faults += [f"{path} is not described" for path in sorted(there - described)]


def _count(package: zipfile.ZipFile) -> dict[str, int]:
    """What the files of the cases and of the log hold, counted anew."""
    names = [
        name
        for name in package.namelist()
        if name.startswith("content/cases/") and name.endswith(".json")
    ]
    papers: Counter[str] = Counter()
    for name in names:
        papers.update(paper["kind"] for paper in json.loads(package.read(name))["papers"])
    log = json.loads(package.read("content/log.json"))
    return {"cases": len(names), "log": len(log)} | dict(sorted(papers.items()))
