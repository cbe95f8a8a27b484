"""Notices, as the editors enter them: looked at before they are saved, changed, taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from geostories import public_id
from geostories.domain import notices
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries import faults
from geostories.queries.notices import (
    Marked,
    Nameable,
    NoticeInfo,
    get_notice,
    list_marked,
    list_nameable,
    list_notices,
)
from geostories.web import cards
from geostories.web.forms.notice import NoticeForm, as_typed, prefilled
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.log import history
from geostories.web.municipality import current, of_municipality, scope
from geostories.web.pages.place_editing import position
from geostories.wording import notices as saying

blueprint = of_municipality(Blueprint("notices", __name__))
LISTED = 200
"""Of the newest; older ones are history."""
PIN = {"shape": "destination", "glyph": "sign"}
NAMED = 12
"""Names in the preview: enough to recognise a wrong place."""


class Preview(NamedTuple):
    """A notice as visitors would see it, and what it would mark."""

    notice: NoticeInfo
    marked: Marked


@blueprint.get("/redaktion/meddelanden/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """What holds, what is to come, and what has been."""
    with reading(scope()) as session:
        found = list_notices(
            session, municipality_id=current().id, at=datetime.now(UTC), limit=LISTED
        )
    return render_template(
        "editing/notices/index.html",
        groups=[
            (_("In force now"), [_row(each) for each in found if each.is_active]),
            (
                _("To come"),
                [_row(each) for each in found if not (each.is_active or each.is_over)],
            ),
            (_("Over"), [_row(each) for each in found if each.is_over]),
        ],
    )


@blueprint.get("/redaktion/meddelanden/nytt")
@allowed(Permission.EDIT_PLACES)
def write() -> ResponseReturnValue:
    """The form; `?plats=` names a place or trail, `?fel=` the fault that closes one."""
    form = NoticeForm(_things(), formdata=None, data=_prefilled())
    return _page(form)


@blueprint.post("/redaktion/meddelanden/nytt")
@allowed(Permission.EDIT_PLACES)
def add() -> ResponseReturnValue:
    """Look at a new notice, or enter it."""
    return _answer(NoticeForm(_things()), None)


@blueprint.get("/redaktion/meddelanden/<notice>")
@allowed(Permission.EDIT_PLACES)
def show(notice: str) -> ResponseReturnValue:
    """A notice with its history, to be changed or taken back."""
    found = _find(notice)
    return _page(NoticeForm(_things(), formdata=None, data=as_typed(found)), found)


@blueprint.post("/redaktion/meddelanden/<notice>")
@allowed(Permission.EDIT_PLACES)
def change(notice: str) -> ResponseReturnValue:
    """Look at a changed notice, or save it."""
    found = _find(notice)
    return _answer(NoticeForm(_things()), found)


@blueprint.post("/redaktion/meddelanden/<notice>/ta-bort")
@allowed(Permission.EDIT_PLACES)
def revoke(notice: str) -> ResponseReturnValue:
    """Take a notice back: nothing is marked by it any more."""
    with transaction(scope()) as session:
        notices.revoke(
            session,
            notice_id=read_id(notice, "no_notice"),
            municipality_id=current().id,
            by=current_person().id,
        )
    flash(_("The notice is taken back. Nothing is marked by it any more."), "success")
    return _to_index()


def _answer(form: NoticeForm, before: NoticeInfo | None) -> ResponseReturnValue:
    if not form.validate() or request.form.get("step") == "edit":
        return _page(form, before)
    try:
        if request.form.get("step") != "save":
            return _check(form, before, _preview(form, before))
        with transaction(scope()) as session:
            _save(session, form, before)
    except InvalidInput as error:
        form.blame(error)
        return _page(form, before)
    flash(_("The notice is saved and shows wherever it matters."), "success")
    return _to_index()


def _save(session: Any, form: NoticeForm, before: NoticeInfo | None) -> UUID:
    notice_id = before.id if before else form.new_id()
    write = notices.change if before else notices.add
    write(
        session,
        notice_id=notice_id,
        municipality_id=current().id,
        entry=form.entry(),
        by=current_person().id,
        margin_m=settings().outside_border_m,
    )
    return notice_id


def _preview(form: NoticeForm, before: NoticeInfo | None) -> Preview:
    """Saved for a moment and rolled back: what is shown is what will be marked."""
    here, at = current().id, datetime.now(UTC)
    with reading(scope()) as session:
        tried = _save(session, form, before)
        return Preview(
            get_notice(session, notice_id=tried, municipality_id=here, at=at),
            list_marked(session, notice_id=tried),
        )


def _prefilled() -> dict[str, object]:
    today = to_user_timezone(datetime.now(UTC)).date()
    fault_id = public_id.decode(request.args.get("fel", ""))
    if fault_id is None:
        thing_id = public_id.decode(request.args.get("plats", ""))
        return prefilled(today, thing_id=thing_id)
    with reading(scope()) as session:
        fault = faults.get_fault(session, fault_id=fault_id, municipality_id=current().id)
    title = _("%(name)s is closed", name=fault.thing.name)
    return prefilled(today, thing_id=fault.thing.id, point=fault.point, title=title)


def _page(form: NoticeForm, notice: NoticeInfo | None = None) -> ResponseReturnValue:
    return render_template(
        "editing/notices/write.html",
        **position.of_form(form, pin=PIN),
        form=form,
        notice=notice,
        public_id=public_id.encode,
        history=history(notice.id, saying.log_line) if notice else [],
    ), 422 if form.errors else 200


def _check(form: NoticeForm, before: NoticeInfo | None, preview: Preview) -> ResponseReturnValue:
    names = preview.marked.names
    return render_template(
        "editing/notices/check.html",
        notice=before,
        shown=cards.of_notice(preview.notice, _named(preview.notice)),
        period=saying.period(preview.notice),
        marks=saying.marked(preview.marked),
        names=[
            (_("Trails"), names["trail"]),
            (_("Places"), names["place"]),
            (_("Stories"), names["story"]),
        ],
        named=NAMED,
        values=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name in form and name != "csrf_token"
        ],
    )


def _row(notice: NoticeInfo) -> dict[str, Any]:
    return {
        **cards.of_notice(notice, _named(notice)),
        "url": url_for(
            "notices.show", municipality=current().slug, notice=public_id.encode(notice.id)
        ),
        "title": notice.title,
        "period": saying.period(notice),
        "is_taken_back": notice.revoked_at is not None,
        "where": notice.name
        or (_("At a point") if notice.lon is not None else _("In the whole municipality")),
    }


def _named(notice: NoticeInfo) -> UUID:
    """What it names; a notice of a point or a municipality names nothing."""
    return notice.place_id or notice.trail_id or notice.id


def _things() -> list[Nameable]:
    with reading(scope()) as session:
        return list_nameable(session, municipality_id=current().id)


def _find(notice: str) -> NoticeInfo:
    with reading(scope()) as session:
        return get_notice(
            session,
            notice_id=read_id(notice, "no_notice"),
            municipality_id=current().id,
            at=datetime.now(UTC),
        )


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("notices.index", municipality=current().slug), code=303)
