"""Rules of disposal: in force and ended, what each would take now, a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import retention
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict, InvalidInput
from geostories.queries.retention import describe_rules
from geostories.web.forms.records import RuleForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.records.desk import blueprint
from geostories.wording import records as saying
from geostories.wording.errors import say


@blueprint.get("/handlingar/gallring")
@allowed(Permission.KEEP_RECORDS)
def show_rules() -> ResponseReturnValue:
    """The rules, and how much each would take tonight."""
    return _page(RuleForm())


@blueprint.post("/handlingar/gallring")
@allowed(Permission.KEEP_RECORDS)
def add_rule() -> ResponseReturnValue:
    """Put a rule in force."""
    form = RuleForm()
    if not form.validate():
        return _page(form)
    try:
        with transaction(scope()) as session:
            retention.add(
                session,
                municipality_id=current().id,
                person=current_person(),
                entry=form.entry(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form)
    except Conflict as error:
        form.complain("kind", say(error))
        return _page(form)
    flash(_("The rule is in force. What it takes goes tonight."), "success")
    return _to_rules()


@blueprint.post("/handlingar/gallring/<rule>/avsluta")
@allowed(Permission.KEEP_RECORDS)
def end_rule(rule: str) -> ResponseReturnValue:
    """Let it hold no longer."""
    with transaction(scope()) as session:
        retention.end(
            session,
            rule_id=read_id(rule, "no_rule"),
            municipality_id=current().id,
            person=current_person(),
        )
    flash(_("The rule is ended. Nothing more goes under it."), "success")
    return _to_rules()


def _page(form: RuleForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        rules = describe_rules(session, municipality_id=current().id)
    return render_template(
        "records/rules.html",
        form=form,
        in_force=[each for each in rules if each.ended_at is None],
        ended=[each for each in rules if each.ended_at is not None],
        kind=saying.retention_kind,
        key=public_id.encode,
    ), 422 if form.errors else 200


def _to_rules() -> ResponseReturnValue:
    return redirect(url_for("records.show_rules", municipality=current().slug), code=303)
