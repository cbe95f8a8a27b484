"""A text about the site, where the municipality is reached, and what somebody cannot use."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from geostories.queries.page_texts import ContactInfo
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, at_most, one_line, unix_lines
from geostories.wording.about_pages import missing_parts

SHORT = 200
"""Characters of a telephone number with its hours, or of an address."""


class PageTextForm(SiteForm):
    """The words in Markdown, and which version whoever writes them has seen."""

    body = TextAreaField(
        _l("The text, in Markdown"),
        validators=[DataRequired(_l("Write something.")), at_most("page_text_length")],
        filters=[unix_lines],
        render_kw={"rows": 24, "spellcheck": "true"},
    )
    seen = IntegerField(validators=[InputRequired()])

    def asks_for_all(self, page: str) -> bool:
        """Whether everything is there that the law asks of this text; else it says what is not."""
        missing = missing_parts(page, self.body.data or "")
        for part in missing:
            self.complain(
                "body", _("The law asks for this, and it is missing: %(part)s", part=part)
            )
        return not missing


class ContactForm(SiteForm):
    """Where the municipality and its data protection officer are reached."""

    phone = StringField(_l("Telephone"), validators=[Length(max=SHORT)], filters=[one_line])
    postal_address = StringField(
        _l("Postal address"), validators=[Length(max=SHORT)], filters=[one_line]
    )
    officer_name = StringField(
        _l("Data protection officer: name or office"),
        validators=[Length(max=SHORT)],
        filters=[one_line],
    )
    officer_email = EmailField(
        _l("Data protection officer: e-mail"),
        description=_l("Empty means the contact address of the site."),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
    )

    def contact(self) -> ContactInfo:
        """What was typed."""
        return ContactInfo(
            phone=self.phone.data,
            postal_address=self.postal_address.data,
            officer_name=self.officer_name.data,
            officer_email=self.officer_email.data,
        )


class BarrierForm(SiteForm):
    """What somebody cannot read, hear or use, on which page, and where the answer goes."""

    text = TextAreaField(
        _l("What does not work for you?"),
        description=_l("Say what happened, and which aids you use if you like."),
        validators=[DataRequired(_l("Tell us what does not work.")), at_most("message_length")],
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    page = StringField(_l("On which page?"), validators=[Length(max=SHORT)], filters=[one_line])
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("Only for the answer. The site does not keep it."),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": LONGEST_ADDRESS},
    )
