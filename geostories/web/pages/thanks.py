"""*Tack*: given and undone at a button."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from geostories.domain import thanks
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.stories import get_story
from geostories.web import cards
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    remember_visitor,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality
from geostories.web.pages.answers import thanks_part

blueprint = of_municipality(Blueprint("thanks", __name__))


@blueprint.get("/berattelser/<story>/tack")
@open_to_all
def ask(story: str) -> ResponseReturnValue:
    """The button on a page of its own: reading a story leaves no cookie behind, thanking does."""
    with reading(Scope.public()) as session:
        found = get_story(session, read_id(story, "no_story"))
    return render_template(
        "stories/thanks.html",
        story=cards.of_story(found.card),
        thanks=thanks_part(found, has_session=True),
    )


@blueprint.post("/berattelser/<story>/tack")
@open_to_all
def give(story: str) -> ResponseReturnValue:
    """Thank for a story; a second time changes nothing."""
    story_id = read_id(story, "no_story")
    limit("thanks from", visitor_address(), settings().thanks_per_address, HOUR)
    person = remember_visitor()
    with transaction(Scope.municipality(current().id)) as session:
        thanks.give(session, story_id=story_id, municipality_id=current().id, person=person)
    return _back(story_id)


@blueprint.post("/berattelser/<story>/tack/angra")
@open_to_all
def take_back(story: str) -> ResponseReturnValue:
    """Undo it."""
    story_id = read_id(story, "no_story")
    limit("thanks from", visitor_address(), settings().thanks_per_address, HOUR)
    with transaction(Scope.municipality(current().id)) as session:
        thanks.take_back(
            session, story_id=story_id, municipality_id=current().id, person=current_person()
        )
    return _back(story_id)


def _back(story_id: UUID) -> ResponseReturnValue:
    return redirect(f"{cards.story_url(current().slug, story_id)}#tack", code=303)
