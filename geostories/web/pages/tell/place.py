"""Step 1: where it happened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from geostories import public_id
from geostories.domain import drafts
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.geo.drawn_shapes import as_rows, kind_of, point_of, read_shape
from geostories.geo.grid import public_point
from geostories.queries import places, trails
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.own_stories import VersionInfo, get_draft, list_own_stories
from geostories.vocabulary import RING_RADIUS_M, Precision, ShapeKind, VersionStatus
from geostories.web import language
from geostories.web.forms.tell import (
    PHOTO_TYPES,
    ChosenPoint,
    PlaceForm,
    read_point,
    shape_limits,
)
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    remember_visitor,
    settings,
    takes_json,
    visitor_address,
)
from geostories.web.municipality import current
from geostories.web.pages.tell import drawing, homes, themes, whereabouts
from geostories.web.pages.tell.around import around, chosen_belonging, offer
from geostories.web.pages.tell.protected import protected_at
from geostories.web.pages.tell.steps import EXIF_READER, blueprint, draft_of, frame, step_url
from geostories.wording.errors import say

DRAFTS_AT_MOST = 5


@blueprint.get("/beratta")
@open_to_all
def start() -> ResponseReturnValue:
    """The first step of a new story; `?plats=` begins at an official place or a trail's start."""
    form = PlaceForm(formdata=None, data={"theme": request.args.get("insamling", "")})
    place_id = public_id.decode(request.args.get("plats", ""))
    if place_id:
        with reading(Scope.public()) as db:
            found = places.find_place(db, place_id) or trails.find_trail(db, place_id)
        if found and found.lon is not None and found.lat is not None:
            form.settle(ChosenPoint(found.lon, found.lat, found.name))
            form.belongs.data = public_id.encode(found.id)
    return _page(form, None)


@blueprint.post("/beratta")
@open_to_all
def begin() -> ResponseReturnValue:
    """Begin a story at its place."""
    return _answer(PlaceForm(), None)


@blueprint.get("/beratta/<story>/plats")
@open_to_all
def place(story: str) -> ResponseReturnValue:
    """The place of a draft, to be changed."""
    draft = draft_of(story)
    chosen_theme = themes.find_chosen(draft.theme_id)
    form = PlaceForm(
        formdata=None,
        data={
            "precision": draft.precision.value,
            "theme": chosen_theme and chosen_theme.slug,
            "shape_kind": kind_of(draft.shape).value,
            "shape": as_rows(draft.shape),
            "belongs": _key(draft.place_id or draft.trail_id),
        },
    )
    if draft.point:
        point = ChosenPoint(*draft.point)
        form.settle(point)
        was_ours = draft.place_label == _our_label(point, draft.precision)
        form.place_label.data = "" if was_ours else draft.place_label
    return _page(form, draft)


@blueprint.post("/beratta/<story>/plats")
@open_to_all
def save_place(story: str) -> ResponseReturnValue:
    """Keep another place."""
    return _answer(PlaceForm(), draft_of(story))


@blueprint.post("/beratta/ring")
@open_to_all
@takes_json
def ring() -> ResponseReturnValue:
    """What others would see of a point. Asked by POST: the exact place stands in no address."""
    given = _json()
    precision = str(given.get("precision"))
    if precision not in set(Precision):
        raise BadRequest
    story = public_id.decode(str(given.get("story", "")))
    try:
        point = _pointed(given)
        seen = _seen(point, Precision(precision), story)
        if given.get("shape"):  # the server alone knows which point stands for what was drawn
            seen["anchor"] = (point.lon, point.lat)
        return jsonify(seen)
    except InvalidInput as error:
        return jsonify(
            public=None,
            ring_m=0,
            place_label="",
            nearest_text="",
            municipality_name=None,
            protected=[],
            told=[],
            belongs=[],
            message=say(error),
        )


def _pointed(given: dict[str, Any]) -> ChosenPoint:
    """A point, or the one that stands for what was drawn; raises InvalidInput."""
    kind, rows = str(given.get("shape_kind", "")), str(given.get("shape", ""))
    if kind in (ShapeKind.LINE, ShapeKind.AREA):
        return ChosenPoint(*point_of(read_shape(ShapeKind(kind), rows, shape_limits())))
    return read_point(given.get("lon"), given.get("lat"))


def _seen(point: ChosenPoint, precision: Precision, story: UUID | None) -> dict[str, Any]:
    return {
        "municipality_name": whereabouts.municipality_of(point).name,
        "public": public_point(point.lon, point.lat, precision),
        "ring_m": RING_RADIUS_M[precision],
        "message": "",
        "protected": protected_at(point),
        **whereabouts.describe(point, precision),
        **around(point, precision, but=story),
    }


@blueprint.post("/beratta/sok")
@open_to_all
@takes_json
def names() -> ResponseReturnValue:
    """Places by name, while they are typed."""
    found = whereabouts.search(str(_json().get("q", "")))
    return jsonify(results=[whereabouts.as_result(each) for each in found])


def _json() -> dict[str, Any]:
    given = request.get_json()
    if not isinstance(given, dict):
        raise BadRequest
    return given


def _answer(form: PlaceForm, draft: VersionInfo | None) -> ResponseReturnValue:
    """Search, show on the map, or keep and go on; everything typed comes back on an error."""
    form.validate()
    settled = _settle(form)
    action = request.form.get("action")
    if action == "search" and form.q.data:
        return _page(form, draft, results=whereabouts.search(form.q.data))
    if settled is None and not form.errors:
        form.blame(InvalidInput("place_missing", field="q"))
    if form.errors:
        return _page(form, draft), 422
    if action in ("search", "preview") or settled is None:
        return _page(form, draft)
    try:
        kept = _keep(form, draft, *settled)
    except InvalidInput as error:
        form.blame(error)
        return _page(form, draft), 422
    return redirect(step_url("words", kept), code=303)


def _settle(form: PlaceForm) -> tuple[ChosenPoint, MunicipalityInfo] | None:
    """Take over the chosen point and find its municipality; errors go to the form."""
    try:
        chosen = form.chosen()
        if chosen is None:
            return None
        municipality = whereabouts.municipality_of(chosen)
        form.settle(chosen)
    except InvalidInput as error:
        form.blame(error)
        return None
    return chosen, municipality


def _keep(
    form: PlaceForm, draft: VersionInfo | None, point: ChosenPoint, municipality: MunicipalityInfo
) -> VersionInfo:
    person, precision = remember_visitor(), Precision(form.precision.data)
    if draft is None:
        limit("drafts from", visitor_address(), settings().drafts_per_address, HOUR)
    label = form.place_label.data or _our_label(point, precision)
    before = (draft.place_id or draft.trail_id) if draft else None
    belongs = chosen_belonging(form, point, precision, before=before)
    with transaction(own_scope()) as db:
        story_id = (
            draft.story_id
            if draft
            else drafts.start(db, person_id=person.id, municipality_id=municipality.id)
        )
        drafts.save_place(
            db,
            story_id=story_id,
            lon=point.lon,
            lat=point.lat,
            precision=precision,
            place_label=label,
            municipality_id=municipality.id,
            shape=form.drawn(),
            belongs=belongs,
        )
        themes.keep(db, story_id, form.theme.data)
        homes.coarsen(db, story_id)
        return get_draft(db, story_id=story_id)


def _our_label(point: ChosenPoint, precision: Precision) -> str:
    """What the place is called where the teller gave it no name."""
    return whereabouts.describe(point, precision)["place_label"]


def _point(form: PlaceForm) -> ChosenPoint | None:
    """The point in the hidden fields."""
    try:
        return read_point(form.lon.data, form.lat.data)
    except InvalidInput:
        return None


def _page(form: PlaceForm, draft: VersionInfo | None, **more: Any) -> str:
    point = _point(form)
    known = form.precision.data in set(Precision)
    precision = Precision(form.precision.data) if known else Precision.EXACT
    results = more.get("results")
    nearby = around(point, precision, but=draft.story_id if draft else None) if point else {}
    offer(form, nearby.get("belongs", []))
    return render_template(
        "tell/place.html",
        form=form,
        drafts=[] if draft else _unfinished(),
        results=None if results is None else [whereabouts.as_result(each) for each in results],
        described=whereabouts.describe(point, precision) if point else None,
        protected=protected_at(point) if point else [],
        told=nearby.get("told", []),
        drawing_words=drawing.words(),
        is_home_like=draft is not None and draft.is_home_like,
        map=whereabouts.moving_map(point),
        still=whereabouts.still_map(point, precision),
        page_data=_page_data(draft),
        limits=settings(),
        photo_types=PHOTO_TYPES,
        theme=themes.offered(form.theme.data, draft),
        step_url=step_url,
        **frame(1, draft),
    )


def _unfinished() -> list[VersionInfo]:
    """Drafts to go on with; a visitor who was never here before has none."""
    if session.new:
        return []
    with reading(own_scope()) as db:
        own = list_own_stories(db, person_id=current_person().id)
    found = [each.version for each in own if each.version.status is VersionStatus.DRAFT]
    return found[:DRAFTS_AT_MOST]


def _key(thing_id: UUID | None) -> str:
    return public_id.encode(thing_id) if thing_id else ""


def _page_data(draft: VersionInfo | None) -> dict[str, Any]:
    slug = current().slug
    return {
        "csrf_token": generate_csrf(),
        "story": _key(draft.story_id if draft else None),
        "urls": {
            "ring": url_for("compose.ring", municipality=slug),
            "names": url_for("compose.names", municipality=slug),
            "exif_reader": current_app.extensions["asset"](EXIF_READER),
        },
        "language": language.current(),
        "limits": {"photos": settings().photos_per_story},
        "words": {
            "no_location": _("We do not know where you are. Search for a place instead."),
            "no_names": _("No place by that name. Point on the map, or try another word."),
            "from_photo": _("Where the picture was taken"),
            "reading": _("We read the pictures."),
            "with_place": _(
                "The place is read in {name}. Move the pin if it happened elsewhere. "
                "The pictures are sent when you go on."
            ),
            "without_place": _(
                "The pictures do not say where they were taken. Point on the map, and they come "
                "along when you go on."
            ),
            "not_kept": _(
                "This browser cannot keep the pictures until the next step. Add them there instead."
            ),
            "search_failed": _("The search does not answer. Point on the map instead."),
            "belongs_to_none": _("No, to none of them"),
        },
    }
