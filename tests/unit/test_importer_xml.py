"""GML, KML and GPX: axes, folders, segments; and XML that would read or ask for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, Polygon

from tests.factories.layer_files import HERE
from tests.factories.read_files import problem, read, refusal, remarks
from tests.factories.xml_layers import (
    HEAD,
    RING,
    gml,
    gml_feature,
    gml_point,
    gml_polygon,
    gpx,
    kml,
    kmz,
    placemark,
    points,
    track,
)

HERE_THERE = "16.207,58.996 16.3,58.9"
LINE = f"<LineString><coordinates>{HERE_THERE}</coordinates></LineString>"
POINT = "<Point><coordinates>16.207,58.996,40</coordinates></Point>"
RING_LONLAT = "16.2,58.9 16.3,58.9 16.3,59.0 16.2,58.9"
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING_LONLAT}</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon>"
)


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "layer.xml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


# GML


def test_gml_has_north_first_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    layer = read(written(tmp_path, gml(gml_feature(1), gml_feature(2, gml_polygon()))))
    first, second = layer.rows
    assert first.attributes["NVRID"] == "01"
    assert first.attributes["NAMN"] == "Växjö myr"
    assert first.shape is not None
    assert first.shape.distance(Point(HERE)) < 1e-6
    assert isinstance(second.shape, Polygon)
    assert second.shape.contains(Point(16.2075, 58.9963))


@pytest.mark.parametrize(
    ("system", "numbers"),
    [
        ("urn:ogc:def:crs:EPSG::3006", "6540232.76 569350.57"),
        ("http://www.opengis.net/def/crs/EPSG/0/3006", "6540232.76 569350.57"),
        ("http://www.opengis.net/gml/srs/epsg.xml#3006", "569350.57 6540232.76"),
        ("EPSG:3006", "569350.57 6540232.76"),
        ("urn:ogc:def:crs:EPSG::4326", "58.996 16.207"),
        ("urn:ogc:def:crs:EPSG::3010", "6542260.42 133157.82"),
        ("urn:ogc:def:crs:EPSG::3021", "6541661.49 1523098.26"),
    ],
)
def test_axes_are_in_the_order_that_the_name_of_the_system_means(
    tmp_path: Path, system: str, numbers: str
) -> None:
    file = written(tmp_path, gml(gml_feature(1, gml_point(numbers, system))))
    shape = read(file).rows[0].shape
    assert shape is not None
    assert shape.distance(Point(HERE)) < 1e-6


def test_a_server_that_writes_the_axes_the_wrong_way_round_is_caught(tmp_path: Path) -> None:
    swapped = gml_point("569350.57 6540232.76")
    assert problem(written(tmp_path, gml(gml_feature(1, swapped)))) == "import_swapped_axes 1"


def test_gml_without_a_system_is_asked_about(tmp_path: Path) -> None:
    file = written(tmp_path, gml(gml_feature(1, gml_point(system=""))))
    assert refusal(file).code == "import_no_crs"


def test_arcs_of_gml_are_straightened(tmp_path: Path) -> None:
    arc = (
        '<gml:Curve gml:id="c" srsName="urn:ogc:def:crs:EPSG::3006"><gml:segments><gml:Arc>'
        "<gml:posList>6540232 569350 6540332 569450 6540232 569550</gml:posList></gml:Arc>"
        "</gml:segments></gml:Curve>"
    )
    shape = read(written(tmp_path, gml(gml_feature(1, arc)))).rows[0].shape
    assert shape is not None
    assert shapely.get_num_coordinates(shape) > 100


def test_every_way_of_holding_features_is_read(tmp_path: Path) -> None:
    for member in ("wfs:member", "gml:featureMember"):
        assert (
            len(read(written(tmp_path, gml(gml_feature(), gml_feature(2), member=member))).rows)
            == 2
        )
    several = gml(gml_feature() + gml_feature(2), member="gml:featureMembers")
    assert len(read(written(tmp_path, several)).rows) == 2
    assert read(written(tmp_path, gml())).rows == []


def test_a_feature_without_a_shape_or_with_a_broken_one_is_named(tmp_path: Path) -> None:
    half = gml(gml_feature(1), gml_feature(2, gml_point("6540232.76 x")))
    assert problem(written(tmp_path, half)) == "import_outside_sweden 2"
    bare = gml(gml_feature(1), gml_feature(2, ""))
    assert problem(written(tmp_path, bare)) == "import_empty_geometry 2"
    open_ring = gml_polygon(" ".join(RING.split()[:-2]))
    assert problem(written(tmp_path, gml(gml_feature(1, open_ring)))).startswith("import_")


def test_a_server_that_answers_an_error_is_no_layer(tmp_path: Path) -> None:
    report = (
        f'{HEAD}<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1">'
        "<ows:Exception><ows:ExceptionText>x</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    assert refusal(written(tmp_path, report)).code == "import_server_error"


# KML


def test_placemarks_of_every_folder_come_with_what_is_said_of_them(tmp_path: Path) -> None:
    more = (
        "<description><![CDATA[<b>En</b> stig<br/>hem &amp; åter]]></description><ExtendedData>"
        '<Data name="id"><value>7</value></Data><SchemaData schemaUrl="#s">'
        '<SimpleData name="marking">orange</SimpleData></SchemaData></ExtendedData>'
    )
    text = kml(placemark(LINE, more=more), f"<Folder>{placemark(POINT, name='å')}</Folder>")
    first, second = read(written(tmp_path, text)).rows
    assert first.attributes["description"] == "En stig\nhem & åter"
    assert (first.attributes["id"], first.attributes["marking"]) == ("7", "orange")
    assert (second.attributes["name"], second.attributes["marking"]) == ("å", None)
    assert first.shape == shapely.from_wkt("LINESTRING (16.207 58.996, 16.3 58.9)")
    assert second.shape == Point(*HERE, 40)


SHAPES = [
    (POLYGON, "POLYGON ((16.2 58.9, 16.3 58.9, 16.3 59, 16.2 58.9))"),
    (f"<MultiGeometry>{LINE}</MultiGeometry>", "LINESTRING (16.207 58.996, 16.3 58.9)"),
    (
        f"<MultiGeometry>{LINE}{LINE}</MultiGeometry>",
        "MULTILINESTRING ((16.207 58.996, 16.3 58.9), (16.207 58.996, 16.3 58.9))",
    ),
    (
        (
            "<gx:Track><when>2026-01-01T10:00:00Z</when><gx:coord>16.2 58.9 10</gx:coord>"
            "<gx:coord>16.3 58.9 20</gx:coord></gx:Track>"
        ),
        "LINESTRING Z (16.2 58.9 10, 16.3 58.9 20)",
    ),
    (
        "<LineString><coordinates>16.2, 58.9, 1\n16.3, 58.9, 2</coordinates></LineString>",
        "LINESTRING Z (16.2 58.9 1, 16.3 58.9 2)",
    ),
]
"""A shape of KML, and the same as we read it."""

UNUSABLE_SHAPES = [
    ("import_malformed_geometry", "<Point><coordinates>x,y</coordinates></Point>"),
    ("import_malformed_geometry", "<Point><coordinates></coordinates></Point>"),
    ("import_malformed_geometry", "<LineString><coordinates>1,2</coordinates></LineString>"),
    ("import_not_finite", "<Point><coordinates>nan,58.9</coordinates></Point>"),
    ("import_swapped_axes", "<Point><coordinates>58.9,16.2</coordinates></Point>"),
    ("import_open_ring", POLYGON.replace("16.3,59.0 16.2,58.9", "16.3,59.0 16.2,59.0")),
    ("import_unsupported_geometry", f"<MultiGeometry>{LINE}{POINT}</MultiGeometry>"),
    ("import_unsupported_geometry", "<Model><Location/></Model>"),
    ("import_empty_geometry", "<MultiGeometry/>"),
]
"""What is wrong, and the shape."""


def test_shapes_of_kml(tmp_path: Path) -> None:
    rows = read(written(tmp_path, kml(*[placemark(shape) for shape, _ in SHAPES]))).rows
    assert [row.shape for row in rows] == [shapely.from_wkt(wanted) for _, wanted in SHAPES]


def test_shapes_of_kml_that_cannot_be_used(tmp_path: Path) -> None:
    rows = read(written(tmp_path, kml(*[placemark(shape) for _, shape in UNUSABLE_SHAPES]))).rows
    assert [row.shape for row in rows] == [None] * len(UNUSABLE_SHAPES)
    assert [row.problem and row.problem.code for row in rows] == [
        code for code, _ in UNUSABLE_SHAPES
    ]


def test_what_lies_elsewhere_is_not_fetched(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    link = f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"
    overlay = f"<GroundOverlay><Icon><href>{address}</href></Icon></GroundOverlay>"
    layer = read(kmz(tmp_path / "a.kmz", kml(placemark(LINE), link, overlay), style=address))
    assert len(layer.rows) == 1
    assert remarks(layer) == {"import_links_left": 2}
    assert asked == []


def test_kmz_is_its_doc(tmp_path: Path) -> None:
    file = kmz(tmp_path / "a", kml(placemark(LINE)), **{"files/other.kml": kml()})
    assert len(read(file).rows) == 1


# GPX

WAYPOINT = '<wpt lat="58.996" lon="16.207"><ele>40</ele><name>Eldstad</name></wpt>'
ROUTE = f"<rte><name>Omväg</name>{points((16.2, 58.9), (16.3, 58.9), tag='rtept')}</rte>"
TWO_SEGMENTS = track(
    points((16.2, 58.9, 1), (16.3, 58.9, 2)), points((16.3, 58.95, 3), (16.2, 58.95, 4))
)


@pytest.mark.parametrize("version", ["1.0", "1.1", ""])
def test_gpx_gives_trails_or_places_as_wanted(tmp_path: Path, version: str) -> None:
    file = written(tmp_path, gpx(WAYPOINT, ROUTE, TWO_SEGMENTS, version=version))
    trails, places = read(file, lines=True), read(file)
    assert [row.attributes["name"] for row in trails.rows] == ["Stigen", "Omväg"]
    assert trails.rows[0].shape == shapely.from_wkt(
        "MULTILINESTRING Z ((16.2 58.9 1, 16.3 58.9 2), (16.3 58.95 3, 16.2 58.95 4))"
    )
    assert remarks(trails) == {"import_left_aside": 1}
    assert [row.attributes["name"] for row in places.rows] == ["Eldstad"]
    assert places.rows[0].shape == Point(*HERE, 40)
    assert len(read(file, layer="routes").rows) == 1
    assert refusal(file, layer="platser").code == "import_no_such_layer"


def test_tracks_without_a_line_are_counted_and_said(tmp_path: Path) -> None:
    stub, nothing = track(points((16.2, 58.9))), track("")
    half = track(points((16.2, 58.9), (16.3, 58.9)), points((16.4, 58.9)), "")
    rows = read(written(tmp_path, gpx(stub, half, nothing)), lines=True).rows
    assert [row.problem and row.problem.code for row in rows] == [
        "import_empty_row",
        None,
        "import_empty_row",
    ]
    assert rows[1].shape == shapely.from_wkt("MULTILINESTRING ((16.2 58.9, 16.3 58.9))")


# XML itself


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_letters_are_read_as_declared(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = gpx(
        WAYPOINT.replace("Eldstad", "Åsö"), head=f'<?xml version="1.0" encoding="{declared}"?>'
    )
    assert read(written(tmp_path, text.encode(encoding))).rows[0].attributes["name"] == "Åsö"


BOMB = (
    '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<gpx><wpt lat='58.9' lon='16.2'><name>&b;</name></wpt></gpx>"
)
OTHER_FILE = '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/hostname">]><gpx><name>&a;</name></gpx>'


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("import_doctype", BOMB.encode()),
        ("import_doctype", OTHER_FILE.encode()),
        ("import_doctype", OTHER_FILE.encode("utf-16")),
        ("import_doctype", b"<!DOCTYPE gpx SYSTEM 'http://127.0.0.1:9/x.dtd'><gpx/>"),
        ("import_unknown_letters", b'<?xml version="1.0" encoding="UTF-7"?><gpx/>'),
        ("import_unknown_letters", b'<?xml version="1.0" encoding="cp037"?><gpx/>'),
        ("import_wrong_letters", b'<?xml version="1.0" encoding="UTF-8"?><gpx>\xe5</gpx>'),
        ("import_wrong_letters", "<gpx>å</gpx>".encode("latin-1")),
        ("import_broken_xml", b"<gpx><wpt></gpx>"),
        ("import_broken_xml", b"<gpx>&nbsp;</gpx>"),
        ("import_broken_xml", b"<gpx>\x00</gpx>"),
        ("import_deep_xml", b"<gpx>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</gpx>"),
        (
            "import_deep_xml",
            b"<gpx " + b" ".join(b"a%d='1'" % n for n in range(90)) + b"/>",
        ),
        ("import_unknown_format", b"<html><body/></html>"),
        ("import_broken_xml", "<gpx/>".encode("utf-16-le")),
    ],
)
def test_xml_that_is_more_than_a_layer_is_refused(
    tmp_path: Path, code: str, content: bytes
) -> None:
    assert refusal(written(tmp_path, content)).code == code


def test_limits_hold(tmp_path: Path) -> None:
    three = kml(*[placemark(LINE)] * 3)
    assert refusal(written(tmp_path, three), import_features=2).code == "import_too_many_features"
    assert refusal(written(tmp_path, three), import_vertices=5).code == "import_too_many_vertices"
    many = gml(*[gml_feature(number) for number in range(3)])
    assert refusal(written(tmp_path, many), import_features=2).code == "import_too_many_features"
    tracks = gpx(TWO_SEGMENTS, TWO_SEGMENTS)
    assert refusal(written(tmp_path, tracks), lines=True, import_vertices=7).code == (
        "import_too_many_vertices"
    )
