"""The municipality's rules that hold what is sent in: made, removed and tried by administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import review_rules
from geostories.domain.permissions import Permission
from geostories.domain.rule_matching import Rule, Sent, meets
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.review_rules import RuleInfo, list_rules
from geostories.vocabulary import RuleKind
from geostories.web.forms.review_rule import RuleForm, TrialForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import rules as saying

blueprint = of_municipality(Blueprint("rules", __name__))


@blueprint.get("/admin/regler/")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    """All rules that hold, a form for another, and one to try them."""
    return _page(RuleForm(formdata=None), TrialForm(formdata=None))


@blueprint.post("/admin/regler/")
@allowed(Permission.ADMINISTER)
def add() -> ResponseReturnValue:
    """Make a rule."""
    form = RuleForm()
    if not form.validate():
        return _page(form, TrialForm(formdata=None))
    try:
        with transaction(scope()) as session:
            review_rules.add(
                session,
                municipality_id=current().id,
                person=current_person(),
                kind=form.chosen,
                typed=form.value.data,
                reason=form.reason.data,
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form, TrialForm(formdata=None))
    flash(_("The rule holds from now on."), "success")
    return _to_index()


@blueprint.post("/admin/regler/<review_rule>/ta-bort")
@allowed(Permission.ADMINISTER)
def remove(review_rule: str) -> ResponseReturnValue:
    """Hold nothing by it any more."""
    with transaction(scope()) as session:
        review_rules.remove(
            session,
            rule_id=read_id(review_rule, "no_review_rule"),
            municipality_id=current().id,
            person=current_person(),
        )
    flash(_("The rule is removed. What it has held still waits in the queue."), "success")
    return _to_index()


@blueprint.post("/admin/regler/prova")
@allowed(Permission.ADMINISTER)
def attempt() -> ResponseReturnValue:
    """Say which rules would hold a text or an address."""
    form = TrialForm()
    return _page(RuleForm(formdata=None), form, tried=form.validate())


def _page(form: RuleForm, trial: TrialForm, *, tried: bool = False) -> ResponseReturnValue:
    with reading(scope()) as session:
        found = list_rules(session, municipality_id=current().id)
    sent = Sent([trial.text.data or ""], [trial.address.data or ""])
    met = [saying.met(each) for each in found if meets(Rule(each.kind, each.value), sent)]
    return render_template(
        "municipalities/rules.html",
        form=form,
        trial=trial,
        met=met if tried else None,
        groups=[
            (saying.kind(kind), rows)
            for kind in RuleKind
            if (rows := [_row(each) for each in found if each.kind is kind])
        ],
    ), 422 if form.errors or trial.errors else 200


def _row(rule: RuleInfo) -> dict[str, Any]:
    return {
        "value": saying.value(rule),
        "reason": rule.reason,
        "remove_url": url_for(
            "rules.remove", municipality=current().slug, review_rule=public_id.encode(rule.id)
        ),
    }


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("rules.index", municipality=current().slug), code=303)
