"""Ordering mail about what is new: of an area, a place, a trail, a theme, a teller; the week's tip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geostories.domain import subscriptions
from geostories.domain.days import today
from geostories.domain.subscriptions import Followed
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.queries.feeds import find_teller
from geostories.queries.place_names import find_nearest_name
from geostories.queries.places import find_place
from geostories.queries.themes import get_theme
from geostories.queries.trails import get_trail
from geostories.vocabulary import FollowedKind
from geostories.web import filters, language
from geostories.web.forms.alerts import OrderForm
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality
from geostories.wording.alerts import what

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

blueprint = of_municipality(Blueprint("subscriptions", __name__))
ASKED = ("plats", "tema", "berattare", "punkt", "tips")
"""What the address may name; without any it is the whole municipality."""


@blueprint.get("/bevaka")
@open_to_all
def order() -> ResponseReturnValue:
    """The form, for what the address names."""
    followed = _followed()
    return _page(followed, _form(followed, formdata=None))


@blueprint.post("/bevaka")
@open_to_all
def send() -> ResponseReturnValue:
    """Order it: an account has it at once, an address when it has confirmed."""
    followed = _followed()
    form = _form(followed)
    if not form.validate():
        return _page(followed, form)
    wanted = replace(followed, reach_m=form.reach_m())
    if current_person().is_signed_in:
        return _to_account(wanted)
    address = form.address()
    limit("link mail from", visitor_address(), settings().register_per_address, HOUR)
    limit("link mail", address.lower(), settings().link_mails_per_address, HOUR)
    with transaction(Scope.account()) as session:
        subscriptions.order_to_address(
            session,
            address=address,
            municipality_id=current().id,
            followed=wanted,
            language=language.current(),
            key=settings().signing_key(),
        )
    return render_template("alerts/ordered.html", address=address, what=_what(wanted))


def _to_account(wanted: Followed) -> ResponseReturnValue:
    with transaction(own_scope()) as session:
        subscriptions.order_to_account(
            session,
            user_id=current_person().id,
            municipality_id=current().id,
            followed=wanted,
            language=language.current(),
            key=settings().signing_key(),
        )
    is_weekly = wanted.kind is FollowedKind.WEEKLY
    flash(
        _("Ordered. We write to you on Monday mornings.")
        if is_weekly
        else _("Ordered. We write to you when there is something new."),
        "success",
    )
    return redirect(url_for("own_subscriptions.index"), code=303)


def _followed() -> Followed:
    """What the address names, as everybody sees it; raises NotFound."""
    args = request.args
    with reading(Scope.public()) as session:
        if args.get("tips"):
            return Followed(FollowedKind.WEEKLY, current().name)
        if "plats" in args:
            return _place(session, read_id(args["plats"], "no_place"))
        if "tema" in args:
            return _theme(session, args["tema"])
        if "berattare" in args:
            return _teller(session, read_id(args["berattare"], "no_story"))
        return _area(session, args)


def _place(session: Session, place_id: UUID) -> Followed:
    place = find_place(session, place_id)
    if place is not None:
        return Followed(FollowedKind.PLACE, place.name, place_id=place.id)
    trail = get_trail(session, place_id)
    return Followed(FollowedKind.TRAIL, trail.name, trail_id=trail.id)


def _theme(session: Session, word: str) -> Followed:
    theme = get_theme(session, municipality_id=current().id, slug=word)
    if not theme.is_published or theme.opens_on > today():
        raise NotFound("no_theme")
    return Followed(FollowedKind.THEME, theme.question, theme_id=theme.id)


def _teller(session: Session, story_id: UUID) -> Followed:
    teller = find_teller(session, story_id)
    if teller is None:
        raise NotFound("no_story")
    return Followed(FollowedKind.TELLER, teller.label, teller_id=teller.id)


def _area(session: Session, args: MultiDict[str, str]) -> Followed:
    point = filters.point_of(args)
    if point is None:
        return Followed(FollowedKind.AREA, current().name)
    lon, lat = point
    named = find_nearest_name(session, lon=lon, lat=lat, within_m=settings().nearby_m)
    label = named[0].name if named else f"{lat:.3f}, {lon:.3f}"
    return Followed(FollowedKind.AREA, label, point=point)


def _form(followed: Followed, **given: object) -> OrderForm:
    return OrderForm(
        asks_address=not current_person().is_signed_in,
        distances_km=filters.DISTANCES_KM if followed.point else (),
        **given,
    )


def _what(followed: Followed) -> str:
    return what(followed.kind, followed.label, followed.reach_m)


def _page(followed: Followed, form: OrderForm) -> ResponseReturnValue:
    asked = {name: request.args[name] for name in ASKED if name in request.args}
    page = render_template(
        "alerts/order.html",
        form=form,
        what=_what(followed),
        is_weekly=followed.kind is FollowedKind.WEEKLY,
        send_url=f"{request.path}?{urlencode(asked)}" if asked else request.path,
        feed_url=_feed_url(followed, asked),
    )
    return page, 422 if form.errors else 200


def _feed_url(followed: Followed, asked: dict[str, str]) -> str:
    """The feed of the same: the other way to follow it."""
    town = current().slug
    match followed.kind:
        case FollowedKind.WEEKLY:
            path = url_for("feeds.tips", municipality=town)
        case FollowedKind.THEME:
            path = url_for("feeds.theme", municipality=town, word=asked["tema"])
        case FollowedKind.TELLER:
            path = url_for("feeds.teller", municipality=town, story=asked["berattare"])
        case FollowedKind.PLACE | FollowedKind.TRAIL:
            path = url_for("feeds.place", municipality=town, place=asked["plats"])
        case _:
            path = url_for("feeds.newest", municipality=town, punkt=asked.get("punkt"))
    return url_for("start.index", _external=True).rstrip("/") + path
