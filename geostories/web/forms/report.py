"""Reporting a story."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from geostories.domain.reports import Notice
from geostories.vocabulary import ReportGround
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, at_most, one_line, unix_lines
from geostories.wording import vocabulary as words

NAME_LENGTH = 60


class ReportForm(SiteForm):
    """What is wrong; who says so, if they want."""

    ground = RadioField(
        _l("What is wrong?"),
        choices=[],
        validators=[InputRequired(_l("Choose what is wrong."))],
    )
    text = TextAreaField(
        _l("Tell us more"),
        description=_l("Which words or which picture? What is right instead?"),
        validators=[
            DataRequired(_l("Tell us what is wrong, in a sentence or two.")),
            at_most("message_length"),
        ],
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    name = StringField(
        _l("Your name"),
        validators=[Optional(), Length(max=NAME_LENGTH)],
        filters=[one_line],
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
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )

    def __init__(self, **given: str) -> None:
        super().__init__(data=given)
        self.ground.choices = [(each.value, words.report_ground(each)) for each in ReportGround]

    def notice(self) -> Notice:
        """The notice."""
        return Notice(
            ground=ReportGround(self.ground.data),
            text=self.text.data,
            name=self.name.data,
            email=self.email.data,
        )
