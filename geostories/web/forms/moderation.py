"""Deciding on a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from geostories import public_id
from geostories.domain.moderation import Verdict
from geostories.errors import NotFound
from geostories.vocabulary import DecisionAction, DecisionGround
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.web.guards import settings

DISMISS = "dismiss"
"""Let a reported story stand: the one choice that is no decision on the story."""

GIVES_NO_REASON = frozenset({DecisionAction.PUBLISH.value, DecisionAction.RESTORE.value})


class DecisionForm(SiteForm):
    """What was decided on which version, why, and what the author is told."""

    version_id = HiddenField()
    reports = SelectMultipleField(choices=[], validate_choice=False)
    action = RadioField(
        _l("Decision"),
        choices=[(action.value, action.value) for action in DecisionAction] + [(DISMISS, DISMISS)],
        validators=[InputRequired(_l("Choose what to do."))],
    )
    ground = RadioField(
        _l("Reason, and text for the message"),
        choices=[(ground.value, ground.value) for ground in DecisionGround],
        validate_choice=False,
    )
    message = TextAreaField(_l("Message to the author"), filters=[unix_lines])
    zones = SelectMultipleField(_l("Zones"), choices=[], validate_choice=False)
    spreading_permit = StringField(
        _l("Spreading permit"), validators=[at_most("permit_length")], filters=[one_line]
    )

    def validate_ground(self, field: RadioField) -> None:
        """A publishing needs no reason; all else that touches the story does."""
        if self.action.data in GIVES_NO_REASON or self.dismisses:
            field.data = DecisionGround.NONE.value
            return
        if field.data not in {ground.value for ground in DecisionGround if ground != "none"}:
            raise ValidationError(_("Choose a reason."))

    def validate_message(self, field: TextAreaField) -> None:
        """The author is told why, in words that fit a mail."""
        most = settings().message_length
        if len(field.data) > most:
            raise ValidationError(_("Write at most %(most)s characters.", most=most))
        silent = self.action.data == DecisionAction.PUBLISH or self.dismisses
        if not field.data and self.action.data and not silent:
            raise ValidationError(_("Write to the author why, and what they can do."))

    @property
    def dismisses(self) -> bool:
        """Whether a reported story is let stand."""
        return bool(self.action.data == DISMISS)

    def seen_reports(self) -> list[UUID]:
        """The reports that were on the page."""
        return [found for key in self.reports.data if (found := public_id.decode(key))]

    def verdict(self) -> Verdict:
        """The decision; raises NotFound when the version is none of ours."""
        version_id = public_id.decode(self.version_id.data or "")
        if version_id is None:
            raise NotFound("no_case")
        return Verdict(
            action=DecisionAction(self.action.data),
            ground=DecisionGround(self.ground.data),
            message=self.message.data,
            version_id=version_id,
            seen_zones=frozenset(
                found for key in self.zones.data or [] if (found := public_id.decode(key))
            ),
            spreading_permit=self.spreading_permit.data,
        )

    @property
    def trouble(self) -> dict[str, Any]:
        """Sentences by field, the first of each."""
        return {name: errors[0] for name, errors in self.errors.items() if name and errors}


class TranscriptForm(SiteForm):
    """What a recording says, written down for whoever speaks."""

    version_id = HiddenField()
    transcript = TextAreaField(
        _l("What is said"), validators=[at_most("transcript_length")], filters=[unix_lines]
    )

    def version(self) -> UUID:
        """The version that was heard; raises NotFound when it is none of ours."""
        found = public_id.decode(self.version_id.data or "")
        if found is None:
            raise NotFound("no_case")
        return found

    @property
    def sentence(self) -> str:
        """The first thing that is wrong."""
        return next((str(each[0]) for each in self.errors.values() if each), "")
