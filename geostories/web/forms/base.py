"""What all forms share: how they read what was typed, and how they say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from geostories import public_id
from geostories.domain import own_names
from geostories.domain.transaction import Scope, reading
from geostories.errors import InvalidInput, NotNow
from geostories.geo.coordinates import parse_point
from geostories.queries.municipalities import list_municipalities
from geostories.web.guards import settings
from geostories.wording.errors import say

LONGEST_ADDRESS = 254
"""Of e-mail (RFC 5321)."""

COMPLAINTS = {
    "This field is required.": _l("Fill this in."),
    "Not a valid choice.": _l("Choose one of the answers."),
    "Not a valid integer value.": _l("Write a whole number, with digits alone."),
    "Not a valid date value.": _l("Write the date as year-month-day, for example 1963-02-14."),
    "Not a valid time value.": _l("Write the time as hours and minutes, for example 09:00."),
    "Field cannot be longer than %(max)d characters.": _l("Write at most %(max)d characters."),
    "Number must be between %(min)s and %(max)s.": _l("Choose between %(min)s and %(max)s."),
}
"""What WTForms says, as a sentence that says what to do."""


class _Complaints:
    """WTForms asks this for its sentences."""

    def gettext(self, sentence: str) -> str:
        return str(COMPLAINTS.get(sentence, sentence))

    def ngettext(self, _singular: str, plural: str, _number: int) -> str:
        return self.gettext(plural)


class SiteForm(FlaskForm):
    """A form of the site: what the domain refuses is said at the field that it is about."""

    class Meta(FlaskForm.Meta):
        """Settings of WTForms."""

        def get_translations(self, _form: FlaskForm) -> _Complaints:
            """Our own sentences, in the language of the page."""
            return _Complaints()

    def blame(self, error: InvalidInput | NotNow) -> None:
        """Put an error at the field that it names."""
        self.complain(error.field, say(error))

    def complain(self, name: str, sentence: str) -> None:
        """Put a sentence at a field."""
        self[name].errors = [*self[name].errors, sentence]


def one_line(text: str | None) -> str:
    """Without line ends and surrounding blanks."""
    return " ".join((text or "").split())


def unix_lines(text: str | None) -> str:
    """Line ends as counted while typing: browsers send two characters for each."""
    return (text or "").replace("\r\n", "\n").strip()


def new_key() -> str:
    """For a hidden field: the id of what the form makes, so that sending it twice makes one."""
    return public_id.encode(uuid4())


def read_key(field: HiddenField) -> UUID:
    """The id in such a field; another new one when it holds none."""
    return public_id.decode(field.data or "") or uuid4()


def is_position(_form: FlaskForm, field: Field) -> None:
    """A validator: coordinates as people write them."""
    try:
        parse_point(field.data)
    except InvalidInput as error:
        raise ValidationError(say(error)) from None


def is_own_name(_form: FlaskForm, field: Field) -> None:
    """A validator: a name of one's own, not one that passes for the municipality's."""
    try:
        field.data = read_own_name(field.data)
    except InvalidInput as error:
        raise ValidationError(say(error)) from None


def read_own_name(typed: str | None) -> str:
    """A typed name; raises InvalidInput for one that passes for a municipality's."""
    with reading(Scope.public()) as session:
        towns = [each.name for each in list_municipalities(session)]
    return own_names.read_name(typed or "", towns)


def at_most(setting: str) -> Callable[[FlaskForm, Field], None]:
    """A validator: no longer than the setting of this name."""

    def check(_form: FlaskForm, field: Field) -> None:
        most = getattr(settings(), setting)
        if len(field.data or "") > most:
            raise ValidationError(_("Write at most %(most)s characters.", most=most))

    return check
