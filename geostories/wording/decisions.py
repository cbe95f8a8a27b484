"""What moderators write to authors, and how the history of a case reads."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from geostories.vocabulary import DecisionAction, DecisionGround
from geostories.wording import vocabulary as words


def message_parts(author: str, site: str) -> Mapping[str, str | Mapping[str, str]]:
    """The sentences a message to the author is put together of, for the page's script.

    Greeting, what is wrong (by ground), what to do about it (by ground, when changes are asked for),
    what follows (by action), signature: the municipality's, never a moderator's name.
    """
    return {
        "greeting": _("Hello %(name)s,", name=author) if author else _("Hello,"),
        "grounds": {ground.value: text for ground, text in _wrong().items()},
        "advice": {ground.value: text for ground, text in _advice().items()},
        "actions": {action.value: text for action, text in _follows().items()},
        "signature": _("Kind regards\nThe moderators of %(site)s", site=site),
    }


def _wrong() -> dict[DecisionGround, str]:
    return {
        DecisionGround.PERSONAL_DATA: _(
            "Thank you for your story. It tells about another person so that one can recognise "
            "them. Whoever is told about must want it themselves."
        ),
        DecisionGround.IMAGE_RIGHTS: _(
            "Thank you for your story. We are not sure that you may show the picture. Whoever "
            "took it must have said yes, and so must the people in it."
        ),
        DecisionGround.WRONG_PLACE: _(
            "Thank you for your story. The place on the map does not seem to be the one that you "
            "tell about."
        ),
        DecisionGround.OFFENSIVE: _(
            "Thank you for writing. There are words in the story that may hurt or insult others."
        ),
    }


def _advice() -> dict[DecisionGround, str]:
    return {
        DecisionGround.PERSONAL_DATA: _(
            "Take names and details away, or write so that nobody can tell who it is."
        ),
        DecisionGround.IMAGE_RIGHTS: _("Choose another picture, or write who has said yes."),
        DecisionGround.WRONG_PLACE: _("Move the point to where it happened."),
        DecisionGround.OFFENSIVE: _("Write those parts in another way."),
    }


def _follows() -> dict[DecisionAction, str]:
    return {
        DecisionAction.PUBLISH: _(
            "Thank you for your story. Everybody can see it now, on the map and in the list."
        ),
        DecisionAction.REQUEST_CHANGES: _(
            "You find the story under My stories. Change it there and send it in again, and we "
            "read it once more."
        ),
        DecisionAction.REJECT: _("That is why we cannot publish the story."),
        DecisionAction.HIDE: _(
            "That is why we have hidden the story. It is no longer on the map or in the list."
        ),
        DecisionAction.RESTORE: _(
            "We have read your story once more, and everybody can see it again."
        ),
    }


def ground_chip(ground: DecisionGround) -> str:
    """A ground in one or two words; `none` is a publishing's."""
    return {
        DecisionGround.NONE: _("Published"),
        DecisionGround.PERSONAL_DATA: _("Personal detail"),
        DecisionGround.IMAGE_RIGHTS: _("Picture rights"),
        DecisionGround.WRONG_PLACE: _("Wrong place"),
        DecisionGround.OFFENSIVE: _("Offensive"),
        DecisionGround.OTHER: _("Another reason"),
    }[ground]


def history_line(
    who: str, number: int, action: DecisionAction | None, ground: DecisionGround | None
) -> str:
    """`Göran Lindh skickade version 3`, `Kajsa Sandberg bad om ändring: personuppgift`."""
    who = who or _("Anonymous")
    match action:
        case None:
            return _("%(who)s sent version %(number)s", who=who, number=number)
        case DecisionAction.PUBLISH:
            return _("%(who)s published version %(number)s", who=who, number=number)
        case DecisionAction.RESTORE:
            return _("%(who)s showed the story again", who=who)
        case DecisionAction.REQUEST_CHANGES:
            sentence = _("%(who)s asked for changes", who=who)
        case DecisionAction.REJECT:
            sentence = _("%(who)s rejected version %(number)s", who=who, number=number)
        case DecisionAction.HIDE:
            sentence = _("%(who)s hid the story", who=who)
    reason = words.ground(ground) if ground else ""
    return f"{sentence}: {reason[:1].lower()}{reason[1:]}" if reason else sentence


def decided(action: DecisionAction | None) -> str:
    """What the moderator reads afterwards; without action, a reported story was let stand."""
    match action:
        case None:
            return _("The story stands as it is. The reports are dealt with.")
        case DecisionAction.PUBLISH:
            return _("Published. The author gets a mail.")
        case DecisionAction.REQUEST_CHANGES:
            return _("Changes are asked for. The author gets a mail.")
        case DecisionAction.REJECT:
            return _("Rejected. The author gets a mail.")
        case DecisionAction.HIDE:
            return _("Hidden. Nobody sees the story any more, and the author gets a mail.")
        case DecisionAction.RESTORE:
            return _("Shown again. The author gets a mail.")
