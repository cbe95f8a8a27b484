"""Something is broken at a place: a visitor says so, the editors see to it, the visitor is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import faults
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound
from geostories.queries import places, trails
from geostories.queries.faults import FaultInfo, get_fault, get_receipt, list_faults
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.web import cards
from geostories.web.forms.fault import FaultForm, ReplyForm
from geostories.web.guards import (
    HOUR,
    allowed,
    current_person,
    limit,
    open_to_all,
    own_scope,
    remember_visitor,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.log import history
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import faults as saying
from geostories.wording import times
from geostories.wording.official import fault_status

blueprint = of_municipality(Blueprint("faults", __name__))
LISTED = 200
"""Of the newest; older ones are history."""

LOOKS = {"received": "info", "in_hand": "warning", "mended": "ok", "left": "info"}
"""The banner's kind."""


@blueprint.get("/platser/<place>/fel")
@open_to_all
def write(place: str) -> ResponseReturnValue:
    """The form."""
    found = _place(place)
    if found.municipality != current().slug:
        address = url_for("faults.write", municipality=found.municipality, place=place)
        return redirect(address, code=301)
    return _page(found, FaultForm())


@blueprint.post("/platser/<place>/fel")
@open_to_all
def send(place: str) -> ResponseReturnValue:
    """Keep the report for the editors, and show where it can be followed."""
    found, form = _place(place), FaultForm()
    if not form.validate():
        return _page(found, form)
    limit("fault from", visitor_address(), settings().fault_per_address, HOUR)
    person, fault_id = remember_visitor(), form.new_id()
    with transaction(own_scope()) as session:
        faults.receive(
            session, fault_id=fault_id, thing_id=found.id, reporter_id=person.id, fault=form.fault()
        )
    return redirect(
        url_for(
            "faults.receipt", municipality=found.municipality, fault=public_id.encode(fault_id)
        ),
        code=303,
    )


@blueprint.get("/fel/<fault>")
@open_to_all
def receipt(fault: str) -> ResponseReturnValue:
    """Where the report stands, for whoever holds its link."""
    fault_id = read_id(fault, "no_fault")
    with reading(Scope.link(fault_id)) as session:
        found = get_receipt(session, fault_id=fault_id, municipality_id=current().id)
    thing = _thing(found.thing_id)
    return render_template(
        "faults/receipt.html",
        fault=found,
        look=LOOKS[found.status],
        status=fault_status(found.status),
        name=thing.name,
        place_url=cards.place_url(thing.municipality, thing.id),
    )


@blueprint.get("/redaktion/fel/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """The municipality's cases: those that wait, those in hand, those closed."""
    with reading(scope()) as session:
        found = list_faults(session, municipality_id=current().id, limit=LISTED)
    is_open = [each for each in found if each.status not in faults.FINAL]
    closed = [each for each in found if each.status in faults.FINAL]
    return render_template(
        "faults/index.html",
        groups=[(_("To see to"), _rows(is_open)), (_("Closed cases"), _rows(closed))],
    )


@blueprint.get("/redaktion/fel/<fault>")
@allowed(Permission.EDIT_PLACES)
def case(fault: str) -> ResponseReturnValue:
    """One case with its history, the answer, and the way to a closure."""
    return _case(_find(fault), ReplyForm())


@blueprint.post("/redaktion/fel/<fault>")
@allowed(Permission.EDIT_PLACES)
def answer(fault: str) -> ResponseReturnValue:
    """Say where it stands; the visitor is told."""
    found, form = _find(fault), ReplyForm()
    if not form.validate():
        return _case(found, form)
    try:
        with transaction(scope()) as session:
            faults.answer(
                session,
                fault_id=found.id,
                municipality_id=current().id,
                by=current_person().id,
                reply=form.reply(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _case(found, form)
    flash(
        _("Saved. Whoever reported it gets a mail.") if found.wants_answer else _("Saved."),
        "success",
    )
    return redirect(url_for("faults.case", municipality=current().slug, fault=fault), code=303)


def _place(place: str) -> PlaceInfo | TrailInfo:
    found = _thing(read_id(place.partition("-")[0], "no_place"))
    if found.withdrawn_at is not None:
        raise NotFound("no_place")
    return found


def _thing(thing_id: UUID) -> PlaceInfo | TrailInfo:
    with reading(Scope.public()) as session:
        return places.find_place(session, thing_id) or trails.get_trail(session, thing_id)


def _find(fault: str) -> FaultInfo:
    with reading(scope()) as session:
        return get_fault(session, fault_id=read_id(fault, "no_fault"), municipality_id=current().id)


def _page(found: PlaceInfo | TrailInfo, form: FaultForm) -> ResponseReturnValue:
    return render_template(
        "faults/write.html",
        form=form,
        name=found.name,
        place_url=cards.place_url(found.municipality, found.id),
    ), 422 if form.errors else 200


def _case(found: FaultInfo, form: ReplyForm) -> ResponseReturnValue:
    return render_template(
        "faults/case.html",
        fault=found,
        form=form,
        row=_row(found, datetime.now(UTC)),
        is_closed=found.status in faults.FINAL,
        place_url=cards.place_url(current().slug, found.thing.id),
        closure_url=url_for(
            "notices.write", municipality=current().slug, fel=public_id.encode(found.id)
        ),
        position=f"{found.point[1]:.5f}, {found.point[0]:.5f}" if found.point else "",
        history=history(found.id, saying.log_line),
    ), 422 if form.errors else 200


def _rows(found: list[FaultInfo]) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    return [_row(each, now) for each in found]


def _row(fault: FaultInfo, now: datetime) -> dict[str, Any]:
    return {
        "url": url_for(
            "faults.case", municipality=current().slug, fault=public_id.encode(fault.id)
        ),
        "name": fault.thing.name,
        "text": fault.text,
        "look": LOOKS[fault.status],
        "status": fault_status(fault.status),
        "at": times.moment_near(fault.created_at, now),
        "unit": fault.unit or _("The municipality's contact address"),
    }
