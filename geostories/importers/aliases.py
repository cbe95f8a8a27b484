"""The registers' names for what we know under one: their services, downloads and Shapefiles differ."""

from __future__ import annotations

import unicodedata

ALIASES: dict[str, tuple[str, ...]] = {
    "register_id": (
        "register_id",
        "nvrid",
        "led_id",
        "anordning_id",
        "anord_id",
        "nutscode",
        "nutskod",
        "omradeskod",
        "place_id",
        "id",
        "gml_id",
        "placemark_id",
    ),
    "name": (
        "name",
        "namn",
        "lednamn",
        "anordningsnamn",
        "anordningnamn",
        "anord_namn",
        "omradesnamn",
        "kom_namn",
        "kommunnamn",
        "knnamn",
    ),
    "kind": ("kind", "skyddstyp", "typ", "omradestyp"),
    "subkind": ("undertyp",),
    "trail_kind": ("trail_kind", "typ_av_led", "ledtyp", "kind", "typ", "category"),
    "marking": ("marking", "ledmarkering", "markering"),
    "surface": ("surface", "underlag", "ytskikt"),
    "summary": ("summary", "description", "beskrivning", "beskrivn", "desc"),
    "area_ha": ("area_ha", "areaha"),
    "protected_since": ("protected_since", "ursbesldat", "ursprbeslutsdatum"),
    "protected_area": ("protected_area", "skyddatomrade", "skyddat_område", "skomrde"),
    "manager": ("manager", "forvaltare"),
    "status": ("beslstatus", "beslutsstatus"),
    "accuracy": ("position_accuracy", "accuracy"),
    "source_url": ("source_url", "visit_url", "url"),
    "species": (
        "species",
        "arter",
        "art",
        "artnamn",
        "svenskt_namn",
        "svensktnamn",
        "name",
        "namn",
    ),
    "municipality": ("kommun", "kommuner", "kommunkod", "kmn_namn", "kommunerastext"),
    "code": ("code", "kommunkod", "kom_kod", "knkod", "lau_id", "id"),
}
"""Our name → names in files, the surest first. Names that are not here are the same in both."""


def folded(name: str) -> str:
    """A file's name for a value, so that it can be compared: composed, small, without blanks."""
    return unicodedata.normalize("NFC", name).strip().casefold().replace(" ", "_")
