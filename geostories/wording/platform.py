"""What is wrong with a municipality that is to be added, or with who is to begin there."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

SENTENCES: dict[str, Callable[..., str]] = {
    "address_word_unreadable": lambda: _(
        "Write the word in small letters a to z, digits and hyphens, for example katrineholm."
    ),
    "address_word_reserved": lambda: _("That word is taken by the platform. Choose another."),
    "address_word_taken": lambda name: _("%(name)s has that word. Choose another.", name=name),
    "municipality_code_unreadable": lambda: _(
        "Write the four digits of the municipality, for example 0483."
    ),
    "municipality_code_taken": lambda name: _("That is the code of %(name)s.", name=name),
    "border_overlaps": lambda name: _(
        "The border lies on the ground of %(name)s. Look whether it is the right file.", name=name
    ),
    "has_administrator": lambda: _(
        "The municipality has an administrator, who gives all further roles there."
    ),
    "operators_belong_nowhere": lambda: _(
        "An operator belongs to no municipality, and is named from the command line."
    ),
    "operator_stays_apart": lambda: _(
        "Whoever runs the platform has no role in a municipality. Choose another account."
    ),
}
