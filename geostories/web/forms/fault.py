"""Reporting a fault, and answering one."""

from __future__ import annotations

from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from geostories.domain.faults import Fault, Reply
from geostories.geo.coordinates import parse_point
from geostories.vocabulary import FaultStatus
from geostories.web.forms.base import (
    LONGEST_ADDRESS,
    SiteForm,
    at_most,
    is_position,
    new_key,
    one_line,
    read_key,
    unix_lines,
)
from geostories.wording.official import fault_status


class FaultForm(SiteForm):
    """What is broken, where on the place, and where the answer goes."""

    text = TextAreaField(
        _l("What is broken?"),
        description=_l("A plank is missing on the boardwalk, for example. Name nobody."),
        validators=[
            DataRequired(_l("Tell us what is broken, in a sentence or two.")),
            at_most("message_length"),
        ],
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    coordinates = StringField(
        _l("Where, more exactly?"),
        description=_l("Latitude and longitude, for example 58.9959, 16.2072"),
        validators=[Optional(), is_position],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("Only for the answer. We forget it when you have got it."),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )

    key = HiddenField(default=new_key)

    def new_id(self) -> UUID:
        """The report's id: the same words sent twice are one report."""
        return uuid5(read_key(self.key), self.text.data)

    def fault(self) -> Fault:
        """What was written."""
        point = parse_point(self.coordinates.data) if self.coordinates.data else None
        return Fault(text=self.text.data, email=self.email.data, point=point)


class ReplyForm(SiteForm):
    """Where the matter stands, in the unit's words."""

    status = RadioField(
        _l("Where does it stand?"),
        choices=[],
        validators=[InputRequired(_l("Choose where it stands."))],
    )
    answer = TextAreaField(
        _l("Answer to whoever reported it"),
        validators=[at_most("message_length")],
        filters=[unix_lines],
        render_kw={"rows": 4},
    )

    def __init__(self) -> None:
        super().__init__()
        self.status.choices = [
            (status.value, fault_status(status))
            for status in FaultStatus
            if status is not FaultStatus.RECEIVED
        ]

    def reply(self) -> Reply:
        """What was decided."""
        return Reply(FaultStatus(self.status.data), self.answer.data)
