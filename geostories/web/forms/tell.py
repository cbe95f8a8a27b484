"""The three steps of telling: what was typed, as plain dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from shapely.geometry import LineString, Polygon
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)

from geostories import public_id
from geostories.domain import bylines
from geostories.domain.drafts import PhotoWords, Terms, Words
from geostories.domain.happened import read_happened
from geostories.errors import Conflict, InvalidInput
from geostories.geo.coordinates import in_sweden, parse_point
from geostories.geo.drawn_shapes import Limits, point_of, read_shape
from geostories.queries.own_stories import VersionInfo
from geostories.queries.stories import Happened
from geostories.vocabulary import (
    STORY_LANGUAGES,
    Byline,
    HappenedPrecision,
    Licence,
    Precision,
    ShapeKind,
    Voice,
)
from geostories.web.forms.base import SiteForm, at_most, one_line, read_own_name, unix_lines
from geostories.web.forms.photos import read_photo_words
from geostories.web.guards import settings
from geostories.wording.telling import language_name, licence

SOUND_TYPES = "audio/*,.webm,.ogg,.oga,.opus,.m4a,.mp3,.wav,.flac"
PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"


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
    theme = HiddenField(_l("Collection of stories"))
    shape_kind = RadioField(
        _l("What do you want to mark out?"),
        choices=[(each.value, each.value) for each in ShapeKind],
        default=ShapeKind.POINT.value,
        validate_choice=False,
    )
    shape = TextAreaField(
        _l("Corners, one on each row"),
        description=_l("Latitude and longitude, for example 58.9959, 16.2072"),
        filters=[unix_lines],
        render_kw={"rows": 4},
    )
    belongs = SelectField(
        _l("Does it belong to a place or a trail?"),
        description=_l("Everyone sees it, and the story stands on its page too."),
        choices=[],
        validate_choice=False,
    )

    def drawn(self) -> LineString | Polygon | None:
        """The line or area, or None where the story is of a point; raises InvalidInput."""
        kind = _known(ShapeKind, self.shape_kind.data, ShapeKind.POINT)
        if kind is ShapeKind.POINT:
            return None
        return read_shape(kind, self.shape.data, shape_limits())

    def chosen(self) -> ChosenPoint | None:
        """The chosen point, or None; raises InvalidInput for what is no point in Sweden.

        Of a line or an area, the point that stands for it.
        """
        drawn = self.drawn()
        if drawn is not None:
            return ChosenPoint(*point_of(drawn))
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


def shape_limits() -> Limits:
    """The most that a teller can draw."""
    return Limits(settings().shape_corners, settings().shape_length_m, settings().shape_area_km2)


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
    sound = FileField(_l("Recording"))
    transcript = TextAreaField(
        _l("What do you say in the recording?"),
        description=_l(
            "For those who cannot hear it, and for those who search. "
            "If you leave it empty, we write it down and ask you before anything is shown."
        ),
        validators=[at_most("transcript_length")],
        filters=[unix_lines],
    )

    def __init__(self, categories: Iterable[str], *, draft: VersionInfo, **kwargs: object) -> None:
        super().__init__(data=_as_typed(draft), **kwargs)
        asked = (self.title,) if draft.sound else (self.title, self.body)
        for field in asked:
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

    def photo_words(self) -> list[PhotoWords]:
        """What is said of each photo, in order; one said too much of is blamed and left out."""
        return read_photo_words(request.form, lambda sentence: self.complain("photos", sentence))

    def files(self) -> list[FileStorage]:
        """The files that were chosen: a browser sends one without a name when there are none."""
        return [file for file in self.photos.data or [] if file.filename]

    def require_all(self, *, photos_described: bool, speaks: bool) -> None:
        """Blame what must be there before the story can be sent in; who speaks need not write."""
        asked = ("title", "category") if speaks else ("title", "category", "body")
        for name in asked:
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
        "transcript": draft.sound.transcript if draft.sound else "",
    }


def happened_as_typed(happened: Happened | None) -> str:
    """A time as domain.happened.read_happened reads it."""
    if happened is None or happened.start is None or happened.words:
        return happened.words if happened else ""
    length = {HappenedPrecision.DAY: 10, HappenedPrecision.MONTH: 7}.get(happened.precision, 4)
    return happened.start.isoformat()[:length]


class CheckForm(SiteForm):
    """Step 3. What is asked of visitors, of staff, or of both is in the page's template."""

    voice = RadioField(
        _l("Who tells?"),
        choices=[(each, each) for each in ("resident", "municipality", "another")],
        validate_choice=False,
    )
    byline = RadioField(
        _l("Should your name stand under the story?"),
        choices=[(each.value, each.value) for each in Byline],
        validate_choice=False,
    )
    teller_name = StringField(_l("Name"), render_kw={"maxlength": bylines.NAME_LENGTH})
    reach = RadioField(
        _l("How do you want to come back to the story?"),
        choices=[("email", "email"), ("link", "link")],
        validate_choice=False,
    )
    email = EmailField(_l("Your e-mail address"), filters=[one_line])
    language = SelectField(_l("What language is the story in?"), validate_choice=False)
    licence = SelectField(_l("What may others do with it?"), validate_choice=False)
    people_shown = BooleanField(_l("Somebody in the pictures can be recognised."))
    people_agree = BooleanField(_l("Those who can be recognised have said yes."))
    aerial = BooleanField(_l("A picture is taken from the air, with a drone or from a plane."))
    spreading_permit = StringField(
        _l("Spreading permit"),
        description=_l(
            "Pictures of the ground from the air may need a permit from Lantmäteriet before they "
            "are spread. Write its number, or why none is needed. If you do not know: leave it "
            "empty, and we ask."
        ),
        validators=[at_most("permit_length")],
        filters=[one_line],
    )
    rights = BooleanField(_l("Right to share"))
    submission_key = HiddenField()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.language.choices = [(code, language_name(code)) for code in STORY_LANGUAGES]
        self.licence.choices = [(each.value, licence(each)) for each in Licence]

    @classmethod
    def of(cls, draft: VersionInfo) -> CheckForm:
        """The form as the draft stands."""
        given = {
            "voice": in_name_of(draft.association_id) or draft.voice.value,
            "byline": draft.byline.value,
            "teller_name": draft.teller_name,
            "reach": "email",
            "language": draft.language,
            "licence": draft.licence.value,
            "people_shown": draft.people_agree,
            "people_agree": draft.people_agree,
            "aerial": draft.is_aerial,
            "spreading_permit": draft.spreading_permit,
        }
        return cls(formdata=None, data=given)

    @property
    def is_for_another(self) -> bool:
        """Whether an employee writes it down for somebody."""
        return bool(self.voice.data == "another")

    @property
    def wants_mail(self) -> bool:
        """Whether a link is to be mailed: to a visitor who chose so, or to whom it is told for."""
        return bool(self.email.data) and (self.is_for_another or self.reach.data != "link")

    @property
    def wants_to_sign_in(self) -> bool:
        """Whether a visitor would rather send it in with an account."""
        return "sign_in" in request.form

    def address(self) -> str:
        """Where the link goes; raises InvalidInput."""
        return read_address(self.email.data)

    def terms(self) -> Terms:
        """What was chosen; what nobody could have chosen here is as at the beginning."""
        byline = _known(Byline, self.byline.data, Byline.NAME)
        voice, association_id = read_voice(self.voice.data)
        spoken = self.language.data if self.language.data in STORY_LANGUAGES else "sv"
        return Terms(
            byline,
            voice,
            self._name(),
            spoken,
            _known(Licence, self.licence.data, Licence.ALL_RIGHTS),
            people_agree=bool(self.people_shown.data and self.people_agree.data),
            association_id=association_id,
            is_aerial=bool(self.aerial.data),
            spreading_permit=self.spreading_permit.data[: settings().permit_length],
        )

    def _name(self) -> str:
        """The typed name; one that cannot stand there is blamed by `require_all`."""
        with suppress(InvalidInput):
            return read_own_name(self.teller_name.data)
        return ""

    def require_all(self, *, is_guest: bool) -> None:
        """Blame what must be there before the story is sent in."""
        if not self.rights.data:
            self.blame(InvalidInput("rights_missing", field="rights"))
        if self.people_shown.data and not self.people_agree.data:
            self.blame(InvalidInput("people_must_agree", field="people_agree"))
        try:
            read_own_name(self.teller_name.data)
        except InvalidInput as error:
            self.blame(error)
        if self.wants_mail or (is_guest and self.reach.data != "link"):
            try:
                self.address()
            except InvalidInput as error:
                self.blame(error)

    def key(self) -> UUID:
        """The key that makes sending twice one submission; raises Conflict when it is none."""
        try:
            return UUID(self.submission_key.data)
        except (TypeError, ValueError):
            raise Conflict("key_used") from None


def in_name_of(association_id: UUID | None) -> str:
    """A choice of voice: this association's; empty without one."""
    if association_id is None:
        return ""
    return f"{Voice.ASSOCIATION.value}:{public_id.encode(association_id)}"


def read_voice(choice: str | None) -> tuple[Voice, UUID | None]:
    """In whose voice, and in which association's name; whatever cannot be read is a resident's."""
    name, _, association = (choice or "").partition(":")
    association_id = public_id.decode(association)
    if name == Voice.ASSOCIATION.value and association_id is not None:
        return Voice.ASSOCIATION, association_id
    return (Voice.MUNICIPALITY if name == Voice.MUNICIPALITY.value else Voice.RESIDENT), None


def read_address(text: str | None) -> str:
    """An e-mail address as it is kept; raises InvalidInput for what is none. Asks nobody."""
    try:
        found = validate_email(text or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise InvalidInput("bad_address", field="email") from None
    return found.normalized


Choice = TypeVar("Choice", bound=StrEnum)


def _known(choices: type[Choice], given: str | None, otherwise: Choice) -> Choice:
    return choices(given) if given in set(choices) else otherwise
