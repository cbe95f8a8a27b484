"""A text that moderators begin a message with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from geostories.domain.message_templates import FOR, Words
from geostories.vocabulary import DecisionAction
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.wording.message_templates import chosen_for


class TemplateForm(SiteForm):
    """Title, text, and the decision it goes with."""

    title = StringField(
        _l("Title"),
        validators=[DataRequired(_l("Write a title to choose it by.")), at_most("title_length")],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    action = SelectField(_l("Goes with"), choices=[])
    text = TextAreaField(
        _l("Message"),
        validators=[DataRequired(_l("Write the message.")), at_most("message_length")],
        filters=[unix_lines],
        render_kw={"rows": 6},
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.action.choices = [
            ("", chosen_for(None)),
            *((each.value, chosen_for(each)) for each in FOR),
        ]

    def words(self) -> Words:
        """What is kept of it."""
        action = DecisionAction(self.action.data) if self.action.data else None
        return Words(self.title.data, self.text.data, action)
