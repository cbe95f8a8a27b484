"""Telling the moderators that something is wrong with a story; no account needed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from geostories import public_id
from geostories.domain import reports
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.comments import find_comment
from geostories.queries.stories import StoryCard, get_story
from geostories.web import cards
from geostories.web.forms.report import ReportForm
from geostories.web.guards import (
    HOUR,
    limit,
    open_to_all,
    own_scope,
    remember_visitor,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("reports", __name__))
BEGINNING = 120
"""So much of a comment tells it from the others."""


@blueprint.get("/berattelser/<story>/rapportera")
@open_to_all
def write(story: str) -> ResponseReturnValue:
    """The form."""
    card = _story(story)
    if card.municipality != current().slug:
        return redirect(
            url_for("reports.write", municipality=card.municipality, story=story), code=301
        )
    return _page(card, ReportForm(**_about(card)))


@blueprint.post("/berattelser/<story>/rapportera")
@open_to_all
def send(story: str) -> ResponseReturnValue:
    """Keep the notice for the moderators."""
    card, form = _story(story), ReportForm()
    if not form.validate():
        return _page(card, form)
    limit("report from", visitor_address(), settings().report_per_address, HOUR)
    person = remember_visitor()
    with transaction(own_scope()) as session:
        reports.receive(session, story_id=card.id, reporter_id=person.id, notice=form.notice())
    return redirect(url_for("reports.thank", municipality=current().slug, story=story), code=303)


@blueprint.get("/berattelser/<story>/rapportera/tack")
@open_to_all
def thank(story: str) -> ResponseReturnValue:
    """Say thank you, and what happens next. The story may be hidden already."""
    return render_template(
        "reports/thanks.html", story_url=cards.story_url(current().slug, read_id(story, "no_story"))
    )


def _story(story: str) -> StoryCard:
    with reading(Scope.public()) as session:
        return get_story(session, read_id(story, "no_story")).card


def _about(card: StoryCard) -> dict[str, str]:
    """The comment that the address names, as the first words of the report."""
    comment_id = public_id.decode(request.args.get("kommentar", ""))
    if comment_id is None:
        return {}
    with reading(Scope.public()) as session:
        comment = find_comment(session, comment_id)
    if comment is None or comment.story_id != card.id:
        return {}
    begins = " ".join(comment.body.split())[:BEGINNING]
    name = comment.author_label or gettext("Anonymous")
    said = gettext("The comment by %(name)s: “%(words)s”", name=name, words=begins)
    return {"text": f"{said}\n\n"}


def _page(card: StoryCard, form: ReportForm) -> ResponseReturnValue:
    page = render_template("reports/write.html", story=cards.of_story(card), form=form)
    return page, 422 if form.errors else 200
