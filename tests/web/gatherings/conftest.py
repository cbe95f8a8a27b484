"""One installation for a module; everybody signs in anew, and somebody has told what is gathered."""

from __future__ import annotations

import pytest
from flask import Flask

from geostories.domain.permissions import Person
from tests.factories.person import register


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture(scope="module")
def owner(app: Flask) -> Person:
    """Whose stories are gathered."""
    return register("samlad@example.se")
