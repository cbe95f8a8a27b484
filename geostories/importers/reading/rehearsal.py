"""One small file of each sort, read before the walls go up: so everything is loaded that is loaded
when it is first used.
"""

from __future__ import annotations

_RING = (
    b"[16.2,58.9],[16.2,58.9],[16.3,58.9],[16.3,59.0],[16.25,59.0],[16.26,58.999],[16.25,58.999]"
)
GEOJSON = (
    b'{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4326"}},'
    b'"features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon",'
    b'"coordinates":[[' + _RING + b',[16.2,58.9]]]}},{"type":"Feature","properties":{},'
    b'"geometry":{"type":"LineString","coordinates":[[16.2,58.9,1],[16.3,58.9,2]]}},'
    b'{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":'
    b"[[[16.2,58.9],[16.3,59],[16.3,58.9],[16.2,59],[16.2,58.9]]]}}]}"
)
GPX = (
    b'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><wpt lat="58.9" lon="16.2">'
    b"<name>a</name></wpt></gpx>"
)
GML = (
    b'<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:a="urn:a"'
    b' xmlns:gml="http://www.opengis.net/gml/3.2"><wfs:member><a:b gml:id="b.1"><a:geom><gml:Point'
    b' gml:id="p" srsName="urn:ogc:def:crs:EPSG::3006"><gml:pos>6540232 569350</gml:pos></gml:Point>'
    b"</a:geom><a:n>a</a:n></a:b></wfs:member></wfs:FeatureCollection>"
)
KML = (
    b'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>a</name><description>&lt;b&gt;'
    b"</description><Point><coordinates>16.2,58.9</coordinates></Point></Placemark></kml>"
)
CSV = b"name,latitude,longitude\na,58.9,16.2\n"

FILES = (GEOJSON, GPX, GML, KML, CSV)
