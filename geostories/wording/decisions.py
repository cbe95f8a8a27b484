"""What moderators write to authors, and how the history of a case reads."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind
from geostories.wording import answers_to_write
from geostories.wording import vocabulary as words


def message_parts(
    author: str, site: str, subject: SubjectKind
) -> Mapping[str, str | Mapping[str, str]]:
    """The sentences a message to the author is put together of, for the page's script.

    Greeting, what is wrong (by ground), what to do about it (by ground, when changes are asked for),
    what follows (by action), signature: the municipality's, never a moderator's name. Mails about
    anything but a story greet and sign by themselves.
    """
    if subject is not SubjectKind.STORY:
        return answers_to_write.parts_of_other(subject)
    return {
        "greeting": _("Hello %(name)s,", name=author) if author else _("Hello,"),
        "grounds": {ground.value: text for ground, text in _wrong().items()},
        "advice": {ground.value: text for ground, text in _advice().items()},
        "actions": {action.value: text for action, text in _follows().items()},
        "answers": answers_to_write.on_case(),
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
        DecisionGround.ILLEGAL: _("Against the law"),
        DecisionGround.OTHER: _("Another reason"),
    }[ground]


def history_line(
    who: str, number: int, action: DecisionAction | None, ground: DecisionGround | None
) -> str:
    """`Göran Lindh skickade version 3`, `Kajsa Sandberg bad om ändring: personuppgift`."""
    who = who or _("Anonymous")
    if action is None:
        return _("%(who)s sent version %(number)s", who=who, number=number)
    sentence = {
        DecisionAction.PUBLISH: _("%(who)s published version %(number)s", who=who, number=number),
        DecisionAction.RESTORE: _("%(who)s showed the story again", who=who),
        DecisionAction.REQUEST_CHANGES: _("%(who)s asked for changes", who=who),
        DecisionAction.REJECT: _("%(who)s rejected version %(number)s", who=who, number=number),
        DecisionAction.HIDE: _("%(who)s hid the story", who=who),
        DecisionAction.DISMISS: _("%(who)s let it stand as reported", who=who),
        DecisionAction.CORRECT: _("%(who)s corrected what was reported", who=who),
        DecisionAction.FORWARD: _("%(who)s passed the report on", who=who),
        DecisionAction.UPHOLD: _("%(who)s looked at the decision again, and it stands", who=who),
        DecisionAction.REVERSE: _("%(who)s looked at the decision again, and changed it", who=who),
        DecisionAction.UNDO: _("%(who)s took the decision back", who=who),
        DecisionAction.HOLD: _("Waits: it came from an address that %(who)s blocked", who=who),
        DecisionAction.MASK: _("%(who)s masked words", who=who),
        DecisionAction.REDACT: _("%(who)s took a picture away", who=who),
        DecisionAction.BLUR: _("%(who)s blurred a part of a picture", who=who),
        DecisionAction.MOVE: _("%(who)s let the place be shown otherwise", who=who),
    }[action]
    reason = words.ground(ground) if ground else ""
    return f"{sentence}: {reason[:1].lower()}{reason[1:]}" if reason else sentence


def decided(action: DecisionAction) -> str:
    """What the moderator reads afterwards."""
    return {
        DecisionAction.PUBLISH: _("Published."),
        DecisionAction.REQUEST_CHANGES: _("Changes are asked for."),
        DecisionAction.REJECT: _("Rejected."),
        DecisionAction.HIDE: _("Hidden. Nobody sees it any more."),
        DecisionAction.RESTORE: _("Shown again."),
        DecisionAction.DISMISS: _("It stands as it is. The reports are answered."),
        DecisionAction.CORRECT: _("The reports are answered: it is corrected."),
        DecisionAction.FORWARD: _("Passed on. The unit and whoever reported it get a mail."),
        DecisionAction.UPHOLD: _("The decision stands. Whoever asked is told why."),
        DecisionAction.REVERSE: _("The decision is changed. Whoever asked is told."),
        DecisionAction.UNDO: _("Undone. Nobody has been told."),
        DecisionAction.HOLD: _("It waits to be read."),
        DecisionAction.MASK: _("Masked. Nobody else sees the words any more."),
        DecisionAction.REDACT: _("The picture is taken away."),
        DecisionAction.BLUR: _("That part of the picture is blurred, in every size."),
        DecisionAction.MOVE: _("The place is shown as you chose."),
    }[action]


def answered(action: DecisionAction) -> str:
    """What became of what was reported, to whoever reported it."""
    return {
        DecisionAction.HIDE: _("We have taken it away. Thank you for telling us."),
        DecisionAction.REJECT: _("It is not shown. Thank you for telling us."),
        DecisionAction.REQUEST_CHANGES: _("We have asked for changes. Thank you for telling us."),
        DecisionAction.DISMISS: _("We have looked at it, and it stays."),
        DecisionAction.CORRECT: _("We have corrected it. Thank you for telling us."),
        DecisionAction.FORWARD: _(
            "It concerns another part of the municipality. We have passed it on to them: you have "
            "come to the right door, and need not do anything more."
        ),
    }.get(action, _("We have looked at it. Thank you for telling us."))


def about(action: DecisionAction, subject: SubjectKind) -> str:
    """What was decided, to whoever told it."""
    if action is DecisionAction.HOLD:
        return _("What you sent in is read before it is shown")
    if subject is SubjectKind.COMMENT:
        return _("Your comment is not shown")
    if subject is SubjectKind.COLLECTION:
        return _("Your collection is not shown")
    return {
        DecisionAction.REQUEST_CHANGES: _("We ask you to change something"),
        DecisionAction.REJECT: _("Your story is not published"),
        DecisionAction.HIDE: _("Your story is hidden"),
        DecisionAction.MASK: _("Words in your story are masked"),
        DecisionAction.REDACT: _("A picture of yours is taken away"),
        DecisionAction.BLUR: _("A part of your picture is blurred"),
        DecisionAction.MOVE: _("The place of your story is shown otherwise"),
    }.get(action, _("A decision about your story"))
