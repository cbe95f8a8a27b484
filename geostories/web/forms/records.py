"""What is asked of the records: a period."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from geostories.domain.days import SWEDEN, today
from geostories.web.forms.base import SiteForm

EARLIEST = date(2020, 1, 1)
"""Before that nothing was decided here."""


class PeriodForm(SiteForm):
    """From the first day to the last, both counted; this half-year until it is said."""

    since = DateField(_l("From"), validators=[InputRequired()], name="fran")
    until = DateField(_l("To and including"), validators=[InputRequired()], name="till")

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
