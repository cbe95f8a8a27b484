"""The plan of the house stays strict; `lint-imports`, in `make check`, holds the code to it."""

from __future__ import annotations

import tomllib

from tests.house.tree import ROOT

PLAN = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in PLAN["contracts"]}


def test_every_room_is_on_the_plan() -> None:
    layers = [contract for contract in CONTRACTS.values() if contract["type"] == "layers"]
    assert [contract["containers"] for contract in layers] == [["geostories"], ["geostories.web"]]
    assert all(contract["exhaustive"] for contract in layers)
    assert layers[0]["exhaustive_ignores"] == ["__main__"]


def test_no_contract_has_an_exception() -> None:
    assert [name for name, contract in CONTRACTS.items() if "ignore_imports" in contract] == []


def test_only_maps_may_import_folium() -> None:
    contract = CONTRACTS["Only maps draws with folium"]
    assert contract["protected_modules"] == ["folium"]
    assert contract["allowed_importers"] == ["geostories.maps"]


def test_make_check_and_make_test_hold_the_code_to_it() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "lint-imports" in makefile.split("\nlint:")[1]
    for target in ("test", "check"):
        assert " lint" in makefile.split(f"\n{target}:")[1].split("\n\n")[0]
