"""What a new reading of a layer changes in what is already there. Pure; no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geostories.importers.records import Record

SAME_PLACE_DEGREES = 1e-9
"""A tenth of a millimetre: less than two versions of a projection library differ by."""

LOSS = 0.3
"""A register loses a few rows a year; as large a part is a broken file or a cut-off answer."""

FRESHNESS = "fetched_at"
"""Says when the register was asked, not what it answered: no change."""


@dataclass(frozen=True)
class Diff:
    """What to do with each row. One that was withdrawn and is back counts as changed."""

    added: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    unchanged: list[Record] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def compare(
    incoming: Sequence[Record], present: Mapping[str, Record], *, gone: AbstractSet[str]
) -> Diff:
    """Set a reading (no id twice) against what is there, by the register's id.

    `gone` are the ids in `present` that were withdrawn before.
    """
    diff = Diff()
    for record in incoming:
        old = present.get(record.register_id)
        if old is None:
            diff.added.append(record)
        elif record.register_id in gone or not same(old, record):
            diff.changed.append(record)
        else:
            diff.unchanged.append(record)
    seen = {record.register_id for record in incoming}
    diff.withdrawn.extend(key for key in present if key not in seen and key not in gone)
    return diff


def is_loss(*, withdrawn: int, present: int) -> bool:
    """Whether so much would go that somebody has to look first. `present`: not withdrawn before."""
    return withdrawn > 0 and withdrawn >= LOSS * present


def same(old: Record, new: Record) -> bool:
    """Whether two rows say the same, positions to a tenth of a millimetre.

    What the new one does not speak of is left as it is, and so is what the table does not have.
    """
    told = (old.columns.keys() & new.columns.keys()) - {FRESHNESS}
    return all(old.columns[name] == new.columns[name] for name in told) and all(
        same_shape(old.shapes[name], new.shapes[name]) for name in new.shapes
    )


def same_shape(old: BaseGeometry | None, new: BaseGeometry | None) -> bool:
    """Whether two shapes have the same corners, and the same heights, in the same order."""
    if old is None or new is None:
        return old is new
    if old.has_z != new.has_z or not shapely.equals_exact(old, new, SAME_PLACE_DEGREES):
        return False
    corners = [shapely.get_coordinates(shape, include_z=True)[:, 2] for shape in (old, new)]
    return not new.has_z or bool(np.array_equal(*corners))
