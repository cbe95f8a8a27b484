"""The three steps of telling: what was typed, as plain dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SearchField,
    StringField,
    TextAreaField,
)

from geostories import public_id
from geostories.domain.drafts import Words
from geostories.domain.happened import read_happened
from geostories.errors import Conflict, InvalidInput
from geostories.geo.coordinates import in_sweden, parse_point
from geostories.queries.own_stories import VersionInfo
from geostories.queries.stories import Happened
from geostories.vocabulary import HappenedPrecision, Precision, Voice
from geostories.web.forms.base import SiteForm, at_most, one_line, unix_lines
from geostories.web.guards import settings

PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
ALT = "alt-"
"""Field names of photo descriptions: this and the photo's id."""


@dataclass(frozen=True)
class ChosenPoint:
    """A point in WGS 84 degrees, and its name when it was picked by name."""

    lon: float
    lat: float
    name: str = ""


class PlaceForm(SiteForm):
    """Step 1. What was typed or picked last comes before what was chosen earlier."""

    q = SearchField(_l("Search for a place"), filters=[one_line])
    picked = StringField(filters=[one_line])
    coordinates = StringField(
        _l("Coordinates"),
        description=_l("Latitude and longitude, for example 58.9959, 16.2072"),
        filters=[one_line],
    )
    lon = HiddenField()
    lat = HiddenField()
    precision = RadioField(
        _l("How should the place be shown?"),
        choices=[(each.value, each.value) for each in Precision],
        default=Precision.EXACT.value,
    )
    place_label = StringField(
        _l("What is the place called?"),
        description=_l("Everyone sees the name. Leave it empty, and we write what is nearest."),
        validators=[at_most("place_label_length")],
        filters=[one_line],
    )

    def chosen(self) -> ChosenPoint | None:
        """The chosen point, or None; raises InvalidInput for what is no point in Sweden."""
        if self.coordinates.data:
            return ChosenPoint(*parse_point(self.coordinates.data))
        if self.picked.data:
            lon, lat, name = [*self.picked.data.split(" ", 2), "", ""][:3]
            return read_point(lon, lat, name)
        if self.lon.data or self.lat.data:
            return read_point(self.lon.data, self.lat.data)
        return None

    def settle(self, chosen: ChosenPoint) -> None:
        """Carry the chosen point in the hidden fields from now on."""
        self.lon.data, self.lat.data = f"{chosen.lon:.6f}", f"{chosen.lat:.6f}"
        self.coordinates.data = self.picked.data = ""
        self.place_label.data = (
            self.place_label.data or chosen.name[: settings().place_label_length]
        )


def read_point(lon: object, lat: object, name: str = "") -> ChosenPoint:
    """A point from two numbers, as a script or a hidden field sends them; raises InvalidInput."""
    try:
        point = ChosenPoint(float(str(lon)), float(str(lat)), name)
    except ValueError:
        raise InvalidInput("bad_coordinates", field="coordinates") from None
    if not in_sweden(point.lon, point.lat):
        raise InvalidInput("outside_sweden", field="coordinates")
    return point


class WordsForm(SiteForm):
    """Step 2. Half a story can be kept; only going on asks for all of it."""

    title = StringField(_l("Title"), validators=[at_most("title_length")], filters=[one_line])
    happened_precision = RadioField(
        _l("When did it happen?"),
        choices=[(each.value, each.value) for each in HappenedPrecision],
        default=HappenedPrecision.YEAR.value,
    )
    happened = StringField(_l("When did it happen?"), filters=[one_line])
    category = RadioField(_l("Category"), validate_choice=False)
    body = TextAreaField(_l("Story"), validators=[at_most("body_length")], filters=[unix_lines])
    photos = MultipleFileField(_l("Pictures"))

    def __init__(self, categories: Iterable[str], *, draft: VersionInfo, **kwargs: object) -> None:
        super().__init__(data=_as_typed(draft), **kwargs)
        for field in (self.title, self.body):
            field.flags.required = True  # said in the page; enforced by require_all
        self.category.choices = [(slug, slug) for slug in categories]
        self._before = draft.happened

    def words(self, *, today: date) -> Words:
        """What was typed; a time that cannot be read is blamed, and the earlier one stays."""
        happened = self._before
        try:
            precision = HappenedPrecision(self.happened_precision.data)
            happened = read_happened(precision, self.happened.data, today=today)
        except InvalidInput as error:
            self.blame(error)
        except ValueError:
            self.blame(InvalidInput("bad_year", field="happened"))
        if self.category.data not in [slug for slug, _words in self.category.choices]:
            self.category.data = ""
        return Words(self.title.data, self.body.data, self.category.data, happened)

    def descriptions(self) -> dict[UUID, str]:
        """The typed description of each photo; one that is too long is blamed and left out."""
        found, most = {}, settings().alt_length
        for name, text in request.form.items():
            media_id = public_id.decode(name.removeprefix(ALT)) if name.startswith(ALT) else None
            if media_id is None:
                continue
            if len(one_line(text)) > most:
                self.complain("photos", _("Describe it in at most %(most)s characters.", most=most))
            else:
                found[media_id] = one_line(text)
        return found

    def files(self) -> list[FileStorage]:
        """The files that were chosen: a browser sends one without a name when there are none."""
        return [file for file in self.photos.data or [] if file.filename]

    def require_all(self, *, photos_described: bool) -> None:
        """Blame what must be there before the story can be sent in."""
        for name in ("title", "category", "body"):
            if not self[name].data and not self[name].errors:
                self.blame(InvalidInput(f"{name}_missing", field=name))
        if not photos_described:
            self.blame(InvalidInput("alt_missing", field="photos"))


def _as_typed(draft: VersionInfo) -> dict[str, str]:
    happened = draft.happened
    precision = happened.precision if happened else HappenedPrecision.YEAR
    return {
        "title": draft.title,
        "happened_precision": precision.value,
        "happened": happened_as_typed(happened),
        "category": draft.category,
        "body": draft.body,
    }


def happened_as_typed(happened: Happened | None) -> str:
    """A time as domain.happened.read_happened reads it."""
    if happened is None or happened.start is None:
        return happened.words if happened else ""
    length = {HappenedPrecision.DAY: 10, HappenedPrecision.MONTH: 7}.get(happened.precision, 4)
    return happened.start.isoformat()[:length]


@dataclass(frozen=True)
class Teller:
    """Whose name stands under the story, and who speaks."""

    shows_name: bool
    voice: Voice


class CheckForm(SiteForm):
    """Step 3."""

    name = RadioField(
        _l("Your name"), choices=[("shown", "shown"), ("hidden", "hidden")], default="shown"
    )
    voice = RadioField(
        _l("Who tells?"),
        choices=[(each.value, each.value) for each in Voice],
        validate_choice=False,
    )
    rights = BooleanField(_l("Right to share"))
    submission_key = HiddenField()

    def teller(self) -> Teller:
        """Whose name and voice were chosen; an unknown voice is a resident's."""
        speaks_for_all = self.voice.data == Voice.MUNICIPALITY.value
        voice = Voice.MUNICIPALITY if speaks_for_all else Voice.RESIDENT
        return Teller(self.name.data != "hidden", voice)

    def key(self) -> UUID:
        """The key that makes sending twice one submission; raises Conflict when it is none."""
        try:
            return UUID(self.submission_key.data)
        except (TypeError, ValueError):
            raise Conflict("key_used") from None
