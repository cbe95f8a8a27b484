"""Entering a theme."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from geostories.domain.themes import ThemeEntry
from geostories.vocabulary import ThemeColour
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.wording import gathering as saying


class ThemeForm(SiteForm):
    """What is asked, in which colour, from when until when."""

    title = StringField(
        _l("Title"),
        description=_l("In a few words: The mill"),
        validators=[DataRequired(_l("Write a title.")), at_most("title_length")],
        filters=[one_line],
    )
    question = StringField(
        _l("The question"),
        description=_l("One that somebody can answer from memory: Who remembers the mill?"),
        validators=[DataRequired(_l("Write the question.")), at_most("sentence_length")],
        filters=[one_line],
    )
    introduction = TextAreaField(
        _l("Introduction"),
        validators=[at_most("introduction_length")],
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    colour = RadioField(_l("Colour of the page"), default=ThemeColour.SOL.value)
    opens_on = DateField(_l("Opens on"), validators=[InputRequired(_l("Choose a day."))])
    closes_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty if nobody knows yet."),
        validators=[Optional()],
    )
    is_published = BooleanField(_l("Everybody sees it, from the day it opens"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.colour.choices = [(each.value, saying.colour(each)) for each in ThemeColour]

    def entry(self) -> ThemeEntry:
        """What was typed."""
        return ThemeEntry(
            title=self.title.data,
            question=self.question.data,
            introduction=self.introduction.data,
            colour=ThemeColour(self.colour.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            is_published=bool(self.is_published.data),
        )
