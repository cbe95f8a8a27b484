"""What the pages of the records share."""

from __future__ import annotations

from flask import Blueprint

from geostories.web.municipality import of_municipality

blueprint = of_municipality(Blueprint("records", __name__))
