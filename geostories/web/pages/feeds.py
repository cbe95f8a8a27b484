"""Atom feeds of what is new: the municipality's, around a point, of a theme, a place, a teller."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain.days import SWEDEN, this_week, today
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.exporters import atom
from geostories.exporters.atom import Entry, Feed
from geostories.queries import feeds
from geostories.queries.feeds import NewStory
from geostories.queries.places import find_place
from geostories.queries.themes import get_theme
from geostories.queries.tips import TipInfo, latest_tips
from geostories.queries.trails import get_trail
from geostories.vocabulary import FollowedKind, Voice
from geostories.web import cards, filters, language
from geostories.web.guards import open_to_all, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality
from geostories.wording.alerts import what

blueprint = of_municipality(Blueprint("feeds", __name__))
AROUND_M = 5_000
"""As far as the form of the same mail offers first."""


@blueprint.get("/berattelser/ny.atom")
@open_to_all
def newest() -> ResponseReturnValue:
    """The newest of the municipality, or within so many kilometres of a point, across borders."""
    point = filters.point_of(request.args)
    reach_m = filters.within_of(request.args) or AROUND_M
    wanted = feeds.around_point(*point, reach_m) if point else _here()
    with reading(Scope.public()) as session:
        found = feeds.list_new(session, wanted, limit=settings().page_size)
    title = _("New stories within the area") if point else what(FollowedKind.AREA, current().name)
    return _answer(title, url_for("stories.index", municipality=current().slug), found)


@blueprint.get("/berattelser/kommunen.atom")
@open_to_all
def official() -> ResponseReturnValue:
    """*Kommunen berättar*: what the municipality tells itself."""
    with reading(Scope.public()) as session:
        found = feeds.list_new(
            session,
            _here(),
            feeds.with_voice(Voice.MUNICIPALITY),
            limit=settings().page_size,
        )
    page = url_for("stories.index", municipality=current().slug, rost=Voice.MUNICIPALITY.value)
    return _answer(_("The municipality tells"), page, found)


@blueprint.get("/insamlingar/<word>/ny.atom")
@open_to_all
def theme(word: str) -> ResponseReturnValue:
    """The newest answers to a theme's question."""
    with reading(Scope.public()) as session:
        asked = get_theme(session, municipality_id=current().id, slug=word)
        if not asked.is_published or asked.opens_on > today():
            raise NotFound("no_theme")
        found = feeds.list_new(session, feeds.in_theme(asked.id), limit=settings().page_size)
    page = url_for("themes.show", municipality=current().slug, word=word)
    return _answer(what(FollowedKind.THEME, asked.question), page, found)


@blueprint.get("/platser/<place>/ny.atom")
@open_to_all
def place(place: str) -> ResponseReturnValue:
    """The newest that was told at a place or along a trail."""
    place_id = read_id(place, "no_place")
    with reading(Scope.public()) as session:
        thing = find_place(session, place_id)
        if thing is not None:
            kind, name = FollowedKind.PLACE, thing.name
            wanted = feeds.at_place(place_id, settings().told_here_m)
        else:
            kind, name = FollowedKind.TRAIL, get_trail(session, place_id).name
            wanted = feeds.on_trail(place_id, settings().along_trail_m)
        found = feeds.list_new(session, wanted, limit=settings().page_size)
    page = url_for("places.show", municipality=current().slug, place=place)
    return _answer(what(kind, name), page, found)


@blueprint.get("/berattelser/<story>/berattaren.atom")
@open_to_all
def teller(story: str) -> ResponseReturnValue:
    """What whoever told a story tells under the same name; not there for who shows none."""
    story_id = read_id(story, "no_story")
    with reading(Scope.public()) as session:
        who = feeds.find_teller(session, story_id)
        if who is None:
            raise NotFound("no_story")
        found = feeds.list_new(
            session, feeds.by_teller(who.id, who.label), limit=settings().page_size
        )
    page = cards.story_url(current().slug, story_id)
    return _answer(what(FollowedKind.TELLER, who.label), page, found)


@blueprint.get("/veckans-tips/ny.atom")
@open_to_all
def tips() -> ResponseReturnValue:
    """The tips of the last weeks, as long as what they tip about can be seen."""
    with reading(Scope.public()) as session:
        found = latest_tips(
            session, municipality_id=current().id, week=this_week(), limit=settings().page_size
        )
    page = url_for("tips.index", municipality=current().slug)
    title = what(FollowedKind.WEEKLY, current().name)
    return _send(title, page, [_tip(each) for each in found])


def _here() -> feeds.Value:
    return feeds.in_municipality(current().id)


def _answer(title: str, page: str, found: list[NewStory]) -> ResponseReturnValue:
    return _send(title, page, [_story(each) for each in found])


def _story(story: NewStory) -> Entry:
    """A story as a feed has it: its beginning, not all of it, so that it can still be taken back."""
    return Entry(
        url=_absolute(cards.story_url(story.municipality, story.id)),
        title=story.title,
        summary=" · ".join(filter(None, [story.place_label, story.excerpt])),
        author=story.author_label or _("Anonymous"),
        published_at=story.published_at,
        changed_at=story.changed_at,
        language=story.language,
        point=story.point,
    )


def _tip(tip: TipInfo) -> Entry:
    address = cards.story_url if tip.noun == "story" else cards.place_url
    monday = datetime.combine(tip.week, time(), SWEDEN)
    url = _absolute(address(tip.thing_municipality, tip.thing_id))
    return Entry(
        url=f"{url}#{tip.week.isoformat()}",
        title=tip.name,
        summary=tip.sentence,
        author=current().site_name,
        published_at=monday,
        changed_at=monday,
        language="sv",
    )


def _send(title: str, page: str, entries: list[Entry]) -> Response:
    """The feed; kept by nobody without asking again: stories are withdrawn."""
    feed = Feed(
        url=request.url,
        page_url=_absolute(page),
        title=f"{title} – {current().site_name}",
        language=language.current(),
        changed_at=datetime.combine(datetime.now(UTC).date(), time(), UTC),
    )
    response = Response(atom.write(feed, entries), mimetype=atom.MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _absolute(path: str) -> str:
    return url_for("start.index", _external=True).rstrip("/") + path
