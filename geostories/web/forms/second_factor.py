"""Codes that an app or a paper shows."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from geostories.web.forms.base import SiteForm, one_line

LONGEST_CODE = 40


class CodeForm(SiteForm):
    """A code of six digits, or a recovery code."""

    code = StringField(
        _l("Code"),
        description=_l("Six digits from your app, or one of your recovery codes."),
        validators=[DataRequired(_l("Write the code.")), Length(max=LONGEST_CODE)],
        filters=[one_line],
        render_kw={
            "autocomplete": "one-time-code",
            "maxlength": LONGEST_CODE,
            "spellcheck": "false",
        },
    )


class AppForm(SiteForm):
    """The first code of an app that is being added."""

    code = StringField(
        _l("Code from the app"),
        validators=[DataRequired(_l("Write the code.")), Length(max=LONGEST_CODE)],
        filters=[one_line],
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": LONGEST_CODE,
        },
    )
