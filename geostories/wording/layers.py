"""Words of the editors' desk for layers and their imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from geostories.queries.place_content import OWN_REGISTER
from geostories.vocabulary import ImportStatus, PlaceKind, SourceProtocol
from geostories.wording import vocabulary as words
from geostories.wording.errors import SENTENCES
from geostories.wording.imports import REASONS, say_reason

SYSTEMS = {
    3006: "SWEREF 99 TM",
    3007: "SWEREF 99 12 00",
    3008: "SWEREF 99 13 30",
    3012: "SWEREF 99 14 15",
    3009: "SWEREF 99 15 00",
    3013: "SWEREF 99 15 45",
    3010: "SWEREF 99 16 30",
    3014: "SWEREF 99 17 15",
    3011: "SWEREF 99 18 00",
    3015: "SWEREF 99 18 45",
    3016: "SWEREF 99 20 15",
    3017: "SWEREF 99 21 45",
    3018: "SWEREF 99 23 15",
    3021: "RT 90 2.5 gon V",
    4326: "WGS 84",
    3857: "Web Mercator",
}
"""Names of reference systems by EPSG code, the local ones from west to east."""


def system(epsg: int) -> str:
    """`SWEREF 99 TM (EPSG:3006)`."""
    return f"{SYSTEMS[epsg]} (EPSG:{epsg})"


def kind(value: str) -> str:
    """What a layer's rows are, as the importers call it."""
    named = {
        "place": _("Places: the file says what kind each is"),
        "trail": _("Trails"),
        "sensitive_area": _("Sensitive species (never shown)"),
    }
    return named[value] if value in named else words.place_kind(PlaceKind(value))


def title(register: str) -> str:
    """A layer's name where nobody has given it another."""
    if register == OWN_REGISTER:
        return _("Our own places")
    plain = register.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def contents(noun: str, count: int) -> str:
    """`142 platser`."""
    if noun == "trail":
        return ngettext("%(num)s trail", "%(num)s trails", count)
    if noun == "sensitive_area":
        return ngettext("%(num)s area", "%(num)s areas", count)
    return ngettext("%(num)s place", "%(num)s places", count)


def progress(status: ImportStatus, done: int, total: int) -> str:
    """How far the worker is."""
    if total == 0:
        return _("Waiting for its turn, or opening the file.")
    if done < total:
        return _("%(done)s of %(total)s rows are read.", done=done, total=total)
    if status is ImportStatus.APPLYING:
        return _("All rows are read. Now they are written.")
    return _("All rows are read. Now they are compared with what is there.")


def counts(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What an import does, or has done, to how many rows; if to none, how many were read."""
    shown = [
        (_("Added"), report["added"]),
        (_("Changed rows"), report["changed"]),
        (_("As before"), report["unchanged"]),
        (_("Taken away"), report["withdrawn"]),
    ]
    if not any(count for _heading, count in shown):
        shown = [(_("Rows"), report["read"])]
    rare = [
        (_("Cannot be used"), report["refused"]),
        (_("In other municipalities"), report["elsewhere"]),
    ]
    return shown + [(heading, count) for heading, count in rare if count]


def samples(report: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Heading, names, and how many more, of what is added, changed and taken away."""
    headings = {"added": _("Added"), "changed": _("Changed rows"), "withdrawn": _("Taken away")}
    named: Mapping[str, Sequence[str]] = report.get("samples", {})
    return [
        (heading, " · ".join(named[name]), report[name] - len(named[name]))
        for name, heading in headings.items()
        if named.get(name)
    ]


def sentences(reasons: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each reason or remark of a report as a sentence."""
    return [say_reason(each["code"], each["params"]) for each in reasons]


def loss(report: Mapping[str, Any]) -> str:
    """How much would go."""
    there = report["withdrawn"] + report["unchanged"] + report["changed"]
    return _(
        "%(gone)s of the layer's %(there)s rows are not in the file. Check that it is complete.",
        gone=report["withdrawn"],
        there=there,
    )


def waiting(report: Mapping[str, Any]) -> str:
    """What an undecided import would bring: `2 nya att granska`."""
    if report.get("added"):
        return ngettext("%(num)s new to look at", "%(num)s new to look at", report["added"])
    changes = report.get("changed", 0) + report.get("withdrawn", 0)
    return ngettext("%(num)s change to look at", "%(num)s changes to look at", changes)


def trouble(problem: Mapping[str, Any]) -> str:
    """Why nothing came of an import: the file's fault, or that of a host that was asked."""
    code, params = problem["code"], problem["params"]
    return say_reason(code, params) if code in REASONS else SENTENCES[code](**params)


def protocol(value: SourceProtocol) -> str:
    """How a register is asked."""
    return {
        SourceProtocol.FILE: _("A file at an address"),
        SourceProtocol.WFS: _("WFS 2.0"),
        SourceProtocol.OGC_FEATURES: _("OGC API – Features"),
        SourceProtocol.NVR_REST: _("The nature register's own (REST)"),
        SourceProtocol.HAV: _("The bathing places' own (HaV)"),
    }[value]


def result(report: Mapping[str, Any]) -> str:
    """`3 nya, 1 ändrad, 2 borttagna`; "" where nothing is."""
    told = [
        ngettext("%(num)s new", "%(num)s new", report.get("added", 0)),
        ngettext("%(num)s changed", "%(num)s changed", report.get("changed", 0)),
        ngettext("%(num)s taken away", "%(num)s taken away", report.get("withdrawn", 0)),
    ]
    there = [report.get(name, 0) for name in ("added", "changed", "withdrawn")]
    return ", ".join(part for part, count in zip(told, there, strict=True) if count)
