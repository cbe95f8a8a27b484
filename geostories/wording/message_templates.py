"""Texts to begin a message with, where a municipality has written none of its own."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from geostories.vocabulary import DecisionAction


class Standard(NamedTuple):
    """A text under its title, for a decision."""

    title: str
    text: str
    action: DecisionAction


def standard() -> list[Standard]:
    """Asking and refusing, in the order in which they are needed."""
    ask, refuse = DecisionAction.REQUEST_CHANGES, DecisionAction.REJECT
    return [
        Standard(
            _("Names another person"),
            _(
                "Hello! Thank you for your story. It names another person. Ask them if that is all "
                "right, or write so that nobody can tell who it is. Then send it in again."
            ),
            ask,
        ),
        Standard(
            _("Whose is the picture?"),
            _(
                "Hello! Thank you for your story. Who took the picture? Write that beside it, and "
                "that they have said yes, or choose another one. Then send it in again."
            ),
            ask,
        ),
        Standard(
            _("Is the place right?"),
            _(
                "Hello! Thank you for your story. The point on the map seems to be somewhere else "
                "than in what you tell. Move it, or write to us if it is right."
            ),
            ask,
        ),
        Standard(
            _("Tell a little more"),
            _(
                "Hello! We would like to publish your story, and are curious. Tell a little more of "
                "what happened at the place, so that others understand too. Then send it in again."
            ),
            ask,
        ),
        Standard(
            _("An advertisement"),
            _(
                "Hello! Here people tell what places mean to them. Your text is mostly an "
                "advertisement, and so we cannot publish it."
            ),
            refuse,
        ),
        Standard(
            _("A fault or a question"),
            _(
                "Hello! This seems to be a question for the municipality rather than a story. Write "
                "to our contact centre, and the right unit answers you."
            ),
            refuse,
        ),
    ]


def chosen_for(action: DecisionAction | None) -> str:
    """With which decision a text goes."""
    if action is None:
        return _("Any decision")
    return {
        DecisionAction.PUBLISH: _("Publish"),
        DecisionAction.REQUEST_CHANGES: _("Ask for changes"),
        DecisionAction.REJECT: _("Reject"),
        DecisionAction.HIDE: _("Hide"),
        DecisionAction.DISMISS: _("Let it stand"),
        DecisionAction.CORRECT: _("It is corrected"),
    }[action]
