"""Templates: nothing imported in vain, nothing named that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house.tree import ROOT, list_texts, read

TEMPLATES = [file for file in list_texts(".html", ".txt") if file.parts[0] == "templates"]
PARSER = Environment(extensions=["jinja2.ext.do", "jinja2.ext.i18n"])


def parse(file: Path) -> nodes.Template:
    return PARSER.parse(read(file))


def imported_by(tree: nodes.Template) -> set[str]:
    """The names a template imports, under which it knows them."""
    names = {str(each.target) for each in tree.find_all(nodes.Import)}
    for each in tree.find_all(nodes.FromImport):
        names |= {name[1] if isinstance(name, tuple) else name for name in each.names}
    return names


def used_by(tree: nodes.Template) -> set[str]:
    """The names a template reads, and those that its includes read for it."""
    names = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for each in tree.find_all(nodes.Include):
        assert isinstance(each.template, nodes.Const)
        names |= used_by(parse(Path("templates") / each.template.value))
    return names


@pytest.mark.parametrize("file", TEMPLATES, ids=str)
def test_every_import_is_used(file: Path) -> None:
    tree = parse(file)
    assert imported_by(tree) - used_by(tree) == set()


@pytest.mark.parametrize("file", TEMPLATES, ids=str)
def test_every_macro_asked_for_is_there(file: Path) -> None:
    for each in parse(file).find_all(nodes.FromImport):
        assert isinstance(each.template, nodes.Const)
        source = parse(Path("templates") / each.template.value)
        made = {macro.name for macro in source.find_all(nodes.Macro)}
        made |= {name.name for name in source.find_all(nodes.Name) if name.ctx == "store"}
        asked = {name[0] if isinstance(name, tuple) else name for name in each.names}
        assert asked <= made


def test_every_static_file_that_a_template_names_is_there() -> None:
    missing = {
        f"{file}: {name}"
        for file in TEMPLATES
        for name in re.findall(r"asset\('([^'~{]+)'\)", read(file))
        if not (ROOT / "static" / name).is_file()
        and not (name.startswith("basemap/") and (ROOT / "data" / name).is_file())
    }
    assert missing == set()


def test_every_icon_that_a_template_names_is_there() -> None:
    icons = ROOT / "static" / "vendor" / "icons"
    missing = {
        f"{file}: {name}"
        for file in TEMPLATES
        for name in re.findall(r"\bicon\('([a-z0-9-]+)'", read(file))
        if not list(icons.glob(f"*/{name}.svg"))
    }
    assert missing == set()


def test_no_template_has_style_or_script_that_the_policy_would_refuse() -> None:
    refused = re.compile(
        r"<style|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:|<script(?![^>]*nonce=)"
    )
    found = {str(file): refused.findall(read(file)) for file in TEMPLATES}
    assert {file: what for file, what in found.items() if what} == {}
