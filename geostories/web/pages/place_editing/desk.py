"""The list of places and trails with what there is to do, and the facts to be checked."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import place_editing
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.queries import place_editing as desk
from geostories.queries.place_editing import EditableRow, EditFilter, OverdueFact, Shown
from geostories.vocabulary import PlaceKind, TrailKind
from geostories.web import filters
from geostories.web.guards import allowed, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.place_editing.frame import blueprint, edit_url, editor, today
from geostories.wording import official
from geostories.wording import place_editing as wording
from geostories.wording import vocabulary as words


@blueprint.get("/redaktion/platser/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """Places and trails by name."""
    wanted = _wanted()
    page, size = filters.page_of(request.args), settings().page_size
    with reading(scope()) as session:
        rows = desk.list_editable(session, wanted=wanted, limit=size, offset=(page - 1) * size)
        count = desk.count_editable(session, wanted=wanted)
        overdue = desk.count_overdue(session, municipality_id=current().id, today=today())
    return render_template(
        "editing/places/index.html",
        rows=[_row(row) for row in rows],
        count=count,
        overdue=overdue,
        wanted=wanted,
        choices=_choices(wanted),
        page=page,
        pages=-(-count // size),
        given={"municipality": current().slug, **request.args.to_dict()},
    )


def _wanted() -> EditFilter:
    shown, q = request.args.get("visa", ""), request.args.get("q", "").strip()
    return EditFilter(
        municipality_id=current().id,
        today=today(),
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
        q=q[: settings().query_length],
    )


def _choices(wanted: EditFilter) -> list[dict[str, Any]]:
    """The filters as links."""
    labels = {
        Shown.ALL: _("All"),
        Shown.OVERDUE: _("To be checked"),
        Shown.WITHOUT_PICTURE: _("Without a picture"),
        Shown.APPROXIMATE: _("Approximate location"),
        Shown.OWN: _("Our own"),
        Shown.WITHDRAWN: _("Withdrawn places"),
    }
    return [
        {
            "label": label,
            "url": url_for(
                "place_editing.index",
                municipality=current().slug,
                visa=shown.value or None,
                q=wanted.q or None,
            ),
            "selected": shown is wanted.shown,
        }
        for shown, label in labels.items()
    ]


def _row(row: EditableRow) -> dict[str, Any]:
    kind = (
        official.trail_kind(TrailKind(row.kind))
        if row.noun == "trail"
        else words.place_kind(PlaceKind(row.kind))
    )
    return {"row": row, "kind": kind, "url": edit_url(row.id)}


@blueprint.get("/redaktion/platser/att-kontrollera")
@allowed(Permission.EDIT_PLACES)
def overdue() -> ResponseReturnValue:
    """Facts that somebody should have looked at, the oldest first."""
    page, size = filters.page_of(request.args), settings().page_size
    here, day = current().id, today()
    with reading(scope()) as session:
        facts = desk.list_overdue(
            session, municipality_id=here, today=day, limit=size, offset=(page - 1) * size
        )
        count = desk.count_overdue(session, municipality_id=here, today=day)
    return render_template(
        "editing/places/overdue.html",
        facts=[_late(fact) for fact in facts],
        count=count,
        page=page,
        pages=-(-count // size),
        given={"municipality": current().slug},
    )


def _late(fact: OverdueFact) -> dict[str, Any]:
    return {
        "fact": fact,
        "topic": official.topic(fact.topic),
        "text": wording.say_value(fact.topic, fact.value),
        "edit_url": edit_url(fact.thing_id, _anchor=fact.topic.value.replace(".", "-")),
        "confirm_url": url_for(
            "place_editing.confirm", municipality=current().slug, fact=public_id.encode(fact.id)
        ),
    }


@blueprint.post("/redaktion/platser/att-kontrollera/<fact>")
@allowed(Permission.EDIT_PLACES)
def confirm(fact: str) -> ResponseReturnValue:
    """Say of a fact that it still holds."""
    with transaction(scope()) as session:
        place_editing.confirm(session, fact_id=read_id(fact, "no_fact"), editor=editor())
    flash(_("Good. It is to be checked again after the usual time."), "success")
    return redirect(url_for("place_editing.overdue", municipality=current().slug), code=303)
