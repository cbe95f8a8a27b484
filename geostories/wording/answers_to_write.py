"""Texts for messages about what is no story, and for answers to reviews and to units.

Their mails greet, say what is decided and sign (templates/emails): here stands what is in between.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind

Texts = Mapping[str, str]


def parts_of_other(subject: SubjectKind) -> dict[str, Texts]:
    """What is wrong by ground, and what follows by action, for a comment or a collection."""
    if subject is SubjectKind.COMMENT:
        return {"grounds": _wrong_in_comment(), "actions": _after_comment(), "answers": on_case()}
    if subject is SubjectKind.COLLECTION:
        return {
            "grounds": _wrong_in_collection(),
            "actions": _after_collection(),
            "answers": on_case(),
        }
    return {"answers": on_case()}


def on_case() -> dict[str, str]:
    """What is written whatever the case is about; that a decision stands needs reasons of its own."""
    return {
        DecisionAction.FORWARD.value: _(
            "A reader has told us about this. It is yours to answer for, so we pass it on to you."
        ),
        DecisionAction.REVERSE.value: _(
            "We have read everything once more, and you are right. Thank you for asking us to."
        ),
    }


def _wrong_in_comment() -> dict[str, str]:
    return {
        DecisionGround.PERSONAL_DATA.value: _(
            "The comment tells about another person so that one can recognise them. Whoever is "
            "told about must want it themselves."
        ),
        DecisionGround.IMAGE_RIGHTS.value: _(
            "The comment passes on something that another person has made, and we are not sure "
            "that they have said yes."
        ),
        DecisionGround.WRONG_PLACE.value: _("The comment is not about this story or its place."),
        DecisionGround.OFFENSIVE.value: _(
            "There are words in the comment that may hurt or insult others."
        ),
    }


def _after_comment() -> dict[str, str]:
    again = _("You are welcome to write again, without that.")
    return {DecisionAction.REJECT.value: again, DecisionAction.HIDE.value: again}


def _wrong_in_collection() -> dict[str, str]:
    return {
        DecisionGround.PERSONAL_DATA.value: _(
            "The collection tells about another person so that one can recognise them."
        ),
        DecisionGround.OFFENSIVE.value: _(
            "There are words in the collection that may hurt or insult others."
        ),
    }


def _after_collection() -> dict[str, str]:
    again = _("You still have the collection. Change it, and send it in again.")
    return {DecisionAction.REJECT.value: again, DecisionAction.HIDE.value: again}
