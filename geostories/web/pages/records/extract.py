"""Public records that somebody asks for: found, chosen, masked, given out as text or on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import giving_out, masking
from geostories.domain.masking import Mask
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.record_search import CaseHit, list_people, search_cases
from geostories.vocabulary import Purpose
from geostories.web.forms.records import ExtractForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.records.desk import blueprint
from geostories.wording import records as saying
from geostories.wording import vocabulary as words
from geostories.wording.extract import write_extract

MOST_CASES = 200


@blueprint.get("/handlingar/")
@allowed(Permission.KEEP_RECORDS)
def search() -> ResponseReturnValue:
    """Cases that some words, a person or a number stand in, to choose among."""
    asked = request.args.get("q", "").strip()[:200]
    found = _find(asked) if len(asked) > 1 else []
    return render_template(
        "records/search.html",
        asked=asked,
        found=found,
        form=ExtractForm(formdata=None),
        key=public_id.encode,
        subject=words.subject,
        place=saying.found_in,
    )


@blueprint.post("/handlingar/utdrag")
@allowed(Permission.KEEP_RECORDS)
def give_out() -> ResponseReturnValue:
    """The chosen cases with the phrases masked: as a page to print, or as a text file."""
    form = ExtractForm()
    chosen = [read_id(each, "no_case") for each in request.form.getlist("case")[:MOST_CASES]]
    if not chosen:
        flash(_("Choose at least one case."), "error")
        return redirect(url_for("records.search", municipality=current().slug), code=303)
    try:
        if form.validate():
            written = _write(form, chosen)
            if form.form.data == "text":
                return _file(written)
            return _page(form, chosen, written)
    except InvalidInput as error:
        form.blame(error)
    return _page(form, chosen, ""), 422


def _find(asked: str) -> list[CaseHit]:
    with reading(Scope.account()) as session:
        people = list_people(session, words=asked)
    with reading(scope()) as session:
        return search_cases(session, municipality_id=current().id, words=asked, people=people)


def _write(form: ExtractForm, chosen: list[UUID]) -> str:
    masks = [Mask(phrase, form.ground.data) for phrase in form.phrase_list()]
    masking.check(masks)
    with transaction(scope()) as session:
        cases = giving_out.take_out(
            session,
            case_ids=chosen,
            municipality_id=current().id,
            person=current_person(),
            purpose=Purpose(form.purpose.data),
            reference=(form.reference.data or "").strip(),
            masks=len(masks),
        )
    whole = write_extract(cases, giver=current().site_name, at=datetime.now(UTC))
    return masking.mask_text(whole, masks)


def _file(written: str) -> Response:
    answer = Response(written, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="{current().slug}-utdrag.txt"'
    return answer


def _page(form: ExtractForm, chosen: list[UUID], written: str) -> str:
    return render_template(
        "records/extract.html",
        form=form,
        chosen=[public_id.encode(each) for each in chosen],
        written=written,
    )
