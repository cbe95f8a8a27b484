"""Deciding on a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from geostories import public_id
from geostories.domain.decisions import Ruling
from geostories.domain.moderation import Verdict
from geostories.errors import NotFound
from geostories.vocabulary import RESTRICTIONS, DecisionAction, DecisionGround
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.web.guards import settings

SILENT = frozenset({DecisionAction.PUBLISH, DecisionAction.DISMISS, DecisionAction.CORRECT})
"""These may go without a message: the mail says what was done."""


LONGEST_EDITION = 9
"""Of digits."""


class DecisionForm(SiteForm):
    """What was decided on which version, why, and what is said to whoever it concerns.

    A reversal for a reporter has a ground too: what they reported is hidden then.
    """

    version_id = HiddenField()
    appeal = HiddenField()
    reports = SelectMultipleField(choices=[], validate_choice=False)
    action = RadioField(
        _l("Decision"),
        choices=[
            (each.value, each.value) for each in DecisionAction if each is not DecisionAction.UNDO
        ],
        validators=[InputRequired(_l("Choose what to do."))],
    )
    ground = RadioField(
        _l("Reason, and text for the message"),
        choices=[(ground.value, ground.value) for ground in DecisionGround],
        validate_choice=False,
    )
    law = StringField(_l("Which law?"), validators=[at_most("law_length")], filters=[one_line])
    message = TextAreaField(_l("Message"), filters=[unix_lines])
    template = SelectField(_l("Text to begin with"), choices=[], validate_choice=False)
    unit = SelectField(_l("To which unit?"), choices=[], validate_choice=False)
    zones = SelectMultipleField(_l("Zones"), choices=[], validate_choice=False)
    spreading_permit = StringField(
        _l("Spreading permit"), validators=[at_most("permit_length")], filters=[one_line]
    )

    def validate_ground(self, field: RadioField) -> None:
        """What takes something from view has a reason; nothing else has one."""
        hides = self.action.data == DecisionAction.REVERSE and field.data
        if self.action.data not in RESTRICTIONS and not hides:
            field.data = DecisionGround.NONE.value
        elif field.data not in {ground.value for ground in DecisionGround if ground != "none"}:
            raise ValidationError(_("Choose a reason."))

    def validate_message(self, field: TextAreaField) -> None:
        """Whoever is concerned is told why, in words that fit a mail."""
        most = settings().message_length
        if len(field.data) > most:
            raise ValidationError(_("Write at most %(most)s characters.", most=most))
        if not field.data and self.action.data and self.action.data not in SILENT:
            raise ValidationError(_("Write why, and what they can do."))

    def begin_with(self, texts: Mapping[str, str]) -> None:
        """Without scripts: the text that was chosen, where no message was written."""
        self.message.data = self.message.data or texts.get(self.template.data or "", "")

    @property
    def chosen(self) -> DecisionAction:
        """What was decided."""
        return DecisionAction(self.action.data)

    def appeal_id(self) -> UUID:
        """The review that is answered; raises NotFound when it is none of ours."""
        return _id_in(self.appeal.data)

    def unit_id(self) -> UUID | None:
        """The unit it is passed on to."""
        return public_id.decode(self.unit.data or "")

    def seen_reports(self) -> list[UUID]:
        """The reports that were on the page."""
        return [found for key in self.reports.data if (found := public_id.decode(key))]

    def seen_zones(self) -> frozenset[UUID]:
        """The zones that were ticked as seen."""
        return frozenset(found for key in self.zones.data or [] if (found := public_id.decode(key)))

    def ruling(self) -> Ruling:
        """What is written down."""
        ground = DecisionGround(self.ground.data)
        law = self.law.data if ground is DecisionGround.ILLEGAL else ""
        return Ruling(self.chosen, ground, self.message.data, law)

    def verdict(self) -> Verdict:
        """The decision on a version; raises NotFound when that is none of ours."""
        ruling = self.ruling()
        return Verdict(
            action=ruling.action,
            ground=ruling.ground,
            message=ruling.message,
            version_id=seen(self.version_id.data)[0],
            seen_zones=self.seen_zones(),
            spreading_permit=self.spreading_permit.data,
            law=ruling.law,
            edition=seen(self.version_id.data)[1],
        )

    @property
    def trouble(self) -> dict[str, Any]:
        """Sentences by field, the first of each."""
        return {name: errors[0] for name, errors in self.errors.items() if name and errors}


def seen_key(version_id: UUID, edition: int) -> str:
    """A version as it is seen: which, and how often moderators have changed it."""
    return public_id.encode(version_id) + (f"_{edition}" if edition else "")


def seen(key: str | None) -> tuple[UUID, int]:
    """The version and the edition of such a key; raises NotFound when it is none of ours."""
    text, _line, edition = (key or "").partition("_")
    if edition and not (edition.isascii() and edition.isdigit() and len(edition) < LONGEST_EDITION):
        raise NotFound("no_case")
    return _id_in(text), int(edition or 0)


def _id_in(text: str | None) -> UUID:
    found = public_id.decode(text or "")
    if found is None:
        raise NotFound("no_case")
    return found


class AssignForm(SiteForm):
    """Taking a case (`1`), or letting go of it."""

    take = HiddenField()


class NoteForm(SiteForm):
    """A note for colleagues."""

    note = TextAreaField(
        _l("Note to colleagues"),
        validators=[
            DataRequired(_l("Write something, or leave it.")),
            at_most("message_length"),
        ],
        filters=[unix_lines],
    )

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return " ".join(self.note.errors)


class TranscriptForm(SiteForm):
    """What a recording says, written down for whoever speaks."""

    version_id = HiddenField()
    transcript = TextAreaField(
        _l("What is said"), validators=[at_most("transcript_length")], filters=[unix_lines]
    )

    def version(self) -> UUID:
        """The version that was heard; raises NotFound when it is none of ours."""
        return seen(self.version_id.data)[0]

    @property
    def sentence(self) -> str:
        """The first thing that is wrong."""
        return next((str(each[0]) for each in self.errors.values() if each), "")
