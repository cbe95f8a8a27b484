"""What is asked of the records: a period, a purpose, a rule."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from geostories.domain.days import SWEDEN, today
from geostories.domain.masking import GROUNDS
from geostories.domain.retention import LEAST_MONTHS, RuleEntry
from geostories.vocabulary import Purpose, RetentionKind
from geostories.web.forms.base import SiteForm, one_line
from geostories.wording import records as saying

EARLIEST = date(2020, 1, 1)
"""Before that nothing was decided here."""


class PeriodForm(SiteForm):
    """From the first day to the last, both counted; this half-year until it is said."""

    since = DateField(_l("From"), validators=[DataRequired()], name="fran")
    until = DateField(_l("To and including"), validators=[DataRequired()], name="till")

    def __init__(self, given: Any) -> None:
        day = today()
        begun = {"since": date(day.year, 1 if day.month <= 6 else 7, 1), "until": day}
        super().__init__(given if "fran" in given else None, data=begun, meta={"csrf": False})

    def validate(self, extra_validators: Any = None) -> bool:
        """Both days, in their order."""
        if not super().validate(extra_validators):
            return False
        if not EARLIEST <= self.since.data <= self.until.data <= date(2037, 12, 31):
            self.complain("until", _("Choose a day after the first."))
            return False
        return True

    def moments(self) -> tuple[datetime, datetime]:
        """From the first midnight until before the midnight after the last day, in Sweden."""
        end = self.until.data + timedelta(days=1)
        return (
            datetime.combine(self.since.data, time(), SWEDEN),
            datetime.combine(end, time(), SWEDEN),
        )


class PurposeForm(SiteForm):
    """Why somebody opens what is sealed."""

    purpose = SelectField(_l("What for"), validators=[InputRequired()])
    reference = StringField(
        _l("Number of the case elsewhere"),
        validators=[Length(max=40)],
        description=_l("For example the police's or the registry's. It stands in the log."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.purpose.choices = [(each.value, saying.purpose(each)) for each in Purpose]


class RuleForm(SiteForm):
    """A rule of the municipality's plan."""

    kind = SelectField(_l("What may go"), validators=[InputRequired()])
    months = IntegerField(
        _l("After how many months"),
        validators=[InputRequired(), NumberRange(LEAST_MONTHS, 1200)],
        default=24,
    )
    code = StringField(
        _l("The rule's number"),
        validators=[InputRequired(), Length(max=40)],
        description=_l("As in the plan, for example 4.2. It stands in the log at each deletion."),
    )
    reference = StringField(
        _l("Decision"),
        validators=[InputRequired(), Length(max=300)],
        description=_l("Which decision the rule comes from, with its date and number."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = [(each.value, saying.retention_kind(each)) for each in RetentionKind]

    def entry(self) -> RuleEntry:
        """What was typed."""
        return RuleEntry(
            one_line(self.code.data),
            RetentionKind(self.kind.data),
            self.months.data or 0,
            one_line(self.reference.data),
        )


class ExtractForm(PurposeForm):
    """What is to be masked in an extract, by which paragraph, and how it is given out."""

    phrases = TextAreaField(
        _l("Mask these words"),
        validators=[Length(max=5000)],
        description=_l("One name or phrase a line. It is taken out wherever it stands."),
        render_kw={"rows": 4},
    )
    ground = SelectField(_l("By which paragraph"), choices=[(each, each) for each in GROUNDS])
    form = SelectField(
        _l("As"), choices=[("page", _l("A page to print")), ("text", _l("A text file"))]
    )

    def phrase_list(self) -> list[str]:
        """The phrases, without empty lines."""
        return [line for each in (self.phrases.data or "").splitlines() if (line := one_line(each))]
