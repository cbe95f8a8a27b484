"""Reporting what should not be here, and asking for a review of a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from geostories.domain.reports import Notice
from geostories.vocabulary import ReportGround
from geostories.web.forms.base import (
    LONGEST_ADDRESS,
    SiteForm,
    at_most,
    new_key,
    one_line,
    read_key,
    unix_lines,
)
from geostories.wording import vocabulary as words

NAME_LENGTH = 60


class ReportForm(SiteForm):
    """What is wrong; who says so, if they want, and must when they say that it is illegal."""

    key = HiddenField(default=new_key)
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
        description=_l("Needed when you say that it is against the law. Never for a child's sake."),
        validators=[Optional(), Length(max=NAME_LENGTH)],
        filters=[one_line],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    email = EmailField(
        _l("Your e-mail address"),
        description=_l(
            "You get a receipt there, and our decision. Without one, keep the next page."
        ),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )
    in_good_faith = BooleanField(_l("What I write is right, as far as I know."))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.ground.choices = [(each.value, words.report_ground(each)) for each in ReportGround]

    def new_id(self) -> UUID:
        """The report's id: the same words sent twice are one report."""
        return uuid5(read_key(self.key), f"{self.ground.data} {self.text.data}")

    def notice(self) -> Notice:
        """The notice."""
        return Notice(
            ground=ReportGround(self.ground.data),
            text=self.text.data,
            name=self.name.data,
            email=self.email.data,
            in_good_faith=self.in_good_faith.data,
        )


class AppealForm(SiteForm):
    """Why a decision should be looked at again."""

    text = TextAreaField(
        _l("Why do you think that we are wrong?"),
        validators=[
            DataRequired(_l("Tell us why, in a sentence or two.")),
            at_most("message_length"),
        ],
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
