"""Importing layers into real tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database
from geostories.domain.layer_imports import Order
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.importers.report import Report
from tests.factories.importing import Import
from tests.factories.municipality import make_municipality


@pytest.fixture
def katrineholm(database: Database) -> UUID:
    """The id of a municipality without layers."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def run(katrineholm: UUID) -> Import:
    """Import a file in a transaction of its own, in the municipality's scope unless told."""

    def import_file(file: Path, *, scope: Scope | None = None, **order: Any) -> Report:
        told = {name: order.pop(name) for name in Order.__dataclass_fields__ if name in order}
        wanted: dict[str, Any] = {
            "municipality_id": katrineholm,
            "order": Order(**{"register": "test", "kind": "place"} | told),
            "settings": Settings(),
        }
        with transaction(scope or Scope.municipality(katrineholm)) as session:
            return import_layer(session, file=file, **wanted | order)

    return import_file


@pytest.fixture
def rows(database: Database) -> Iterator[Session]:
    """Everything that is there, whoever's it is, as it stands at the first question."""
    with reading(Scope.operator()) as session:
        yield session
