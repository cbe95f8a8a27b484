"""The description of a package: METS as Riksarkivet's FGS Paketstruktur has it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.etree.ElementTree import Element, register_namespace

from geostories.exporters.described import document, put

METS, XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PROFILE = "http://xml.ra.se/METS/RA_METS_eARD.xml"
DESCRIPTION = "mets.xml"
CHECKSUM = "SHA-256"

register_namespace("mets", METS)
register_namespace("xlink", XLINK)
register_namespace("xsi", XSI)


@dataclass(frozen=True)
class Held:
    """A file of the package."""

    path: str
    media_type: str
    content: bytes

    @property
    def checksum(self) -> str:
        """SHA-256 in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Label:
    """What stands on the package: its id, whose archive it is, what is in it, when it was made."""

    id: UUID
    archivist: str
    title: str
    made_at: datetime
    software: str = "GeoStories"


def describe(label: Label, files: Sequence[Held]) -> bytes:
    """The METS document."""
    at = label.made_at.isoformat(timespec="seconds")
    root = Element(
        f"{{{METS}}}mets",
        {
            f"{{{XSI}}}schemaLocation": f"{METS} http://xml.ra.se/METS/CSPackageMETS.xsd",
            "OBJID": f"UUID:{label.id}",
            "LABEL": label.title,
            "TYPE": "ERMS",
            "PROFILE": PROFILE,
        },
    )
    header = put(root, f"{{{METS}}}metsHdr", CREATEDATE=at, RECORDSTATUS="NEW")
    _agent(header, label.archivist, ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    _agent(header, label.software, ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    group = put(put(root, f"{{{METS}}}fileSec"), f"{{{METS}}}fileGrp", USE="FGS")
    structure = put(root, f"{{{METS}}}structMap", TYPE="physical")
    whole = put(structure, f"{{{METS}}}div", LABEL=label.title)
    for number, held in enumerate(files):
        _file(group, held, f"file-{number}", at)
        put(
            put(whole, f"{{{METS}}}div", LABEL=held.path),
            f"{{{METS}}}fptr",
            FILEID=f"file-{number}",
        )
    return document(root)


def _agent(header: Element, name: str, /, **of: str) -> None:
    put(put(header, f"{{{METS}}}agent", **of), f"{{{METS}}}name", name)


def _file(group: Element, held: Held, file_id: str, at: str) -> None:
    file = put(
        group,
        f"{{{METS}}}file",
        ID=file_id,
        MIMETYPE=held.media_type,
        SIZE=str(len(held.content)),
        CREATED=at,
        CHECKSUM=held.checksum,
        CHECKSUMTYPE=CHECKSUM,
        USE="Datafile",
    )
    put(
        file,
        f"{{{METS}}}FLocat",
        "",
        **{"LOCTYPE": "URL", f"{{{XLINK}}}href": f"file:{held.path}", f"{{{XLINK}}}type": "simple"},
    )
