"""What was found in a file, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EMPTY_ROW = "import_empty_row"
"""A problem that only leaves the row out: a track without a line is nothing that could be walked."""

Value = str | int | float | bool | None

Remark = dict[str, str | int]
"""`code` of what was mended or left out, `row` of the first it happened to, `count` of all."""


class Refused(Exception):
    """The file cannot be used; `code` and `params` as in ImportRefused."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Found:
    """A layer as it was read. `crs`: EPSG, None or UNKNOWN; `named`: its name in the file.

    `columns` hold a value a row; so do `wkb` (None: no shape) and `problems` (codes, or None).
    """

    name: str
    crs: int | None
    named: str
    columns: dict[str, list[Value]]
    wkb: Any
    problems: list[str | None]
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class FoundRow:
    """One row of a format that is read row by row."""

    values: Mapping[str, Value]
    shape: BaseGeometry | None
    problem: str | None = None


def of_rows(
    name: str, crs: int | None, rows: Sequence[FoundRow], remarks: Iterable[Remark] = ()
) -> Found:
    """Rows as a layer: every name that one of them has is a column of all."""
    names = dict.fromkeys(name for row in rows for name in row.values)
    return Found(
        name,
        crs,
        "",
        {each: [row.values.get(each) for row in rows] for each in names},
        np.array(
            [None if row.shape is None else shapely.to_wkb(row.shape) for row in rows], object
        ),
        [row.problem for row in rows],
        list(remarks),
    )


def remark(code: str, rows: Sequence[int], **params: str | int) -> list[Remark]:
    """One remark for all the rows (from 1) that it holds for; none if there are none."""
    return [{"code": code, "row": rows[0], "count": len(rows), **params}] if rows else []
