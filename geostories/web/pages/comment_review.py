"""The review of comments: what waits, what was decided lately, and whether any are taken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import comments
from geostories.domain.permissions import Permission, may
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.comments import ReviewComment, get_rule, list_decided, list_waiting
from geostories.vocabulary import CommentStatus, DecisionAction, Voice
from geostories.web import cards
from geostories.web.forms.comments import DecideForm, RuleForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import times

blueprint = of_municipality(Blueprint("comment_review", __name__))
DECIDED_ROWS = 50


@blueprint.get("/granska/kommentarer/")
@allowed(Permission.MODERATE)
def index() -> ResponseReturnValue:
    """What waits, the longest first."""
    return _page()


@blueprint.post("/granska/kommentarer/<comment>")
@allowed(Permission.MODERATE)
def decide(comment: str) -> ResponseReturnValue:
    """Carry a decision out; whoever wrote it with an account gets a mail."""
    comment_id, form = read_id(comment, "no_comment"), DecideForm()
    if not form.validate():
        return _page(comment_id, form)
    try:
        with transaction(scope()) as session:
            comments.decide(
                session,
                comment_id=comment_id,
                municipality_id=current().id,
                person=current_person(),
                ruling=form.ruling(),
                settings=settings(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(comment_id, form)
    flash(_said(form.chosen()), "success")
    return redirect(_url(), code=303)


@blueprint.post("/granska/kommentarer/")
@allowed(Permission.ADMINISTER)
def set_rule() -> ResponseReturnValue:
    """Take comments, or take none any more; those that are shown stay."""
    form = RuleForm()
    if form.validate():
        with transaction(Scope.operator()) as session:
            comments.set_rule(
                session,
                municipality_id=current().id,
                person=current_person(),
                rule=form.chosen(),
            )
        flash(_("Saved."), "success")
    return redirect(_url(), code=303)


def _said(action: DecisionAction) -> str:
    if action in comments.SHOWS:
        return _("The comment is shown.")
    return _("The comment is not shown. Whoever wrote it with an account gets a mail.")


def _page(comment_id: UUID | None = None, form: DecideForm | None = None) -> ResponseReturnValue:
    """The lists; what was typed for one comment before a refusal stays typed."""
    here, now = current().id, datetime.now(UTC)
    with reading(scope()) as session:
        waiting = list_waiting(session, municipality_id=here)
        decided = list_decided(session, municipality_id=here, limit=DECIDED_ROWS)
        rule = get_rule(session, here)

    def rows(found: list[ReviewComment]) -> list[dict[str, Any]]:
        return [_row(each, now, form if each.comment.id == comment_id else None) for each in found]

    page = render_template(
        "moderation/comments.html",
        waiting=rows(waiting),
        decided=rows(decided),
        rule_form=RuleForm(formdata=None, data={"rule": rule.value}),
        may_rule=may(current_person(), Permission.ADMINISTER, here),
    )
    return page, 422 if form else 200


def _row(found: ReviewComment, now: datetime, form: DecideForm | None) -> dict[str, Any]:
    comment = found.comment
    actions = [
        action for action, (before, _after) in comments.LEGAL.items() if before is comment.status
    ]
    return {
        "key": public_id.encode(comment.id),
        "title": found.story_title,
        "story_url": cards.story_url(current().slug, comment.story_id) + "#kommentarer",
        "body": comment.body,
        "author_label": comment.author_label or _("Anonymous"),
        "is_official": comment.voice is Voice.MUNICIPALITY,
        "status": comment.status.value,
        "is_hidden": comment.status is CommentStatus.HIDDEN,
        "reason": comment.reason,
        "at": times.moment_near(comment.created_at, now),
        "is_own": comment.author_id == current_person().id,
        "actions": [action.value for action in actions],
        "wants_reason": any(action not in comments.SHOWS for action in actions),
        "typed": (form.reason.data or "") if form else "",
        "errors": list(form.reason.errors) if form else [],
    }


def _url() -> str:
    return url_for("comment_review.index", municipality=current().slug)
