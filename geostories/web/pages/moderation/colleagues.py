"""Among colleagues: who takes a case, and notes that nobody else reads."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import case_files
from geostories.domain.permissions import Permission
from geostories.domain.transaction import transaction
from geostories.web.forms.moderation import AssignForm, NoteForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.moderation.desk import page
from geostories.web.pages.moderation.shown import Shown, blueprint, case_url


@blueprint.post("/granska/<case>/ta")
@allowed(Permission.MODERATE)
def assign(case: str) -> ResponseReturnValue:
    """Take the case, or let go of it."""
    subject_id, form = read_id(case, "no_case"), AssignForm()
    if form.validate():
        with transaction(scope()) as session:
            case_files.assign(
                session,
                subject_id=subject_id,
                municipality_id=current().id,
                person=current_person(),
                take=form.take.data == "1",
            )
        flash(
            _("The case is yours.") if form.take.data == "1" else _("The case is free."), "success"
        )
    return redirect(case_url(subject_id, Shown.asked()), code=303)


@blueprint.post("/granska/<case>/anteckning")
@allowed(Permission.MODERATE)
def write_note(case: str) -> ResponseReturnValue:
    """Keep a note for colleagues."""
    subject_id, form = read_id(case, "no_case"), NoteForm()
    if not form.validate():
        return page(subject_id, conflict=form.sentence), 422
    with transaction(scope()) as session:
        case_files.write_note(
            session,
            subject_id=subject_id,
            municipality_id=current().id,
            person=current_person(),
            words=form.note.data,
        )
    return redirect(f"{case_url(subject_id, Shown.asked())}#anteckningar", code=303)
