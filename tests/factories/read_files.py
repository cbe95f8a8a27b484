"""Reading a layer file as the importer does, and naming what it finds wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geostories.config import Settings
from geostories.importers.reader import SourceLayer, read_layer
from geostories.importers.report import ImportRefused


def read(
    file: Path,
    *,
    crs: int | None = None,
    layer: str | None = None,
    lines: bool = False,
    near: tuple[float, float, float, float] | None = None,
    **limits: Any,
) -> SourceLayer:
    """Read it in the process of its own; `limits` are settings."""
    settings = Settings(**limits)
    return read_layer(file, layer=layer, crs=crs, settings=settings, lines=lines, near=near)


def refusal(file: Path, **order: Any) -> ImportRefused:
    """The refusal that reading it ends with."""
    with pytest.raises(ImportRefused) as refused:
        read(file, **order)
    return refused.value


def problem(file: Path, **order: Any) -> str:
    """`code row` of a file's only problem, whether GDAL met it already or we found it after."""
    try:
        rows = read(file, **order).rows
    except ImportRefused as refused:
        return f"{refused.code} {refused.params['row']}"
    (bad,) = (row for row in rows if row.problem)
    assert bad.problem
    assert bad.shape is None
    return f"{bad.problem.code} {bad.problem.params['row']}"


def remarks(layer: SourceLayer) -> dict[str, int]:
    """How many rows each remark is about, by code."""
    return {each.code: int(each.params["count"]) for each in layer.remarks}
