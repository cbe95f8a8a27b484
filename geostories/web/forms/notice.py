"""Entering a notice: what was typed, as an Entry of the domain."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import to_user_timezone, to_utc
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from geostories import public_id
from geostories.domain.notices import Entry, Where
from geostories.geo.coordinates import parse_point
from geostories.queries.notices import Nameable, NoticeInfo
from geostories.vocabulary import NoticeKind
from geostories.web.forms.base import (
    SiteForm,
    at_most,
    is_position,
    new_key,
    one_line,
    read_key,
    unix_lines,
)
from geostories.web.forms.tell import read_point
from geostories.web.guards import settings
from geostories.wording import official
from geostories.wording import vocabulary as words

MIDNIGHT = time()
LEAST_REACH_M = 25
YEARS = range(2000, 2200)
"""Of a notice: at the calendar's own ends there is no day before or after."""


def _in_our_time(_form: FlaskForm, field: Field) -> None:
    if field.data and field.data.year not in YEARS:
        raise ValidationError(_("That year is too far off. Choose another one."))


class NoticeForm(SiteForm):
    """What holds where, from when until when; times are the municipality's own clock."""

    kind = RadioField(
        _l("What is it about?"),
        choices=[],
        validators=[InputRequired(_l("Choose what it is about."))],
    )
    title = StringField(
        _l("Title"),
        description=_l("In a few words, without a date: The southern boardwalk is closed"),
        validators=[DataRequired(_l("Write a title.")), at_most("title_length")],
        filters=[one_line],
    )
    text = TextAreaField(
        _l("What should a visitor do?"),
        description=_l("The way round, for example. One or two sentences."),
        validators=[at_most("notice_length")],
        filters=[unix_lines],
        render_kw={"rows": 3},
    )
    reason = StringField(_l("Why?"), validators=[at_most("notice_length")], filters=[one_line])
    source_url = URLField(
        _l("Read more at"),
        validators=[
            Optional(),
            Regexp(r"^https?://[^\s/]+\S*$", message=_l("Write the whole address: https://…")),
            at_most("notice_length"),
        ],
        filters=[one_line],
    )
    where = RadioField(
        _l("Where?"),
        choices=[
            ("thing", _l("At a place or along a trail")),
            ("point", _l("At a point")),
            ("everywhere", _l("In the whole municipality")),
        ],
        default="thing",
    )
    thing = SelectField(_l("Place or trail"), choices=[], validate_choice=False)
    coordinates = StringField(
        _l("Coordinates of the point"),
        description=_l("Latitude and longitude, for example 58.9959, 16.2072"),
        filters=[one_line],
    )
    lon = HiddenField()
    lat = HiddenField()
    key = HiddenField(default=new_key)
    reach_m = IntegerField(
        _l("Marks what lies within, in metres"),
        default=LEAST_REACH_M,
        validators=[Optional()],
    )
    starts_on = DateField(_l("From"), validators=[InputRequired(_l("Choose a day.")), _in_our_time])
    starts_time = TimeField(_l("At what time"), validators=[Optional()])
    ends_on = DateField(
        _l("Until and including"),
        description=_l("Empty: until further notice. Without a time: the whole day."),
        validators=[Optional(), _in_our_time],
    )
    ends_time = TimeField(_l("At what time"), validators=[Optional()])

    def __init__(self, things: list[Nameable], **kwargs: object) -> None:
        super().__init__(**kwargs)
        for field in (self.thing, self.reach_m):
            field.flags.required = True  # said in the page; enforced where it is meant
        self._things = {public_id.encode(thing.id): thing for thing in things}
        self.kind.choices = [(kind.value, official.notice_kind(kind)) for kind in NoticeKind]
        self.thing.choices = [
            ("", _("Choose …")),
            *((key, _label(thing)) for key, thing in self._things.items()),
        ]

    def validate_reach_m(self, field: IntegerField) -> None:
        """From nothing to what still is one place."""
        NumberRange(0, settings().notice_reach_m)(self, field)

    def validate_thing(self, field: SelectField) -> None:
        """One of ours, when a place is meant."""
        if self.where.data == "thing" and field.data not in self._things:
            raise ValidationError(_("Choose a place or a trail."))

    def validate_coordinates(self, field: StringField) -> None:
        """A point that can be read, when one is meant."""
        if self.where.data == "point" and (field.data or not self.lon.data):
            is_position(self, field)

    def validate_ends_time(self, field: TimeField) -> None:
        """A time of no day is none."""
        if field.data and not self.ends_on.data:
            raise ValidationError(_("Choose the day too."))

    def new_id(self) -> UUID:
        """The id of the notice when it is new: a form sent twice enters one."""
        return read_key(self.key)

    def entry(self) -> Entry:
        """What was typed; raises InvalidInput for a point that is not in Sweden."""
        return Entry(
            kind=NoticeKind(self.kind.data),
            title=self.title.data,
            text=self.text.data,
            reason=self.reason.data,
            source_url=self.source_url.data,
            starts_at=_moment(self.starts_on.data, self.starts_time.data or MIDNIGHT),
            ends_at=self._end(),
            where=self._where(),
        )

    def _end(self) -> datetime | None:
        if self.ends_on.data is None:
            return None
        if self.ends_time.data is None:  # the whole day
            return _moment(self.ends_on.data + timedelta(days=1), MIDNIGHT)
        return _moment(self.ends_on.data, self.ends_time.data)

    def _where(self) -> Where:
        reach_m = LEAST_REACH_M if self.reach_m.data is None else self.reach_m.data
        if self.where.data == "point":
            return Where(point=self._point(), reach_m=reach_m)
        if self.where.data == "everywhere":
            return Where()
        thing = self._things[self.thing.data]
        if thing.noun == "trail":
            return Where(trail_id=thing.id, reach_m=reach_m)
        return Where(place_id=thing.id, reach_m=reach_m)

    def _point(self) -> tuple[float, float]:
        """What was typed comes before what was pointed at; the page sends one of them."""
        if self.coordinates.data or not self.lon.data:
            return parse_point(self.coordinates.data)
        pointed = read_point(self.lon.data, self.lat.data)
        return pointed.lon, pointed.lat


def as_typed(notice: NoticeInfo) -> dict[str, object]:
    """A notice as the form holds it."""
    start = to_user_timezone(notice.starts_at)
    return {
        "kind": notice.kind.value,
        "title": notice.title,
        "text": notice.text,
        "reason": notice.reason,
        "source_url": notice.source_url,
        "reach_m": notice.reach_m,
        "starts_on": start.date(),
        "starts_time": start.time() if start.time() != MIDNIGHT else None,
        **_end_as_typed(notice.ends_at),
        **_where_as_typed(notice.place_id or notice.trail_id, notice.lon, notice.lat),
    }


def prefilled(
    today: date,
    *,
    thing_id: UUID | None = None,
    point: tuple[float, float] | None = None,
    title: str = "",
) -> dict[str, object]:
    """A closure from today on, as far as it is known."""
    lon, lat = point or (None, None)
    where = _where_as_typed(thing_id, lon, lat) if thing_id or point else {}
    return {"kind": NoticeKind.CLOSURE.value, "title": title, "starts_on": today, **where}


def _where_as_typed(
    thing_id: UUID | None, lon: float | None, lat: float | None
) -> dict[str, object]:
    if lon is not None and lat is not None:
        return {"where": "point", "lon": f"{lon:.6f}", "lat": f"{lat:.6f}"}
    if thing_id is not None:
        return {"where": "thing", "thing": public_id.encode(thing_id)}
    return {"where": "everywhere"}


def _end_as_typed(ends_at: datetime | None) -> dict[str, object]:
    if ends_at is None:
        return {}
    end = to_user_timezone(ends_at)
    if end.time() == MIDNIGHT:
        return {"ends_on": end.date() - timedelta(days=1)}
    return {"ends_on": end.date(), "ends_time": end.time()}


def _moment(day: date, clock: time) -> datetime:
    return to_utc(datetime.combine(day, clock)).replace(tzinfo=UTC)


def _label(thing: Nameable) -> str:
    kind = words.place_kind(thing.kind) if thing.kind else _("Trail")
    return f"{thing.name} ({kind})"
