"""How soon people are answered, and the days on which nobody reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from geostories.web.forms.base import SiteForm

MOST_DAYS = 30


class ReviewDaysForm(SiteForm):
    """What tellers are promised."""

    review_days = IntegerField(
        _l("Working days"),
        description=_l("Whoever sends in a story or a report reads it. Promise what you hold."),
        validators=[InputRequired(_l("Write how many.")), NumberRange(min=1, max=MOST_DAYS)],
    )


class ClosureForm(SiteForm):
    """Some days, or weeks."""

    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Write the day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Write the day."))])
