"""Entering an association, and who may tell in its name."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from geostories.domain.associations import AssociationEntry
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.web.forms.member import LONGEST_ADDRESS


class AssociationForm(SiteForm):
    """What it is called, and what is said of it on its page."""

    name = StringField(
        _l("Name of the association"),
        validators=[DataRequired(_l("Write a name.")), at_most("title_length")],
        filters=[one_line],
    )
    introduction = TextAreaField(
        _l("Introduction"),
        validators=[at_most("introduction_length")],
        filters=[unix_lines],
        render_kw={"rows": 4},
    )
    url = URLField(
        _l("Website"),
        validators=[
            Optional(),
            Regexp(r"^https?://[^\s/]+\S*$", message=_l("Write the whole address: https://…")),
            at_most("notice_length"),
        ],
        filters=[one_line],
    )
    is_active = BooleanField(_l("Its members can tell in its name"), default=True)

    def entry(self) -> AssociationEntry:
        """What was typed."""
        return AssociationEntry(
            self.name.data, self.introduction.data, self.url.data, bool(self.is_active.data)
        )


class AccountForm(SiteForm):
    """Whose account."""

    email = EmailField(
        _l("E-mail address of the account"),
        validators=[DataRequired(_l("Write the address.")), Length(max=LONGEST_ADDRESS)],
        filters=[one_line],
    )
