"""What a WFS answers: what it offers, counts, pages, and the exceptions it sends as if all were well."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.parsers import expat

from shapely.geometry import mapping

from geostories.importers.reader import read_layer
from geostories.importers.reading import xml_check
from geostories.importers.reading.found import Refused
from geostories.importers.registers.asking import Register, features_of, read_json
from geostories.importers.report import ImportRefused, Report, legible
from geostories.integrations.fetching import Answer, FetchFailed, FetchRefused

if TYPE_CHECKING:
    from geostories.config import Settings

OWS = "{http://www.opengis.net/ows/1.1}"

HEAD = 20_000
"""Holds the first tag of a GML file, however many name spaces it declares."""

MOST_OFFERED = 5_000_000
"""Capabilities of the largest servers have some 2 MB."""


@dataclass(frozen=True)
class Counts:
    """How many rows there are in all, and in this answer; None: not said."""

    matched: int | None = None
    returned: int | None = None


@dataclass(frozen=True)
class Page:
    """Some features. `members` belong to the whole collection; `crs` as in Collected."""

    features: list[dict[str, Any]]
    counts: Counts
    crs: int | None
    members: dict[str, Any] = field(default_factory=dict)


def offer(answer: Answer) -> tuple[list[str], int | None]:
    """The forms in which features can be had, and how many at most at a time."""
    if len(answer.body) > MOST_OFFERED:
        raise FetchFailed("register_unreadable")
    root = _parse(answer.body)
    if not root.tag.endswith("}WFS_Capabilities"):
        raise FetchFailed("register_unreadable")
    asked = root.find(f"{OWS}OperationsMetadata/{OWS}Operation[@name='GetFeature']")
    forms = (
        [] if asked is None else asked.iterfind(f"{OWS}Parameter[@name='outputFormat']//{OWS}Value")
    )
    caps = root.iterfind(
        f"{OWS}OperationsMetadata//{OWS}Constraint[@name='CountDefault']/{OWS}DefaultValue"
    )
    return [form.text or "" for form in forms], next(filter(None, map(_number, caps)), None)


def _number(element: ElementTree.Element) -> int | None:
    text = (element.text or "").strip()
    return int(text) if text.isdecimal() else None


def counts(answer: Answer) -> Counts:
    """What the first tag of a collection says of numbers; "unknown" is None."""
    name, said = _first_tag(answer.body)
    if name != "FeatureCollection":
        raise FetchFailed("register_unreadable")
    return Counts(_count(said.get("numberMatched")), _count(said.get("numberReturned")))


def _count(said: object) -> int | None:
    if isinstance(said, int) and not isinstance(said, bool) and said >= 0:
        return said
    return int(said) if isinstance(said, str) and said.isdecimal() else None


def page(answer: Answer, register: Register, settings: Settings) -> Page:
    """The features of one answer, JSON or GML by its content."""
    if answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        said = counts(answer)
        features = _read_gml(answer.body, register, settings) if said.returned != 0 else []
        return Page(features, said, crs=None)
    value = read_json(answer)
    features = features_of(value)
    matched = value.get("numberMatched", value.get("totalFeatures"))
    said = Counts(_count(matched), _count(value.get("numberReturned")))
    members = {"crs": value["crs"]} if value.get("crs") else {}
    return Page(features, said, register.crs, members)


def _read_gml(body: bytes, register: Register, settings: Settings) -> list[dict[str, Any]]:
    """Let the importer's own process read it: it knows the order of axes, and hostile files."""
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        file = Path(folder) / "page.gml"
        file.write_bytes(body)
        rows = read_layer(file, layer=None, crs=register.crs, settings=settings).rows
    problems = [row.problem for row in rows if row.problem]
    if problems:
        raise ImportRefused.because(Report(read=len(rows), refused=len(problems), reasons=problems))
    return [
        {
            "type": "Feature",
            "properties": row.attributes,
            "geometry": None if row.shape is None else mapping(row.shape),
        }
        for row in rows
    ]


def _first_tag(body: bytes) -> tuple[str, dict[str, str]]:
    """Name (without namespace) and attributes of the outermost element; raises like `_parse`."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, said: found.append((name, said))
    try:
        parser.Parse(body[:HEAD], False)
    except (expat.ExpatError, ValueError, LookupError):
        raise FetchFailed("register_unreadable") from None
    if not found:
        raise FetchFailed("register_unreadable")
    name = found[0][0].rpartition(" ")[2]
    if name == "ExceptionReport":
        raise _exception(_parse(body[:MOST_OFFERED]))
    return name, found[0][1]


def _refuse(*_said: object) -> None:
    raise FetchFailed("register_unreadable")


def _parse(body: bytes) -> ElementTree.Element:
    """A whole small document."""
    try:
        safe = xml_check.check(body).data
        root = ElementTree.fromstring(safe)  # noqa: S314 — walked through already, no entities
    except (Refused, ElementTree.ParseError):
        raise FetchFailed("register_unreadable") from None
    if root.tag.endswith("ExceptionReport"):
        raise _exception(root)
    return root


def _exception(root: ElementTree.Element) -> FetchRefused:
    """What the server says against the question."""
    words = " ".join(" ".join(root.itertext()).split())
    return FetchRefused("register_exception", words=legible(words))
