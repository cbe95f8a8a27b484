"""Inviting somebody to a role."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from geostories.vocabulary import Role
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, one_line


class MemberForm(SiteForm):
    """Whom, and what they may do."""

    email = EmailField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Write the address.")),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
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
