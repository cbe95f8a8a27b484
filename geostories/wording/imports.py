"""Sentences for what an import refuses: which file, layer and row, and why."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

REMARKS = {
    "import_empty_row": _l("%(count)s tracks without a line were left out."),
    "import_left_aside": _l("%(count)s rows were left aside: %(part)s."),
    "import_links_left": _l("%(count)s links to other files were not followed."),
    "import_http_head": _l("The lines of a web answer before the data were passed over."),
    "import_numbers_dropped": _l("Measures beside the position were left out (rows: %(count)s)."),
    "import_heights_dropped": _l(
        "Heights were left out: areas and points have none here (rows: %(count)s)."
    ),
    "import_curves_straightened": _l("Curves were made of short straight lines (rows: %(count)s)."),
    "import_repeated_corners": _l("Corners that stood twice were left out (rows: %(count)s)."),
    "import_crossings_mended": _l(
        "A boundary that crossed itself a little was mended (rows: %(count)s)."
    ),
    "import_rounded": _l("Positions were rounded to a tenth of a millimetre (rows: %(count)s)."),
    "import_box_ignored": _l("The bounding box in the file is wrong and was not used."),
    "import_crs_overruled": _l(
        "The file says %(declared)s, but its numbers do not fit. It was read as %(given)s."
    ),
    "import_segments_joined": _l("Rows of the same trail were joined (%(count)s fewer)."),
    "import_ids_made": _l(
        "No row has an id. They were made of name and position: a row that is renamed or moved "
        "counts as a new one (rows: %(count)s)."
    ),
}
"""What was mended or left out on the way, by code."""

REASONS = {
    "import_no_file": _l("The file cannot be opened."),
    "import_too_large": _l("It is larger than %(megabytes)s MB."),
    "import_too_many_features": _l("It holds more than %(most)s rows."),
    "import_too_many_vertices": _l("Its shapes have more than %(most)s corners."),
    "import_too_slow": _l("Reading took too long and was stopped."),
    "import_reading_failed": _l(
        "Reading broke off. Tell whoever runs the site; the log says more."
    ),
    "import_interrupted": _l(
        "The reading was interrupted several times. Try once more, or with a smaller file."
    ),
    "import_scan_found": _l("The virus check found something harmful in the file. It is not kept."),
    "import_scan_waits": _l(
        "The virus check does not answer just now. The file is held, and read as soon as it does."
    ),
    "import_unknown_format": _l(
        "This is no format that can be read, whatever its name says: GeoJSON, GeoPackage, Shapefile, "
        "GML, KML, GPX, or CSV with latitude and longitude."
    ),
    "import_unreadable": _l("The file is damaged or cut off."),
    "import_broken_json": _l("The JSON is broken or cut off at line %(line)s."),
    "import_not_utf8": _l("The letters are not UTF-8. Save the file as UTF-8."),
    "import_wrong_letters": _l("The letters are not %(encoding)s, as the file says they are."),
    "import_unknown_letters": _l("Letters in %(encoding)s cannot be read. Save the file as UTF-8."),
    "import_broken_xml": _l("The XML is broken or cut off at line %(line)s."),
    "import_doctype": _l(
        "XML with a document type (DOCTYPE) is not read: it can hide other files."
    ),
    "import_deep_xml": _l(
        "The XML is nested deeper, or has more attributes, than such files have."
    ),
    "import_server_error": _l("This is a server's message that something went wrong, no layer."),
    "import_broken_table": _l("The table is broken: a quotation mark is missing or too many."),
    "import_ragged_row": _l("The row has another number of columns than the header."),
    "import_column_twice": _l('The column "%(name)s" is there twice.'),
    "import_archive_members": _l("The archive holds more than %(most)s files."),
    "import_archive_path": _l('The archive names a file "%(name)s" outside itself.'),
    "import_archive_link": _l('"%(name)s" in the archive is a link, no file.'),
    "import_archive_locked": _l("The archive is locked with a password."),
    "import_archive_nested": _l('There is an archive in the archive: "%(name)s". Unpack it first.'),
    "import_archive_twice": _l('"%(name)s" is in the archive twice.'),
    "import_several_files": _l("The archive holds several files of data: %(files)s. Send one."),
    "import_no_dbf": _l(
        "A Shapefile is several files: the .dbf with its table is missing. "
        "Send all parts, or zip them."
    ),
    "import_parts_differ": _l(
        "The parts do not belong together: the .shp has %(shapes)s rows, the .dbf %(rows)s."
    ),
    "import_multipatch": _l("Three-dimensional bodies (MultiPatch) cannot be used."),
    "import_not_a_collection": _l("GeoJSON must be a FeatureCollection."),
    "import_not_a_feature": _l("This is not a Feature."),
    "import_no_layer": _l("The GeoPackage has no layer with shapes."),
    "import_several_layers": _l("It has several layers: %(layers)s. Choose one of them."),
    "import_no_such_layer": _l("There is no such layer. It has: %(layers)s."),
    "import_no_crs": _l(
        "It does not say its reference system. Choose it; it looks like %(guess)s."
    ),
    "import_unknown_crs": _l(
        "The reference system %(crs)s cannot be read. EPSG:4326, 3006, 3007–3018, 3021 and 3857 can."
    ),
    "import_crs_conflict": _l(
        "The file says %(declared)s, and that fits; but %(given)s was chosen."
    ),
    "import_looks_like": _l(
        "The numbers look like %(guess)s, not %(system)s. Choose the right system, or correct the file."
    ),
    "import_swapped_axes": _l("The coordinates are swapped: longitude or east comes first."),
    "import_outside_sweden": _l("The position is not in Sweden."),
    "import_outside_municipality": _l(
        "%(name)s lies far outside %(municipality)s. Check the file and its reference system."
    ),
    "import_not_finite": _l("A coordinate is not a number."),
    "import_intricate_shape": _l(
        "The shape has more than %(most)s corners. Simplify it in the map program."
    ),
    "import_tangled_line": _l(
        "The line crosses itself more than %(most)s times. Simplify it in the map program."
    ),
    "import_bad_height": _l("A height cannot be right: no mountain is that high."),
    "import_malformed_geometry": _l("The shape cannot be understood."),
    "import_open_ring": _l("A boundary is not closed."),
    "import_invalid_geometry": _l(
        "The shape is invalid, for example crossing itself (%(detail)s). Mend it in the map program."
    ),
    "import_unsupported_geometry": _l(
        "A collection of shapes cannot be used. Give one shape a row."
    ),
    "import_empty_geometry": _l("The shape is missing."),
    "import_wrong_geometry": _l("The shape is %(found)s; %(wanted)s is needed."),
    "import_no_id": _l("The register's id is missing."),
    "import_same_id": _l("The id %(id)s is already on row %(first)s."),
    "import_no_name": _l("The name is missing."),
    "import_no_source": _l("The source is missing. Say whose the rows are."),
    "import_no_licence": _l("The licence is missing. Say which the rows have."),
    "import_no_species": _l("The species is missing."),
    "import_unknown_kind": _l('The kind "%(kind)s" is not known here.'),
    "import_bad_value": _l('%(name)s cannot be "%(value)s".'),
    "import_too_long": _l("%(name)s is longer than %(most)s characters."),
    "import_shrank": _l(
        "%(withdrawn)s of %(present)s rows would disappear. Check that the file is complete."
    ),
    "import_nothing": _l("There is no row in it for this layer. Check that it is the right file."),
} | REMARKS
"""What is wrong or was mended, by code; the blanks are the reason's params."""


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
