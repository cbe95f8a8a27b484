"""What visitors and tellers fill in on their own pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import DataRequired, Email, Length

from geostories.web.forms.base import SiteForm, one_line
from geostories.web.forms.report import LONGEST_ADDRESS
from geostories.web.forms.tell import read_address


class AddressForm(SiteForm):
    """An address that a link is to be mailed to."""

    email = EmailField(
        _l("Your e-mail address"),
        validators=[
            DataRequired(_l("Write your e-mail address.")),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )

    def address(self) -> str:
        """The address as it is kept."""
        return read_address(self.email.data)
