"""Zones where stories are held: listed, drawn, changed, removed and put back by moderators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import held_zones
from geostories.domain.days import today
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput, StateError
from geostories.maps import page_map
from geostories.maps.geo_map import MapPart
from geostories.queries.held_zones import ZoneInfo, get_zone, list_zones
from geostories.web.forms.zone import ZoneForm, as_typed
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.log import history
from geostories.web.municipality import current, of_municipality, scope
from geostories.web.pages.tell import drawing
from geostories.wording import zones as saying
from geostories.wording.errors import say

blueprint = of_municipality(Blueprint("zones", __name__))
AREA_ZOOM = 10


@blueprint.get("/granska/zoner/")
@allowed(Permission.MODERATE)
def index() -> ResponseReturnValue:
    """The zones: which hold now, which will, which are over or removed."""
    with reading(scope()) as session:
        found = list_zones(session, municipality_id=current().id)
    day = today()
    held = [each for each in found if each.holds_on(day)]
    over = [each for each in found if each.removed_at is not None or each.is_over(day)]
    groups = [
        (_("Hold stories now"), held),
        (_("To come"), [each for each in found if each not in held and each not in over]),
        (_("Over or removed"), over),
    ]
    return render_template(
        "moderation/zones.html",
        groups=[(heading, [_row(each) for each in zones]) for heading, zones in groups],
    )


@blueprint.get("/granska/zoner/ny")
@allowed(Permission.MODERATE)
def write() -> ResponseReturnValue:
    """The form for a new zone."""
    return _page(ZoneForm(formdata=None), None)


@blueprint.post("/granska/zoner/ny")
@allowed(Permission.MODERATE)
def add() -> ResponseReturnValue:
    """Draw a new zone."""
    form = ZoneForm()
    return _keep(form, None, lambda session, zone: _add(session, form, zone))


@blueprint.get("/granska/zoner/<zone>")
@allowed(Permission.MODERATE)
def show(zone: str) -> ResponseReturnValue:
    """A zone with its history, to be changed or removed."""
    found = _find(zone)
    return _page(ZoneForm(formdata=None, data=as_typed(found)), found)


@blueprint.post("/granska/zoner/<zone>")
@allowed(Permission.MODERATE)
def change(zone: str) -> ResponseReturnValue:
    """Keep a zone that was changed."""
    found, form = _find(zone), ZoneForm()

    def write_down(session: Any, said: held_zones.Zone) -> None:
        held_zones.change(session, zone_id=found.id, zone=said, **_by())

    return _keep(form, found, write_down)


@blueprint.post("/granska/zoner/<zone>/ta-bort")
@allowed(Permission.MODERATE)
def remove(zone: str) -> ResponseReturnValue:
    """Hold nothing in it any more."""
    with transaction(scope()) as session:
        held_zones.remove(session, zone_id=read_id(zone, "no_zone"), **_by())
    flash(_("The zone is removed. You can put it back under Over or removed."), "success")
    return _to_index()


@blueprint.post("/granska/zoner/<zone>/lagg-tillbaka")
@allowed(Permission.MODERATE)
def put_back(zone: str) -> ResponseReturnValue:
    """Let a removed zone hold again."""
    with transaction(scope()) as session:
        held_zones.put_back(session, zone_id=read_id(zone, "no_zone"), **_by())
    flash(_("The zone holds stories again."), "success")
    return _to_index()


def _keep(
    form: ZoneForm, before: ZoneInfo | None, write_down: Callable[[Any, held_zones.Zone], None]
) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, before)
    try:
        said = form.zone()
        with transaction(scope()) as session:
            write_down(session, said)
    except InvalidInput as error:
        form.blame(error)
        return _page(form, before)
    except StateError as error:
        flash(say(error), "error")
        return _to_index()
    flash(
        _("The zone is saved. Stories told in it wait until a moderator has seen why."), "success"
    )
    return _to_index()


def _add(session: Any, form: ZoneForm, said: held_zones.Zone) -> None:
    held_zones.add(session, zone_id=form.new_id(), zone=said, **_by())


def _by() -> dict[str, Any]:
    return {"municipality_id": current().id, "by": current_person().id}


def _page(form: ZoneForm, zone: ZoneInfo | None) -> ResponseReturnValue:
    return render_template(
        "moderation/zone.html",
        form=form,
        zone=zone,
        key=public_id.encode(zone.id) if zone else "",
        map=_map(),
        words=drawing.words(),
        history=history(zone.id, saying.log_line) if zone else [],
    ), 422 if form.errors else 200


def _map() -> MapPart:
    box = current().extent
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    return page_map.drawing_map(lon=middle[0], lat=middle[1], zoom=AREA_ZOOM)


def _row(zone: ZoneInfo) -> dict[str, Any]:
    key = public_id.encode(zone.id)
    return {
        "name": zone.name,
        "reason": zone.reason,
        "url": url_for("zones.show", municipality=current().slug, zone=key),
        "back_url": url_for("zones.put_back", municipality=current().slug, zone=key),
        "is_removed": zone.removed_at is not None,
        "period": saying.period(zone),
        "size": saying.size(zone),
        "waiting": zone.waiting,
    }


def _find(zone: str) -> ZoneInfo:
    with reading(scope()) as session:
        return get_zone(session, zone_id=read_id(zone, "no_zone"), municipality_id=current().id)


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("zones.index", municipality=current().slug), code=303)
