"""Every layer the project ships says where it comes from and on which terms."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from geostories.demo.load import LAYERS
from tests.house.tree import ROOT, list_files

CATALOGUE = tomllib.loads((ROOT / "data/catalogue.toml").read_text())["layer"]
SHIPPED = [
    str(file.relative_to("data"))
    for file in list_files()
    if file.parts[0] == "data"
    and file.suffix in (".geojson", ".gpkg")
    and "facts" not in file.parts
]


@pytest.mark.parametrize("layer", CATALOGUE, ids=lambda layer: layer["id"])
def test_a_layer_names_its_source_its_licence_and_whom_to_thank(layer: dict[str, object]) -> None:
    for field in ("title", "source", "licence", "attribution", "date"):
        assert layer[field]
    assert layer["srid"] in (4326, 3006)


@pytest.mark.parametrize("layer", CATALOGUE, ids=lambda layer: layer["id"])
def test_a_layer_is_the_file_that_was_catalogued(layer: dict[str, str]) -> None:
    content = (ROOT / "data" / layer["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == layer["sha256"]


def test_every_layer_is_in_the_catalogue_once() -> None:
    assert sorted(layer["file"] for layer in CATALOGUE) == sorted(SHIPPED)
    assert {file for _, file, _ in LAYERS} <= set(SHIPPED)
    assert len({layer["id"] for layer in CATALOGUE}) == len(CATALOGUE)
