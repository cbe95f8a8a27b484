"""My pages: my stories, my account."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import stories
from geostories.domain.stories import SUBMITTABLE, WITHDRAWABLE
from geostories.domain.transaction import Scope, reading, transaction
from geostories.queries.municipalities import list_municipalities
from geostories.queries.own_stories import list_own_stories
from geostories.web import cards
from geostories.web.guards import current_person, own_scope, signed_in
from geostories.web.ids import read_id
from geostories.wording import vocabulary as words

blueprint = Blueprint("account", __name__, url_prefix="/konto")


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """The account's own page."""
    with reading(Scope.public()) as session:
        municipalities = list_municipalities(session)
    grants: dict[UUID, list[str]] = {each.id: [] for each in municipalities}
    for grant in current_person().grants:
        for each in municipalities:
            if grant.municipality_id in (None, each.id):
                grants[each.id].append(words.role(grant.role))
    return render_template("account/show.html", municipalities=municipalities, grants=grants)


@blueprint.get("/berattelser")
@signed_in
def mine() -> ResponseReturnValue:
    """*Mina berättelser*: where each stands, what was said of it, and what can be done."""
    with reading(own_scope()) as session:
        own = list_own_stories(session, person_id=current_person().id)
    return render_template(
        "account/mine.html",
        own=own,
        editable=SUBMITTABLE,
        withdrawable=WITHDRAWABLE,
        public_id=public_id.encode,
        story_url=cards.story_url,
        happened_text=cards.happened_text,
        photo_url=cards.photo_url,
        words=words,
    )


@blueprint.post("/berattelser/<story>/dra-tillbaka")
@signed_in
def withdraw(story: str) -> ResponseReturnValue:
    """Take a story back: when this has answered, it is gone everywhere."""
    with transaction(own_scope()) as session:
        stories.withdraw(session, story_id=read_id(story, "no_story"), person=current_person())
    flash(_("The story is withdrawn. Nobody can see it any more."), "success")
    return redirect(url_for("account.mine"), code=303)
