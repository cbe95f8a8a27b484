"""A new municipality, and who begins to administer it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import EmailField, StringField, TextAreaField, URLField
from wtforms.validators import URL, DataRequired, Length

from geostories.domain.platform import LONGEST_WORD, NewMunicipality
from geostories.errors import InvalidInput
from geostories.geo.zone_reading import read_zone
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, at_most, one_line, unix_lines
from geostories.web.guards import settings


class MunicipalityForm(SiteForm):
    """What a municipality is called, where it is found, how it is reached, where it ends."""

    name = StringField(
        _l("Name"),
        description=_l("As it is written in full, for example Katrineholms kommun."),
        validators=[DataRequired(_l("Write the name.")), at_most("title_length")],
        filters=[one_line],
    )
    site_name = StringField(
        _l("Name of the site"),
        description=_l("It stands at the top of every page and in every mail."),
        validators=[DataRequired(_l("Write what the site is called.")), at_most("title_length")],
        filters=[one_line],
    )
    slug = StringField(
        _l("Word in the address"),
        description=_l("Its pages lie under it, for example katrineholm. It cannot be changed."),
        validators=[DataRequired(_l("Choose a word.")), Length(max=LONGEST_WORD)],
        filters=[one_line],
    )
    code = StringField(
        _l("Municipality code"),
        description=_l("Four digits, as Statistics Sweden has them."),
        validators=[DataRequired(_l("Write the code."))],
        filters=[one_line],
    )
    contact_email = EmailField(
        _l("E-mail for questions"),
        validators=[DataRequired(_l("Write the address.")), Length(max=LONGEST_ADDRESS)],
        filters=[one_line],
    )
    contact_url = URLField(
        _l("Page with contact details"),
        validators=[
            DataRequired(_l("Write the address.")),
            URL(message=_l("Begin with https://.")),
        ],
        filters=[one_line],
    )
    border = TextAreaField(
        _l("Border as GeoJSON"),
        description=_l("One or more areas (WGS 84). Paste it, or choose a file."),
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    file = FileField(_l("GeoJSON file"))

    def municipality(self) -> NewMunicipality:
        """What was typed; raises InvalidInput for a border that cannot be read."""
        try:
            border = read_zone(self._text(), corners=settings().zone_corners)
        except InvalidInput as error:
            raise InvalidInput(error.code, field="border", **error.params) from None
        return NewMunicipality(
            name=self.name.data,
            site_name=self.site_name.data,
            slug=self.slug.data,
            code=self.code.data,
            contact_email=self.contact_email.data,
            contact_url=self.contact_url.data,
            border=border,
        )

    def _text(self) -> str:
        """A file that was chosen comes before what is in the field."""
        most = settings().zone_bytes
        text: str = self.border.data
        if self.file.data:
            text = self.file.data.stream.read(most + 1).decode("utf-8-sig", errors="replace")
        if not text:
            raise InvalidInput("zone_without_area", field="border")
        if len(text) > most:
            raise InvalidInput("zone_too_much", field="border", kilobytes=most // 1000)
        return text


class FirstAdministratorForm(SiteForm):
    """Who begins."""

    email = EmailField(
        _l("E-mail address"),
        description=_l("A mail goes there, and leads to choosing a password."),
        validators=[DataRequired(_l("Write the address.")), Length(max=LONGEST_ADDRESS)],
        filters=[one_line],
    )
