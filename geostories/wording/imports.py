"""Sentences for what an import refuses: which file, layer and row, and why."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

REASONS = {
    "import_no_file": _l("The file cannot be opened."),
    "import_too_large": _l("It is larger than %(megabytes)s MB."),
    "import_too_many_features": _l("It holds more than %(most)s rows."),
    "import_too_many_vertices": _l("Its shapes have more than %(most)s corners."),
    "import_too_slow": _l("Reading took too long and was stopped."),
    "import_reading_failed": _l(
        "Reading broke off. Tell whoever runs the site; the log says more."
    ),
    "import_unknown_format": _l("This is neither GeoJSON nor GeoPackage, whatever its name says."),
    "import_unreadable": _l("The file is damaged or cut off."),
    "import_broken_json": _l("The JSON is broken or cut off at line %(line)s."),
    "import_not_utf8": _l("The letters are not UTF-8. Save the file as UTF-8."),
    "import_not_a_collection": _l("GeoJSON must be a FeatureCollection."),
    "import_not_a_feature": _l("This is not a Feature."),
    "import_no_layer": _l("The GeoPackage has no layer with shapes."),
    "import_several_layers": _l("It has several layers: %(layers)s. Choose one with --layer."),
    "import_no_such_layer": _l("There is no such layer. It has: %(layers)s."),
    "import_no_crs": _l(
        "It does not say its reference system. Give it with --crs; it looks like %(guess)s."
    ),
    "import_unknown_crs": _l(
        "The reference system %(crs)s cannot be read. EPSG:4326 and EPSG:3006 can."
    ),
    "import_crs_conflict": _l("The file says %(declared)s, but --crs says %(given)s."),
    "import_looks_like_sweref": _l(
        "The numbers look like SWEREF 99 TM, not degrees. Give --crs EPSG:3006 or correct the file."
    ),
    "import_looks_like_degrees": _l("The numbers look like degrees, not SWEREF 99 TM."),
    "import_swapped_axes": _l("The coordinates are swapped: longitude or east comes first."),
    "import_outside_sweden": _l("The position is not in Sweden."),
    "import_outside_municipality": _l(
        "%(name)s lies far outside %(municipality)s. Check the file and its reference system."
    ),
    "import_not_finite": _l("A coordinate is not a number."),
    "import_malformed_geometry": _l("The shape cannot be understood."),
    "import_open_ring": _l("A boundary is not closed."),
    "import_invalid_geometry": _l(
        "The shape is invalid, for example crossing itself (%(detail)s). Mend it in the map program."
    ),
    "import_unsupported_geometry": _l(
        "A collection of shapes cannot be used. Give one shape a row."
    ),
    "import_curve": _l("Curved shapes cannot be used. Export with straight lines."),
    "import_empty_geometry": _l("The shape is missing."),
    "import_wrong_geometry": _l("The shape is %(found)s; %(wanted)s is needed."),
    "import_no_id": _l("The register's id is missing."),
    "import_same_id": _l("The id %(id)s is already on row %(first)s."),
    "import_no_name": _l("The name is missing."),
    "import_no_source": _l("The source is missing. Give it with --source."),
    "import_no_licence": _l("The licence is missing. Give it with --licence."),
    "import_unknown_kind": _l('The kind "%(kind)s" is not known here.'),
    "import_bad_value": _l('%(name)s cannot be "%(value)s".'),
    "import_too_long": _l("%(name)s is longer than %(most)s characters."),
    "import_shrank": _l(
        "%(withdrawn)s of %(present)s rows would disappear. Check that the file is complete."
    ),
}
"""What is wrong, by code; the blanks are the reason's params."""


def say_reason(code: str, params: Mapping[str, object]) -> str:
    """Say it as: `lager.gpkg, layer Leder, row 7: The name is missing.`."""
    place = [str(params["file"])]
    if params.get("layer"):
        place.append(_("layer %(layer)s", layer=params["layer"]))
    if params.get("row"):
        place.append(_("row %(row)s", row=params["row"]))
    return f"{', '.join(place)}: {str(REASONS[code]) % params}"


def say_refusal(code: str, params: Mapping[str, object]) -> str:
    """The first reason, how many more rows have one, and that nothing was changed."""
    sentences = [say_reason(code, params)]
    more = params.get("more")
    if isinstance(more, int) and more:
        sentences.append(
            ngettext("%(num)s more row cannot be used.", "%(num)s more rows cannot be used.", more)
        )
    return " ".join([*sentences, _("Nothing was imported.")])
