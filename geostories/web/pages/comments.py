"""Answering a story: the form, sending it, taking one's answer back."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import comments
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.queries.stories import StoryCard, get_story
from geostories.web import cards
from geostories.web.forms.comments import CommentForm
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    remember_visitor,
    sender_of,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality
from geostories.web.pages.answers import comment_part, fresh_form

blueprint = of_municipality(Blueprint("comments", __name__))
ANCHOR = "#kommentarer"


@blueprint.get("/berattelser/<story>/kommentera")
@open_to_all
def write(story: str) -> ResponseReturnValue:
    """The form on a page of its own."""
    return _page(_story(story), fresh_form())


@blueprint.post("/berattelser/<story>/kommentera")
@open_to_all
def send(story: str) -> ResponseReturnValue:
    """Keep the comment for the moderators."""
    card, form = _story(story), CommentForm()
    if not form.validate():
        form.submission_key.data = form.submission_key.data or str(uuid4())
        return _page(card, form)
    limit("comment from", visitor_address(), settings().comments_per_address, HOUR)
    person = remember_visitor()
    with transaction(own_scope()) as session:
        comments.submit(
            session,
            story_id=card.id,
            person=person,
            submission_key=form.key(),
            answer=form.answer(),
            sender=sender_of(person),
        )
    flash(_("Thank you! The comment is shown when a moderator has read it."), "success")
    return redirect(cards.story_url(card.municipality, card.id) + ANCHOR, code=303)


@blueprint.post("/kommentarer/<comment>/dra-tillbaka")
@open_to_all
def withdraw(comment: str) -> ResponseReturnValue:
    """Take one's own comment back: when this has answered, it is gone everywhere."""
    comment_id = read_id(comment, "no_comment")
    with transaction(Scope.municipality(current().id)) as session:
        story_id = comments.withdraw(
            session,
            comment_id=comment_id,
            municipality_id=current().id,
            person=current_person(),
        )
    flash(_("The comment is taken back. Nobody can see it any more."), "success")
    return redirect(cards.story_url(current().slug, story_id) + ANCHOR, code=303)


def _story(story: str) -> StoryCard:
    story_id = read_id(story, "no_story")
    with reading(Scope.public()) as session:
        card = get_story(session, story_id).card
    if card.municipality != current().slug:
        raise NotFound("no_story")
    return card


def _page(card: StoryCard, form: CommentForm) -> ResponseReturnValue:
    page = render_template(
        "stories/comment.html", story=cards.of_story(card), **comment_part(card, form)
    )
    return page, 422 if form.errors else 200
