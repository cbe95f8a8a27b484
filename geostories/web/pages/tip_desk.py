"""*Veckans tips* at the editors' desk: chosen for a week, taken back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import tips
from geostories.domain.days import this_week, today
from geostories.domain.permissions import Permission
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.notices import list_nameable
from geostories.queries.stories import StoryFilter, list_stories
from geostories.queries.tips import TipInfo, list_all_tips
from geostories.web import cards
from geostories.web.forms.tip import Groups, TipForm, thing_key
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import gathering as saying
from geostories.wording import vocabulary as words

blueprint = of_municipality(Blueprint("tip_desk", __name__))
LISTED = 60
STORIES = 500
"""To choose among, the newest; an older one is tipped about by its walk or its theme."""


@blueprint.get("/redaktion/veckans-tips/")
@allowed(Permission.EDIT_PLACES)
def index() -> ResponseReturnValue:
    """The weeks that have a tip, and the form for another."""
    given = {"week": today(), "thing": request.args.get("om", "")}
    return _page(TipForm(_groups(), formdata=None, data=given))


@blueprint.post("/redaktion/veckans-tips/")
@allowed(Permission.EDIT_PLACES)
def choose() -> ResponseReturnValue:
    """Make it the tip of that week, in place of the one before."""
    form = TipForm(_groups())
    thing = form.chosen()
    if not form.validate() or thing is None:
        return _page(form)
    try:
        with transaction(scope()) as session:
            tips.choose(
                session,
                municipality_id=current().id,
                week=form.week.data,
                thing=thing,
                sentence=form.sentence.data,
                by=current_person().id,
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(form)
    flash(_("The tip is saved."), "success")
    return _to_index()


@blueprint.post("/redaktion/veckans-tips/<tip>/ta-bort")
@allowed(Permission.EDIT_PLACES)
def remove(tip: str) -> ResponseReturnValue:
    """Take a tip back."""
    tip_id = read_id(tip, "no_tip")
    with transaction(scope()) as session:
        tips.remove(session, tip_id=tip_id, municipality_id=current().id, by=current_person().id)
    flash(_("The tip is taken back."), "success")
    return _to_index()


def _groups() -> Groups:
    town = current().id
    with reading(Scope.public()) as session:
        told = list_stories(session, wanted=StoryFilter(municipality_id=town), limit=STORIES)
        things = list_nameable(session, municipality_id=town)
    named = [
        (
            thing_key("trail" if each.noun == "trail" else "place", each.id),
            f"{each.name} ({words.place_kind(each.kind)})" if each.kind else each.name,
        )
        for each in things
    ]
    return {
        _("Stories"): [(thing_key("story", card.id), card.title) for card in told],
        _("Trails"): [each for each in named if each[0].startswith("trail:")],
        _("Places"): [each for each in named if each[0].startswith("place:")],
    }


def _page(form: TipForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        found = list_all_tips(session, municipality_id=current().id, limit=LISTED)
    return render_template(
        "editing/tips/index.html", form=form, rows=[_row(each) for each in found]
    ), 422 if form.errors else 200


def _row(tip: TipInfo) -> dict[str, Any]:
    seen = cards.of_tip(tip) if tip.is_shown else None
    return {
        "key": public_id.encode(tip.id),
        "week": saying.week(tip.week),
        "sentence": tip.sentence,
        "seen": seen,
        "is_now": tip.week == this_week(),
        "is_to_come": tip.week > this_week(),
    }


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("tip_desk.index", municipality=current().slug), code=303)
