"""Reporting a story."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from geostories.domain.reports import Notice
from geostories.vocabulary import ReportGround
from geostories.web.guards import settings
from geostories.wording import vocabulary as words

NAME_LENGTH = 60
LONGEST_ADDRESS = 254


class ReportForm(FlaskForm):
    """What is wrong; who says so, if they want."""

    ground = RadioField(
        _l("What is wrong?"),
        choices=[],
        validators=[InputRequired(_l("Choose what is wrong."))],
    )
    text = TextAreaField(
        _l("Tell us more"),
        description=_l("Which words or which picture? What is right instead?"),
        validators=[DataRequired(_l("Tell us what is wrong, in a sentence or two."))],
        render_kw={"rows": 5},
    )
    name = StringField(
        _l("Your name"),
        validators=[Optional(), Length(max=NAME_LENGTH)],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("Only so that the moderators can ask you something."),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )

    def __init__(self) -> None:
        super().__init__()
        self.ground.choices = [(each.value, words.report_ground(each)) for each in ReportGround]

    def validate_text(self, field: TextAreaField) -> None:
        """Long enough for a letter, not for a book."""
        most = settings().message_length
        if len(field.data or "") > most:
            raise ValidationError(_("Write at most %(most)s characters.", most=most))

    def notice(self) -> Notice:
        """The notice."""
        return Notice(
            ground=ReportGround(self.ground.data),
            text=(self.text.data or "").replace("\r\n", "\n").strip(),
            name=(self.name.data or "").strip(),
            email=(self.email.data or "").strip(),
        )
