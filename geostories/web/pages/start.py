"""The platform's start page: which municipalities there are."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geostories.domain.days import this_week
from geostories.domain.transaction import Scope, reading
from geostories.queries import municipalities
from geostories.queries.stories import StoryFilter, count_stories
from geostories.queries.tips import tips_of_week
from geostories.web import cards
from geostories.web.guards import open_to_all
from geostories.wording import about_pages
from geostories.wording.about_pages import PAGES

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
@open_to_all
def index() -> ResponseReturnValue:
    """List the municipalities with the number of their stories."""
    with reading(Scope.public()) as session:
        tips = tips_of_week(session, week=this_week())
        listed = [
            (
                each,
                count_stories(session, wanted=StoryFilter(municipality_id=each.id)),
                cards.of_tip(tips[each.id]) if each.id in tips else None,
            )
            for each in municipalities.list_municipalities(session)
        ]
    return render_template("start/index.html", listed=listed)


@blueprint.get("/konto/om-kommunerna")
@open_to_all
def information() -> ResponseReturnValue:
    """The texts of every municipality, for pages that belong to none."""
    with reading(Scope.public()) as session:
        listed = [
            (each, {page: about_pages.title(page, site_name=each.site_name) for page in PAGES})
            for each in municipalities.list_municipalities(session)
        ]
    return render_template("about/all.html", listed=listed)
