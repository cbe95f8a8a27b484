"""Answering a story, and deciding on answers."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from geostories.domain import bylines
from geostories.domain.comments import Answer
from geostories.domain.decisions import Ruling
from geostories.vocabulary import RESTRICTIONS, CommentRule, DecisionAction, DecisionGround, Voice
from geostories.web.forms.base import SiteForm, at_most, is_own_name, one_line, unix_lines


class CommentForm(SiteForm):
    """What is answered, and by whom; `official` is asked of staff alone."""

    body = TextAreaField(
        _l("Your comment"),
        validators=[DataRequired(_l("Write something first.")), at_most("comment_length")],
        filters=[unix_lines],
    )
    name = StringField(
        _l("Your name"),
        description=_l("Leave it empty, and the comment is anonymous."),
        validators=[is_own_name],
        filters=[one_line],
        render_kw={"autocomplete": "name", "maxlength": bylines.NAME_LENGTH},
    )
    official = BooleanField(_l("Answer for the municipality"))
    submission_key = HiddenField()

    def key(self) -> UUID:
        """What makes sending twice one comment; a form without one is sent for the first time."""
        try:
            return UUID(self.submission_key.data or "")
        except ValueError:
            return uuid4()

    def answer(self) -> Answer:
        """What was typed."""
        voice = Voice.MUNICIPALITY if self.official.data else Voice.RESIDENT
        return Answer(self.body.data, self.name.data, voice)


class DecideForm(SiteForm):
    """A moderator's decision; the button pressed is the action."""

    action = HiddenField(validators=[InputRequired()])
    reason = StringField(
        _l("Reason"),
        description=_l("Needed when it is not shown. Whoever wrote it reads it."),
        validators=[at_most("sentence_length")],
        filters=[one_line],
    )

    def validate_action(self, field: HiddenField) -> None:
        """One of those there are."""
        if field.data not in ("publish", "reject", "hide", "restore"):
            raise ValidationError("action")

    def chosen(self) -> DecisionAction:
        """The action."""
        return DecisionAction(self.action.data)

    def ruling(self) -> Ruling:
        """The decision; here the words alone say why."""
        action = self.chosen()
        ground = DecisionGround.OTHER if action in RESTRICTIONS else DecisionGround.NONE
        return Ruling(action, ground, self.reason.data or "")


class RuleForm(SiteForm):
    """Whether the municipality takes comments."""

    rule = RadioField(
        _l("Comments"),
        choices=[
            (
                CommentRule.REVIEWED.value,
                _l("Taken, and read by a moderator before they are shown"),
            ),
            (CommentRule.CLOSED.value, _l("Not taken")),
        ],
        validators=[InputRequired()],
    )

    def chosen(self) -> CommentRule:
        """The rule."""
        return CommentRule(self.rule.data)
