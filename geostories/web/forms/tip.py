"""Choosing the week's tip."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from geostories import public_id
from geostories.queries.tips import Noun
from geostories.web.forms.base import SiteForm, at_most, one_line

Groups = dict[str, list[tuple[str, str]]]
NOUNS: tuple[Noun, ...] = ("story", "place", "trail")


def thing_key(noun: Noun, thing_id: UUID) -> str:
    """What the form sends for a thing."""
    return f"{noun}:{public_id.encode(thing_id)}"


class TipForm(SiteForm):
    """What, when, and one sentence."""

    week = DateField(
        _l("A day of the week it is for"), validators=[InputRequired(_l("Choose a day."))]
    )
    thing = SelectField(_l("What do you tip about?"), validate_choice=False)
    sentence = StringField(
        _l("One sentence"),
        description=_l("Why just this, just now?"),
        validators=[DataRequired(_l("Write the sentence.")), at_most("sentence_length")],
        filters=[one_line],
    )

    def __init__(self, groups: Groups, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.thing.flags.required = True  # said in the page; enforced by validate_thing
        self.thing.choices = {_("Choose …"): [("", _("Choose …"))], **groups}

    def validate_thing(self, _field: SelectField) -> None:
        """A story, a place or a trail."""
        if self.chosen() is None:
            raise ValidationError(_("Choose a story, a place or a trail."))

    def chosen(self) -> tuple[Noun, UUID] | None:
        """The thing, or None when nothing that could be one was sent."""
        word, _colon, key = (self.thing.data or "").partition(":")
        thing_id = public_id.decode(key)
        noun = next((each for each in NOUNS if each == word), None)
        return (noun, thing_id) if noun and thing_id else None
