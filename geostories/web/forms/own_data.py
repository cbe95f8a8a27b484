"""Erasing one's account."""

from __future__ import annotations

import flask_login
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import TextInput

from geostories.web.forms.base import SiteForm

KEEP, ERASE = "keep", "erase"


class EraseForm(SiteForm):
    """What becomes of what is published, and the password, so that nobody else does it."""

    stories = RadioField(
        _l("What you have published"),
        description=_l(
            "Does your name stand in a text? Change that first: the texts stay as they are."
        ),
        choices=[
            (ERASE, _l("Erase it all: stories, pictures, recordings, comments, collections")),
            (
                KEEP,
                _l(
                    "Let it stay, without my name, and without anybody being able to tell whose it was"
                ),
            ),
        ],
        validators=[InputRequired(_l("Choose what becomes of what you have published."))],
    )
    password = PasswordField(
        _l("Your password"),
        validators=[DataRequired(_l("Write it, so that nobody else does this."))],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.account = flask_login.current_user
        if not self.account.password:  # it was made by a link: there is none to write
            self.password.label.text = _(
                "Your e-mail address, so that it does not happen by mistake"
            )
            self.password.widget = TextInput()
            self.password.render_kw = {"autocomplete": "off"}

    def is_sure(self) -> bool:
        """Whether they write what only they know, or, without a password, mean it."""
        typed = self.password.data or ""
        if self.account.password:
            return bool(self.account.verify_and_update_password(typed))
        return typed.strip().casefold() == str(self.account.email).casefold()

    @property
    def keeps_stories(self) -> bool:
        """Whether what is published stays."""
        return bool(self.stories.data == KEEP)
