"""The platform's start page: which municipalities there are."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geostories.domain.transaction import Scope, reading
from geostories.queries import municipalities
from geostories.queries.stories import StoryFilter, count_stories
from geostories.web.guards import open_to_all

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
@open_to_all
def index() -> ResponseReturnValue:
    """List the municipalities with the number of their stories."""
    with reading(Scope.public()) as session:
        listed = [
            (each, count_stories(session, wanted=StoryFilter(municipality_id=each.id)))
            for each in municipalities.list_municipalities(session)
        ]
    return render_template("start/index.html", listed=listed)
