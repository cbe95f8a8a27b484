"""No page, style, script or lock names a host that is not ours or a package registry."""

from __future__ import annotations

import json
import re
import tomllib

from tests.house.tree import ROOT, list_texts, read

HOST = re.compile(r"(?:[a-z][a-z+]*:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
NAMES_OF_LANGUAGES = {"www.w3.org"}
"""XML namespaces look like addresses; nobody asks them for anything."""


def hosts_in(text: str) -> set[str]:
    return {match.lower() for match in HOST.findall(text)}


def test_the_pattern_finds_hosts() -> None:
    assert hosts_in('src="//cdn.example.com/x.js" url(https://fonts.example.org)') == {
        "cdn.example.com",
        "fonts.example.org",
    }


def test_no_template_style_or_script_names_one() -> None:
    files = [
        file
        for file in list_texts(".html", ".css", ".js", ".svg", ".txt")
        if file.parts[0] in ("templates", "static")
    ]
    assert len(files) > 50
    foreign = {str(file): hosts_in(read(file)) - NAMES_OF_LANGUAGES for file in files}
    assert {file: hosts for file, hosts in foreign.items() if hosts} == {}


def test_the_lock_of_python_packages_names_one_registry() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    sources = {
        json.dumps(package["source"])
        for package in lock["package"]
        if package["name"] != "geostories"
    }
    assert sources == {json.dumps({"registry": "https://pypi.org/simple"})}
    assert hosts_in((ROOT / "uv.lock").read_text()) == {"pypi.org", "files.pythonhosted.org"}


def test_every_locked_python_file_has_its_checksum() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    files = [
        file
        for package in lock["package"]
        for file in [*package.get("wheels", []), package.get("sdist")]
        if file
    ]
    assert len(files) > 500
    assert all(file["hash"].startswith("sha256:") for file in files)


def test_the_lock_of_front_end_packages_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    named = {package["resolved"] for package in packages.values() if "resolved" in package}
    assert {host for address in named for host in hosts_in(address)} <= {"registry.npmjs.org"}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    path = re.compile(r"(?<![\w.~}])/(?:home|root|work|tmp|Users)/[\w.-]+")
    found = {str(file): path.findall(read(file)) for file in list_texts()}
    assert {file: paths for file, paths in found.items() if paths} == {}
