"""Changing a part of a story in review."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from geostories import public_id
from geostories.domain.story_changes import Change
from geostories.errors import InvalidInput, NotNow
from geostories.integrations.photo_cleaner import Part
from geostories.vocabulary import DecisionAction, DecisionGround
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.web.forms.moderation import seen
from geostories.wording import decisions
from geostories.wording.errors import say

PICTURES = frozenset({DecisionAction.REDACT, DecisionAction.BLUR})
FIELD_OF = {"ground": "why", "law": "paragraph", "message": "told", "part": "left"}
"""The names of our fields for what the domain blames: the form beside has the domain's own."""


def _percent(label: str, least: int = 0) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(least, 100)])


class ChangeForm(SiteForm):
    """What is changed in which version, why, and what its author is told."""

    version_id = HiddenField()
    change = RadioField(
        _l("What to change"),
        choices=[
            (DecisionAction.MASK.value, _l("Mask words")),
            (DecisionAction.BLUR.value, _l("Blur a part of a picture")),
            (DecisionAction.REDACT.value, _l("Take a picture out")),
        ],
        validators=[InputRequired(_l("Choose what to do."))],
    )
    phrase = StringField(
        _l("Words to mask"),
        description=_l("As they stand in the story. They are masked everywhere in it."),
        filters=[one_line],
    )
    picture = SelectField(_l("Picture"), choices=[], validate_choice=False)
    left = _percent(_l("From the left"))
    top = _percent(_l("From the top"))
    wide = _percent(_l("Width"), 1)
    high = _percent(_l("Height"), 1)
    why = SelectField(
        _l("Reason"), validators=[InputRequired(_l("Choose a reason."))], validate_choice=False
    )
    paragraph = StringField(
        _l("Which law, if it is against one?"),
        validators=[at_most("law_length")],
        filters=[one_line],
    )
    told = TextAreaField(
        _l("Message to the author"),
        validators=[
            DataRequired(_l("Write why, and what they can do.")),
            at_most("message_length"),
        ],
        filters=[unix_lines],
    )

    def offer(self, pictures: list[tuple[str, str]]) -> None:
        """The pictures to choose from, and the reasons; each field is needed where it is shown."""
        for field in (self.phrase, self.picture, self.left, self.top, self.wide, self.high):
            field.flags.required = True
        self.picture.choices = [("", _("Choose a picture")), *pictures]
        grounds = [each for each in DecisionGround if each is not DecisionGround.NONE]
        self.why.choices = [
            ("", _("Choose a reason")),
            *((each.value, decisions.ground_chip(each)) for each in grounds),
        ]

    def validate_why(self, field: SelectField) -> None:
        """Every change has a reason."""
        if field.data not in {each.value for each in DecisionGround if each != "none"}:
            raise ValidationError(_("Choose a reason."))

    def blame(self, error: InvalidInput | NotNow) -> None:
        """Put an error at the field that it is about."""
        self.complain(FIELD_OF.get(error.field, error.field), say(error))

    def read(self) -> Change:
        """The change; raises NotFound when the version is none of ours."""
        version_id, edition = seen(self.version_id.data)
        ground = DecisionGround(self.why.data)
        action = DecisionAction(self.change.data)
        return Change(
            action=action,
            ground=ground,
            message=self.told.data,
            version_id=version_id,
            edition=edition,
            law=self.paragraph.data if ground is DecisionGround.ILLEGAL else "",
            phrase=self.phrase.data,
            media_id=self._picture() if action in PICTURES else None,
            part=self._part() if action is DecisionAction.BLUR else None,
        )

    def _picture(self) -> UUID | None:
        return public_id.decode(self.picture.data or "")

    def _part(self) -> Part | None:
        left, top, wide, high = (
            field.data for field in (self.left, self.top, self.wide, self.high)
        )
        if left is None or top is None or wide is None or high is None:
            return None
        return Part(left, top, wide, high)
