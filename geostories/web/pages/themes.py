"""Themes as everybody sees them: the list, and one with its question and its stories."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain.days import today
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.maps import page_map
from geostories.maps.page_map import MapStop
from geostories.queries import stories
from geostories.queries.notices import notices_of
from geostories.queries.stories import StoryCard, StoryFilter
from geostories.queries.themes import ThemeInfo, get_theme, list_themes
from geostories.vocabulary import RING_RADIUS_M, Voice
from geostories.web import cards, filters, visits
from geostories.web.guards import open_to_all, settings
from geostories.web.municipality import current, of_municipality
from geostories.wording import gathering as saying

blueprint = of_municipality(Blueprint("themes", __name__))
ON_THE_MAP = 200
"""More bubbles than this hide each other on a small map."""


@blueprint.get("/insamlingar/")
@open_to_all
def index() -> ResponseReturnValue:
    """What the municipality asks for now, and what it has asked for."""
    with reading(Scope.public()) as session:
        found = list_themes(session, municipality_id=current().id, since=today())
        own = StoryFilter(municipality_id=current().id, voice=Voice.MUNICIPALITY)
        told_officially = stories.count_stories(session, wanted=own)
    return render_template(
        "themes/index.html",
        told_officially=told_officially,
        groups=[
            (_("Asked now"), [_row(each) for each in found if each.is_open(today())]),
            (_("Themes that have closed"), [_row(each) for each in found if each.is_over(today())]),
        ],
    )


def _row(theme: ThemeInfo) -> tuple[ThemeInfo, str]:
    return theme, saying.theme_period(theme, today())


@blueprint.get("/insamlingar/<word>")
@open_to_all
def show(word: str) -> ResponseReturnValue:
    """One theme: its question, its stories on a small map and as a list."""
    page, size = filters.page_of(request.args), settings().page_size
    with reading(Scope.public()) as session:
        theme = get_theme(session, municipality_id=current().id, slug=word)
        if not theme.is_published or theme.opens_on > today():
            raise NotFound("no_theme")
        wanted = StoryFilter(theme_id=theme.id)
        found = stories.list_stories(session, wanted=wanted, limit=size, offset=(page - 1) * size)
        count = stories.count_stories(session, wanted=wanted)
        marked = stories.list_stories(session, wanted=wanted, limit=ON_THE_MAP)
        marks = notices_of(
            session, noun="story", ids=[card.id for card in found], at=datetime.now(UTC)
        )
    visits.is_about("theme", theme.id)
    return render_template(
        "themes/show.html",
        theme=theme,
        is_open=theme.is_open(today()),
        period=saying.theme_period(theme, today()),
        stories=[cards.of_story(card, marks) for card in found],
        count=count,
        page=page,
        pages=-(-count // size),
        given=request.args.to_dict(),
        map=page_map.gathered_map([map_stop(card) for card in marked]) if marked else None,
    )


def map_stop(card: StoryCard, number: int = 0) -> MapStop:
    """A story on a small map, with its number where there is an order."""
    return MapStop(
        point=(card.lon, card.lat),
        ring_m=RING_RADIUS_M[card.precision],
        icon=card.category,
        number=number,
    )
