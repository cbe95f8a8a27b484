"""The walls around the process that reads files from outside."""

from __future__ import annotations

import resource

from geostories.integrations import child_process

ALLOWED_DRIVERS = {"ESRI Shapefile", "GML", "GPKG", "GPX", "GeoJSON"}
SKIPPED_DRIVERS = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,"
    "ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GPSBabel,GTFS,GeoJSONSeq,GeoRSS,HTTP,Idrisi,"
    "JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,ODS,"
    "OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,S57,"
    "SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
"""Every other driver of pyogrio's GDAL; the reading process stops if one is left over."""

MEMORY_BYTES = 3 << 30
"""Address space: the largest file allowed, parsed, with all libraries."""


def environment() -> dict[str, str]:
    """What the reading process may know: nothing of ours, and no driver that opens other files.

    GDAL reads this when it is first imported, so it has to be there when the process starts.
    """
    return child_process.environment() | {
        "GDAL_SKIP": SKIPPED_DRIVERS,
        "GDAL_DRIVER_PATH": "disable",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
        "PROJ_NETWORK": "OFF",
        "OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "NO",
        "OGR_ARC_STEPSIZE": "1",  # an arc of 100 m radius is straightened within half a centimetre
        "GML_FIELDTYPES": "ALWAYS_STRING",  # a municipality's code 0483 is no number
        "GML_DOWNLOAD_SCHEMA": "NO",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GPX_ELE_AS_25D": "YES",
        "OPENBLAS_NUM_THREADS": "1",  # each further thread reserves address space
    }


def limit_use(*, seconds: int, written_bytes: int) -> None:
    """Bound what this process may use: memory, processor time, bytes written to its output."""
    child_process.give_way()
    child_process.limit_use(memory_bytes=MEMORY_BYTES, seconds=seconds, written_bytes=written_bytes)


def open_nothing_more() -> None:
    """From here on no file and no socket can be opened: there are no descriptors left for one.

    GDAL's GeoJSON driver by itself asks the address in a `crs` of type `link`, so skipping the
    other drivers does not keep it off the network.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
