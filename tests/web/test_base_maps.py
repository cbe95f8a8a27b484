"""Real base maps: fetched and kept by us, never asked by a visitor's browser."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geostories.integrations import tile_cache
from geostories.integrations.base_maps import BaseMapsUnreadable, list_base_maps
from tests.factories.tile_server import TOKEN, TileSource, describe, tile_source

TILE = "/basemap/10/558/303"
"""Katrineholm, x before y."""


@pytest.fixture
def source() -> Iterator[TileSource]:
    with tile_source() as made:
        yield made


@pytest.fixture
def client(
    standing: Flask, source: TileSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """The demonstration with the source as its base map, and a cache of its own."""
    describe(tmp_path / "basemaps.toml", source)
    old = standing.config["SETTINGS"]
    changes = {"home": tmp_path, "fetch_private_hosts": f"127.0.0.1:{source.port}"}
    standing.config["SETTINGS"] = old.model_copy(update=changes)
    monkeypatch.setattr(tile_cache, "_resting", {})
    yield standing.test_client()
    standing.config["SETTINGS"] = old


def test_a_tile_is_asked_for_once_in_the_sources_order(
    client: FlaskClient, source: TileSource
) -> None:
    first = client.get(TILE)
    assert (first.status_code, first.mimetype, first.data) == (200, "image/png", source.body)
    assert client.get("/basemap/karta/10/558/303").data == source.body
    assert source.asked == [f"/token/{TOKEN}/3857/10/303/558.png"]
    assert source.agents[0].startswith("GeoStories/")
    assert "max-age" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers


def test_the_token_stays_on_the_server(client: FlaskClient) -> None:
    page = client.get("/katrineholm/").text
    assert '"/basemap/karta"' in page
    assert "Lantmäteriet" in page or "Lantm\\u00e4teriet" in page
    assert TOKEN not in page
    assert "<b>" not in page.split('id="map-data"')[1].split("</script>")[0]


def test_a_kept_tile_outlives_its_source(
    client: FlaskClient, source: TileSource, tmp_path: Path
) -> None:
    client.get(TILE)
    kept = next(path for path in (tmp_path / "tiles").rglob("*") if path.is_file())
    long_ago = time.time() - 400 * 86_400
    os.utime(kept, (long_ago, long_ago))
    source.status = 503
    assert client.get(TILE).data == source.body
    assert len(source.asked) == 2


def test_a_source_that_fails_is_left_alone(client: FlaskClient, source: TileSource) -> None:
    source.status = 500
    answers = [client.get(f"/basemap/10/{x}/303").status_code for x in range(550, 560)]
    assert answers == [204] * 10
    assert len(source.asked) == 1


@pytest.mark.parametrize("body", [b"<html>Sorry</html>", b"<svg onload='alert(1)'/>", b""])
def test_what_is_no_picture_is_not_forwarded(
    client: FlaskClient, source: TileSource, tmp_path: Path, body: bytes
) -> None:
    source.body = body
    assert client.get(TILE).status_code == 204
    assert not [path for path in (tmp_path / "tiles").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "path",
    [
        "/basemap/16/35712/19392",
        "/basemap/10/1024/303",
        "/basemap/10/558/2000",
        "/basemap/10/200/400",
        "/basemap/annan/10/558/303",
        "/basemap/karta.pmtiles",
    ],
    ids=["too close", "x too large", "y too large", "not Sweden", "no such map", "no such file"],
)
def test_nothing_else_is_asked_for(client: FlaskClient, source: TileSource, path: str) -> None:
    assert client.get(path).status_code == 404
    assert source.asked == []


def test_a_private_source_has_to_be_allowed(
    client: FlaskClient, standing: Flask, source: TileSource
) -> None:
    named = standing.config["SETTINGS"]
    standing.config["SETTINGS"] = named.model_copy(update={"fetch_private_hosts": ""})
    assert client.get(TILE).status_code == 204
    assert source.asked == []


def test_only_the_municipality_that_is_named_offers_it(
    client: FlaskClient, source: TileSource, tmp_path: Path
) -> None:
    describe(tmp_path / "basemaps.toml", source, municipalities=("vaxjo",))
    os.utime(tmp_path / "basemaps.toml", (1, 1))
    assert "/basemap/karta" not in client.get("/katrineholm/").text
    assert "/basemap/karta" in client.get("/vaxjo/").text


def test_pmtiles_are_served_in_pieces(
    client: FlaskClient, source: TileSource, tmp_path: Path
) -> None:
    (tmp_path / "karta.pmtiles").write_bytes(b"PMTiles" + bytes(1000))
    describe(tmp_path / "basemaps.toml", source, url="", token="", file="karta.pmtiles")
    os.utime(tmp_path / "basemaps.toml", (2, 2))
    with client.get("/basemap/karta.pmtiles", headers={"Range": "bytes=0-6"}) as piece:
        assert (piece.status_code, piece.data) == (206, b"PMTiles")
    assert "protomaps-leaflet.js" in client.get("/katrineholm/").text


def test_without_a_description_there_is_the_quiet_map_only(standing: Flask) -> None:
    client = standing.test_client()
    assert client.get(TILE).status_code == 404
    assert "protomaps" not in client.get("/katrineholm/").text


def test_the_least_used_tiles_go_first(
    client: FlaskClient, standing: Flask, source: TileSource, tmp_path: Path
) -> None:
    for x in (556, 557, 558):
        client.get(f"/basemap/10/{x}/303")
    kept = sorted(path for path in (tmp_path / "tiles").rglob("*") if path.is_file())
    for age, path in enumerate(kept):
        os.utime(path, (age, age))
    settings = standing.config["SETTINGS"].model_copy(update={"tile_cache_mb": 0})
    assert tile_cache.sweep(settings) == 3
    assert tile_cache.sweep(standing.config["SETTINGS"]) == 0


def test_a_description_that_makes_no_sense_says_where(tmp_path: Path) -> None:
    file = tmp_path / "basemaps.toml"
    file.write_text(
        '[[base_map]]\nslug = "karta"\nname_sv = "K"\nname_en = "M"\nattribution = ""\n'
    )
    with pytest.raises(BaseMapsUnreadable, match=r"basemaps\.toml.*url or file"):
        list_base_maps(file)
