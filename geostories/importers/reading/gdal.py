"""Reading with GDAL, in the forms the importer wants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyogrio import raw
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geostories.importers.reading.found import Refused, Value

UNREADABLE = (CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)


def read(
    data: bytes, *, features: int, problems: Sequence[str | None] = (), **choice: Any
) -> tuple[str | None, dict[str, list[Value]], Any]:
    """GDAL's name of the system, the values of each field, and the shapes as WKB or None.

    `features`: the most that may be there. `problems`: found before, one a row; the first is the
    reason if GDAL cannot read the whole. Raises Refused, or one of UNREADABLE.
    """
    try:
        meta, _, wkb, fields = raw.read(
            data, max_features=features + 1, datetime_as_string=True, **choice
        )
    except UNREADABLE:
        _refuse_first(problems)
        raise
    if len(wkb) > features:
        raise Refused("import_too_many_features", most=features)
    kinds = zip(meta["fields"], meta["ogr_types"], meta["ogr_subtypes"], fields, strict=True)
    columns = {
        str(name): [_value(value, kind, subkind) for value in values]
        for name, kind, subkind, values in kinds
    }
    return meta["crs"], columns, wkb


def _refuse_first(problems: Sequence[str | None]) -> None:
    """Refuse for the first row that has a problem, if one has."""
    for row, problem in enumerate(problems, start=1):
        if problem:
            raise Refused(problem, row=row)


def _value(value: Any, kind: str, subkind: str) -> Value:
    """A field's value as JSON has it. Lists and objects are no facts of ours: None.

    Whole numbers come as floats where a row has none.
    """
    if isinstance(value, str) or value is None:
        return value
    if not isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating):
        return None
    if not math.isfinite(value):
        return None
    if subkind == "OFSTBoolean":
        return bool(value)
    return int(value) if kind in {"OFTInteger", "OFTInteger64"} else float(value)
