"""Stories: the list and the page of one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from geostories.domain.transaction import Scope, reading
from geostories.maps import page_map
from geostories.queries import categories, stories
from geostories.queries.along import list_passing
from geostories.queries.belonging import belonging_of
from geostories.queries.nearby import list_nearby
from geostories.queries.notices import notices_of, notices_of_any
from geostories.vocabulary import RING_RADIUS_M, Precision
from geostories.web import cards, filters, language, sounds, visits
from geostories.web.guards import open_to_all, settings
from geostories.web.ids import read_titled_id
from geostories.web.municipality import current, of_municipality
from geostories.web.pages import answers, gathered, story_list, trail_part
from geostories.web.pages.story_photos import gallery_of
from geostories.wording import telling
from geostories.wording.markdown import render_body

blueprint = of_municipality(Blueprint("stories", __name__))
NEARBY_ROWS = 6
PASSING_TRAILS = 2


@blueprint.get("/berattelser/")
@open_to_all
def index() -> ResponseReturnValue:
    """The list: the same query as the map's, page by page."""
    args, home = request.args, current()
    page, size = filters.page_of(args), settings().page_size
    with reading(Scope.public()) as session:
        asked = story_list.ask(session, args, home.id)
        found = stories.list_stories(
            session, wanted=asked.wanted, limit=size, offset=(page - 1) * size
        )
        count = stories.count_stories(session, wanted=asked.wanted)
        kinds = categories.list_categories(session, language=language.current())
        form = story_list.form_of(session, asked, args, home.id)
        narrowed = story_list.chosen(asked, args, form, {kind.slug: kind.plural for kind in kinds})
        ways = [] if count else story_list.ways_out(session, asked, args, narrowed, home)
        named = story_list.places_named(session, asked, home.slug)
        ids = [card.id for card in found]
        marks = notices_of(session, noun="story", ids=ids, at=datetime.now(UTC))
    return render_template(
        "stories/index.html",
        stories=story_list.cards_of(asked, found, marks),
        count=count,
        categories=kinds,
        asked=asked,
        wanted=asked.wanted,
        form=form,
        chosen=story_list.links_of(args, narrowed, home.slug),
        hidden=story_list.hidden(args),
        ways_out=ways,
        named=named,
        distances=filters.DISTANCES_KM,
        page=page,
        pages=-(-count // size),
        given=args.to_dict(),
    )


@blueprint.get("/berattelser/<story>")
@open_to_all
def show(story: str) -> ResponseReturnValue:
    """A published story, with what lies near it."""
    story_id = read_titled_id(story, "no_story")
    with reading(Scope.public()) as session:
        found = stories.get_story(session, story_id)
        near = list_nearby(
            session,
            lon=found.card.lon,
            lat=found.card.lat,
            within_m=settings().nearby_m,
            limit=NEARBY_ROWS,
            but=story_id,
            is_rough=found.card.precision is Precision.APPROX_1000,
        )
        passing = list_passing(
            session, story_id, within_m=settings().along_trail_m, limit=PASSING_TRAILS
        )
        kinds = categories.list_categories(session, language=language.current())
        ids = [story_id, *(row.id for row in near)]
        marks = notices_of_any(session, ids=ids, at=datetime.now(UTC))
        belongs_to = belonging_of(session, story_id)
        belongs = gathered.of_story(session, story_id, found.card.municipality)
    if found.card.municipality != current().slug:
        return redirect(cards.story_url(found.card.municipality, story_id), code=301)
    visits.is_about("story", story_id)
    return render_template(
        "stories/show.html",
        story=cards.of_story(found.card, marks),
        card=found.card,
        body=render_body(found.body, own_host=request.host),
        gallery=gallery_of(found.photos),
        sound=sounds.of_sound(found.sound, found.card.author_label, found.card.voice)
        if found.sound
        else None,
        licence=telling.licence_shown(found.licence),
        category=next(kind for kind in kinds if kind.slug == found.card.category),
        nearby=[cards.of_nearby(row, marks) for row in near],
        gathered=belongs,
        belongs_to=belongs_to,
        belongs_url=belongs_to and cards.place_url(belongs_to.municipality, belongs_to.id),
        **answers.of_story(found),
        trails=[trail_part.passing_row(each, found.card) for each in passing],
        map=page_map.story_map(
            lon=found.card.lon,
            lat=found.card.lat,
            category=found.card.category,
            ring_m=RING_RADIUS_M[found.card.precision],
            shape=found.card.shape,
        ),
    )
