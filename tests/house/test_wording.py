"""Every sentence of the interface has its words in Swedish, and every error code its sentence."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from geostories.wording.errors import SENTENCES
from tests.house.tree import ROOT, list_files, read

KEYWORDS = ("_l", "lazy_gettext")
SWEDISH = Path("geostories/wording/catalogues/sv/LC_MESSAGES/messages.po")
CATALOGUES = [file for file in list_files() if file.suffix == ".po"]


def load(file: Path) -> Catalog:
    return read_po(io.BytesIO(file.read_bytes()), abort_invalid=True)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say, as `pybabel extract` finds it."""
    target = tmp_path_factory.mktemp("wording") / "messages.pot"
    words = ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(target)]
    words += [part for keyword in KEYWORDS for part in ("-k", keyword)]
    CommandLineInterface().run([*words, str(ROOT)])
    return load(target)


def test_something_is_said(extracted: Catalog) -> None:
    assert len(extracted) > 300


def test_the_swedish_catalogue_has_every_sentence_and_none_more(extracted: Catalog) -> None:
    swedish = load(ROOT / SWEDISH)
    said = {message.id for message in extracted if message.id}
    translated = {message.id for message in swedish if message.id}
    assert said - translated == set()
    assert translated - said == set()


def is_whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


@pytest.mark.parametrize("file", CATALOGUES, ids=str)
def test_no_sentence_of_a_catalogue_is_empty_or_unsure(file: Path) -> None:
    assert [
        message.id for message in load(ROOT / file) if message.id and not is_whole(message)
    ] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=str)
def test_every_translation_fills_the_same_blanks(file: Path) -> None:
    assert [(message.id, errors) for message, errors in load(ROOT / file).check()] == []


def raised_codes() -> Iterator[tuple[Path, str]]:
    """Every code that is raised with an error of ours, where it is written out."""
    kinds = {"NotFound", "NotAllowed", "InvalidInput", "StateError", "Conflict", "TooMany"}
    for file in list_files():
        if file.parts[0] != "geostories" or file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(read(file))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in kinds
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield file, first.value


def test_every_error_has_its_sentence() -> None:
    codes = list(raised_codes())
    assert len(codes) > 30
    assert {f"{file}: {code}" for file, code in codes if code not in SENTENCES} == set()
