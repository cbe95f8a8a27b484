"""Making a rule that holds, and trying the rules on a text."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from geostories.vocabulary import RuleKind
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, at_most, one_line, unix_lines
from geostories.wording import rules


class RuleForm(SiteForm):
    """What it looks for, and the reason that whoever is blocked is told."""

    kind = SelectField(_l("What does the rule look for?"), choices=[], validators=[InputRequired()])
    value = StringField(
        _l("Word, site, number or address"),
        description=_l(
            "A whole word: a star stands for any letters, so kasino* also holds kasinobonus. "
            "A site: example.com. A number: how many may pass. An address, or @example.com for all there."
        ),
        validators=[DataRequired(_l("Write what it looks for.")), at_most("title_length")],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    reason = StringField(
        _l("Why, for a blocked address"),
        description=_l("Whoever is blocked reads it, and can have it looked at again."),
        validators=[at_most("law_length")],
        filters=[one_line],
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.kind.choices = [(each.value, rules.kind(each)) for each in RuleKind]

    @property
    def chosen(self) -> RuleKind:
        """What it looks for."""
        return RuleKind(self.kind.data)


class TrialForm(SiteForm):
    """A text, and an address, that the rules are tried on. Nothing of it is kept."""

    text = TextAreaField(
        _l("A text"),
        validators=[at_most("body_length")],
        filters=[unix_lines],
        render_kw={"rows": 4},
    )
    address = StringField(
        _l("E-mail address, if you want to try one"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_ADDRESS},
    )
