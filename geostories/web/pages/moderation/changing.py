"""Masking, blurring and taking out: what a moderator changes in a story."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from geostories import public_id
from geostories.domain import story_changes
from geostories.domain.permissions import Permission
from geostories.domain.transaction import transaction
from geostories.errors import Conflict, InvalidInput, StateError
from geostories.vocabulary import DecisionAction
from geostories.web.forms.story_change import ChangeForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import scope
from geostories.web.pages.moderation.desk import page
from geostories.web.pages.moderation.shown import Shown, blueprint, case_url
from geostories.wording import decisions
from geostories.wording.errors import say


@blueprint.post("/granska/<case>/andra")
@allowed(Permission.MODERATE)
def change(case: str) -> ResponseReturnValue:
    """Change what was seen, and stay at the case: whether it is published is decided by itself."""
    story_id, form = read_id(case, "no_case"), ChangeForm()
    form.offer([])
    if not form.validate():
        return page(story_id, change=form), 422
    try:
        with transaction(scope()) as session:
            decision = story_changes.make(
                session,
                story_id=story_id,
                person=current_person(),
                change=form.read(),
                settings=settings(),
            )
            undo = public_id.encode(decision.id)
    except InvalidInput as error:
        form.blame(error)
        return page(story_id, change=form), 422
    except (Conflict, StateError) as error:
        return page(story_id, change=form, conflict=say(error)), 409
    said = decisions.decided(DecisionAction(form.change.data))
    flash({"text": said, "undo": [undo]}, "decision")  # type: ignore[arg-type]
    return redirect(case_url(story_id, Shown.asked()), code=303)
