"""Sentences for what is changed in a story in review."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

SENTENCES: dict[str, Callable[..., str]] = {
    "phrase_length": lambda least: _(
        "Write the words to mask, at least %(least)s letters.", least=least
    ),
    "phrase_not_there": lambda: _(
        "Those words are not in the story. Write them as they stand there, in whole words."
    ),
    "template_title_taken": lambda: _("There is a text of that title already."),
    "too_many_templates": lambda most: _(
        "There are %(most)s texts already. Remove one first.", most=most
    ),
    "picture_missing": lambda: _("Choose which picture."),
    "picture_not_blurred": lambda: _("The picture could not be blurred. Nothing is changed."),
    "part_outside": lambda: _(
        "The part has to lie inside the picture: left and width are 100 together at most, and so "
        "are top and height."
    ),
}
