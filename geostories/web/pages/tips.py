"""*Veckans tips* as everybody sees it: this week's, and those before."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geostories.domain.days import this_week
from geostories.domain.transaction import Scope, reading
from geostories.queries.tips import latest_tips
from geostories.web import cards
from geostories.web.guards import open_to_all
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("tips", __name__))
WEEKS = 26
"""Half a year: an older tip is out of season."""


@blueprint.get("/veckans-tips/")
@open_to_all
def index() -> ResponseReturnValue:
    """The tips of the last half year, the newest first."""
    with reading(Scope.public()) as session:
        found = latest_tips(session, municipality_id=current().id, week=this_week(), limit=WEEKS)
    return render_template(
        "tips/index.html",
        tips=[cards.of_tip(each) for each in found],
        has_current=bool(found) and found[0].week == this_week(),
    )
