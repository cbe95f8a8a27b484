"""Editing one place or trail: all in one form, kept together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from geostories import public_id
from geostories.domain import pictures, place_editing
from geostories.domain.permissions import Permission
from geostories.domain.place_changes import Change, compare, merge
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict, InvalidInput, NotNow
from geostories.queries.place_content import PlaceContent, find_revision, find_thing
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import Accuracy
from geostories.web import cards
from geostories.web.forms import facts as fact_rows
from geostories.web.forms.facts import FactRow
from geostories.web.forms.place import (
    OwnPlaceForm,
    PictureRow,
    PlaceForm,
    as_typed,
    picture_rows,
    picture_rows_from,
)
from geostories.web.guards import allowed, settings
from geostories.web.municipality import current, scope
from geostories.web.pages.place_editing import position
from geostories.web.pages.place_editing.frame import (
    Edited,
    blueprint,
    defaults_for,
    edit_url,
    editor,
    load,
    sent_number,
    today,
)
from geostories.web.pages.place_editing.sections import sections_of
from geostories.wording import official
from geostories.wording import place_editing as wording
from geostories.wording import vocabulary as words
from geostories.wording.errors import say


@dataclass
class Sheet:
    """The whole form of one place: its own fields, and a row for each fact and picture."""

    form: PlaceForm
    facts: list[FactRow]
    pictures: list[PictureRow]
    trouble: str = ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong: the id of the field, and a sentence that begins with what it is about."""
        own = [
            (name, f"{self.form[name].label.text}: {each[0]}")
            for name, each in self.form.errors.items()
            if name and each
        ]
        by_row = [(row.key, official.topic(row.topic), row.errors) for row in self.facts]
        by_row += [(row.key, _("Picture"), row.errors) for row in self.pictures]
        rows = [
            (f"{key}-{name}", f"{label}: {sentence}")
            for key, label, errors in by_row
            for name, sentence in errors.items()
        ]
        return own + rows + ([("", self.trouble)] if self.trouble else [])


@blueprint.get("/redaktion/platser/<string(length=22):place>")
@allowed(Permission.EDIT_PLACES)
def edit(place: str) -> ResponseReturnValue:
    """The place as it stands, to be changed."""
    edited = load(place)
    return _page(edited, _stored(edited, edited.content))


@blueprint.post("/redaktion/platser/<string(length=22):place>")
@allowed(Permission.EDIT_PLACES)
def save(place: str) -> ResponseReturnValue:
    """Keep what was written, or show it again with another row or an error beside it."""
    edited = load(place)
    sheet = _sent(edited)
    if request.form.get("action") != "save":
        return _page(edited, sheet)
    content, upload = _read(sheet, edited)
    if sheet.errors:
        return _page(edited, sheet), 422
    try:
        number = _keep(edited, sheet.form, content, upload)
    except Conflict:
        return _conflict(load(place), sheet, content), 409
    except (InvalidInput, NotNow) as error:
        _blame(sheet, error)
        return _page(edited, sheet), 422
    if number == edited.number:
        return redirect(edit_url(edited.id), code=303)
    return redirect(edit_url(edited.id, sparad=str(number)), code=303)


def _form(edited: Edited, **kwargs: Any) -> PlaceForm:
    kind = OwnPlaceForm if edited.content.own else PlaceForm
    return kind(edited.units, **kwargs)


def _stored(edited: Edited, content: PlaceContent) -> Sheet:
    """The form as the content has it."""
    form = _form(edited, formdata=None, data=as_typed(content, edited.number))
    rows = fact_rows.rows_of(content.facts, defaults_for(edited))
    return Sheet(form, rows, picture_rows(content.pictures))


def _sent(edited: Edited) -> Sheet:
    """The form as it was sent."""
    content = edited.content
    rows = fact_rows.rows_from(request.form, content.facts, defaults_for(edited))
    form = _form(edited)
    form.validate()
    return Sheet(form, rows, picture_rows_from(request.form, content.pictures))


def _read(sheet: Sheet, edited: Edited) -> tuple[PlaceContent, FileStorage | None]:
    """What the form says; errors stay at its fields."""
    form = sheet.form
    own = form.own() if isinstance(form, OwnPlaceForm) else None
    if own:
        position.must_lie_here(form, own.point)
    content = PlaceContent(
        unit_id=form.unit_id(),
        facts=fact_rows.read_rows(sheet.facts, today=today()),
        pictures=tuple(picture for row in sheet.pictures if (picture := row.read())),
        own=own,
        is_withdrawn=edited.content.is_withdrawn,
    )
    return content, form.upload()


def _keep(
    edited: Edited, form: PlaceForm, content: PlaceContent, upload: FileStorage | None
) -> int:
    """Write it down; answers the number of the revision that stands then."""
    with transaction(scope()) as session:
        if upload:
            picture = form.new_picture(UUID(int=0))
            picture_id = pictures.add_picture(
                session,
                upload=upload.stream.read(settings().photo_bytes + 1),
                municipality_id=current().id,
                noun=edited.noun,
                thing_id=edited.id,
                alt=picture.alt,
                credit=picture.credit,
                licence=picture.licence,
                settings=settings(),
                store=current_app.extensions["files"],
            )
            content = replace(content, pictures=(*content.pictures, form.new_picture(picture_id)))
        return place_editing.save(
            session,
            thing_id=edited.id,
            editor=editor(),
            seen=sent_number("seen"),
            content=content,
        )


def _blame(sheet: Sheet, error: InvalidInput | NotNow) -> None:
    """Put the domain's refusal where it belongs."""
    name = "picture" if error.field == "photos" else error.field
    if name in sheet.form:
        sheet.form.complain(name, say(error))
    else:
        sheet.trouble = say(error)


def _conflict(edited: Edited, sheet: Sheet, mine: PlaceContent) -> str:
    """Both savings made into one form, with what a colleague saved beside what was written here."""
    with reading(scope()) as session:
        thing = find_thing(session, thing_id=edited.id, municipality_id=current().id)
        base = find_revision(session, thing, sent_number("seen")) or edited.content
    mine = replace(mine, is_withdrawn=base.is_withdrawn)
    merged, clashes = merge(base, edited.content, mine)
    both = _stored(edited, merged)
    for name in ("picture_alt", "picture_credit", "picture_licence"):
        both.form[name].data = sheet.form[name].data
    names = edited.unit_names
    _mark(both, clashes, names)
    return _page(
        edited,
        both,
        conflict={
            "who": edited.last.who if edited.last else "",
            "theirs": wording.changes(compare(base, edited.content), names),
            "clashes": wording.changes(clashes, names),
        },
    )


def _mark(sheet: Sheet, clashes: list[Change], units: wording.Units) -> None:
    """Say at each fact and picture that both changed what the other one saved."""
    texts = {
        change.key: "; ".join(line.before for line in wording.changes([change], units))
        for change in clashes
    }
    for row in sheet.facts:
        row.clash = texts.get(row.change_key, "")
    for picture in sheet.pictures:
        picture.clash = texts.get(f"picture:{picture.id}", "")


def _page(edited: Edited, sheet: Sheet, conflict: dict[str, Any] | None = None) -> str:
    form = sheet.form
    return render_template(
        "editing/places/edit.html",
        edited=edited,
        form=form,
        sections=sections_of(sheet.facts),
        pictures=sheet.pictures,
        errors=sheet.errors,
        conflict=conflict,
        focus=_added(sheet.facts),
        blank_lines=3 if request.form.get("action") == "lines" else 1,
        units=form.unit.choices,
        today=today(),
        overdue=sum(row.is_late(today()) for row in sheet.facts),
        saved=_saved(edited),
        wording=wording,
        public_id=public_id.encode,
        photo_url=cards.photo_url,
        public_url=cards.place_url(current().slug, edited.id),
        kind_words=_kind(edited),
        precision_words=_precision(edited),
        **position.of_page(edited, form),
        **_addresses(edited),
    )


def _added(rows: list[FactRow]) -> str:
    """The row that was asked for last: the page begins there."""
    wanted = {fact_rows.read_topic(name) for name in request.form.getlist(fact_rows.ADDED)}
    return next((row.key for row in reversed(rows) if row.is_new and row.topic in wanted), "")


def _saved(edited: Edited) -> int:
    """The revision that was saved just now and still stands: it can be undone at once."""
    text = request.args.get("sparad", "")
    return edited.number if text and text == str(edited.number) else 0


def _kind(edited: Edited) -> str:
    info = edited.info
    return (
        official.trail_kind(info.kind)
        if isinstance(info, TrailInfo)
        else words.place_kind(info.kind)
    )


def _precision(edited: Edited) -> str:
    info = edited.info
    if info.accuracy is Accuracy.EXACT:
        return _("Exact location")
    if info.accuracy_m:
        return _("Approximate, within about %(metres)s metres", metres=info.accuracy_m)
    return _("Approximate location")


def _addresses(edited: Edited) -> dict[str, str]:
    names = {"undo_url": "undo", "withdraw_url": "withdraw", "restore_url": "restore",
             "history_url": "history"}  # fmt: skip
    return {
        name: url_for(
            f"place_editing.{endpoint}",
            municipality=current().slug,
            place=public_id.encode(edited.id),
        )
        for name, endpoint in names.items()
    }
