"""A decision about what one has told: what was decided and why, and asking for a review."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import appeals
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import StateError
from geostories.queries.municipalities import get_municipality
from geostories.queries.own_decisions import get_own_decision, is_open_for_review
from geostories.web.forms.report import AppealForm
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
from geostories.wording import decisions
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

blueprint = Blueprint("own_decisions", __name__, url_prefix="/konto")


@blueprint.get("/beslut/<decision>")
@open_to_all
def show(decision: str) -> ResponseReturnValue:
    """The decision, named by its own id or by what it is about, and its reasons."""
    return _page(read_id(decision, "no_decision"), AppealForm(formdata=None))


@blueprint.post("/beslut/<decision>/omprovning")
@open_to_all
def appeal(decision: str) -> ResponseReturnValue:
    """Ask for a review."""
    decision_id, form = read_id(decision, "no_decision"), AppealForm()
    if not form.validate():
        return _page(decision_id, form)
    limit("appeal from", visitor_address(), settings().report_per_address, HOUR)
    try:
        with transaction(own_scope()) as session:
            appeals.ask_as_author(
                session,
                decision_id=decision_id,
                person=current_person(),
                words=form.text.data,
                settings=settings(),
            )
    except StateError as error:
        form.complain("text", say(error))
        return _page(decision_id, form)
    flash(_("Thank you. Somebody else than the first time looks at it."), "success")
    return redirect(url_for("own_decisions.show", decision=public_id.encode(decision_id)), code=303)


def _page(key: UUID, form: AppealForm) -> ResponseReturnValue:
    with reading(own_scope()) as session:
        found = get_own_decision(session, key=key, person_id=current_person().id)
    with reading(Scope.public()) as session:
        town = get_municipality(session, found.municipality)
    is_open = is_open_for_review(found.decided_at, datetime.now(UTC), settings().appeal_days)
    page = render_template(
        "account/decision.html",
        decision=found,
        town=town,
        form=form,
        words=words,
        lead=decisions.about(found.action, found.subject),
        may_appeal=is_open and found.appeal is None,
        appeal_url=url_for("own_decisions.appeal", decision=public_id.encode(found.id)),
    )
    return page, 422 if form.errors else 200
