"""One installation for a module; everybody signs in anew, and somebody has told what is gathered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from tests.conftest import Server
from tests.factories.installation import standing_installation
from tests.factories.person import forget_tries, register


@pytest.fixture(scope="module")
def app(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration, for all tests of the module."""
    with standing_installation(server, tmp_path_factory) as app:
        yield app


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    """Every test signs in anew."""
    with transaction(Scope.operator()) as session:
        forget_tries(session)


@pytest.fixture(scope="module")
def owner(app: Flask) -> Person:
    """Whose stories are gathered."""
    return register("samlad@example.se")
