"""Giving a role."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from geostories.vocabulary import Role
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm


class MemberForm(SiteForm):
    """Whom, and what they may do."""

    email = EmailField(
        _l("E-mail address of the account"),
        validators=[DataRequired(_l("Write the address.")), Length(max=LONGEST_ADDRESS)],
    )
    role = SelectField(
        _l("Role"),
        choices=[
            (Role.MODERATOR.value, _l("Moderator: reviews stories")),
            (Role.EDITOR.value, _l("Editor: official places and trails")),
            (Role.ADMINISTRATOR.value, _l("Administrator: everything, roles too")),
        ],
        validators=[InputRequired()],
    )
