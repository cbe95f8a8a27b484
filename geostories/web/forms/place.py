"""Editing a place: what was typed beside its facts, and the units that answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length

from geostories import public_id
from geostories.domain.place_checks import (
    ALT_LENGTH,
    NAME_LENGTH,
    SUMMARY_LENGTH,
    check_own,
    check_picture,
)
from geostories.domain.visitor_facts import LINE_LENGTH
from geostories.errors import InvalidInput
from geostories.geo.coordinates import parse_point
from geostories.queries.place_content import EditedPicture, OwnPlace, PlaceContent
from geostories.queries.place_editing import UnitInfo
from geostories.vocabulary import PlaceKind
from geostories.web.forms.base import LONGEST_ADDRESS, SiteForm, one_line, unix_lines
from geostories.web.forms.tell import PHOTO_TYPES, read_point
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

PICTURES = "picture-row"
"""The form's field that names the pictures, once each and in their order."""


def _optional_file(field: Field) -> FileStorage | None:
    """The chosen file: a browser sends one without a name when there is none."""
    return field.data if field.data and field.data.filename else None


class PlaceForm(SiteForm):
    """What is said of any place or trail, beside its facts; and one more picture."""

    seen = HiddenField()
    unit = SelectField(
        _l("Unit in charge"),
        description=_l("Gets the faults that visitors report, by e-mail."),
        validate_choice=False,
    )
    picture = FileField(_l("Picture"), render_kw={"accept": PHOTO_TYPES})
    picture_alt = StringField(
        _l("Describe the picture for someone who cannot see it"),
        filters=[one_line],
        render_kw={"maxlength": ALT_LENGTH},
    )
    picture_credit = StringField(
        _l("Photographer"), filters=[one_line], render_kw={"maxlength": LINE_LENGTH}
    )
    picture_licence = StringField(
        _l("Licence"),
        description=_l("For example CC BY 4.0. Empty: the municipality may show it."),
        filters=[one_line],
        render_kw={"maxlength": LINE_LENGTH},
    )

    def __init__(self, units: Iterable[UnitInfo], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit.choices = unit_choices(units)

    def unit_id(self) -> UUID | None:
        """The chosen unit."""
        return public_id.decode(self.unit.data or "")

    def upload(self) -> FileStorage | None:
        """The new picture; without its words they are blamed."""
        file, words = _optional_file(self.picture), self.new_picture(UUID(int=0))
        if file is None:
            if words.alt or words.credit or words.licence:
                self.complain("picture", _("Choose a picture, or empty its description."))
            return None
        try:
            check_picture(words)
        except InvalidInput as error:
            self.complain(f"picture_{error.field}", say(error))
            self.complain("picture", _("Choose the picture again: it was not kept."))
        return file

    def new_picture(self, picture_id: UUID) -> EditedPicture:
        """The words for the picture that is sent along."""
        return EditedPicture(
            picture_id,
            self.picture_alt.data or "",
            self.picture_credit.data or "",
            self.picture_licence.data or "",
        )


class OwnPlaceForm(PlaceForm):
    """A place of the municipality's own: what and where it is, too."""

    name = StringField(_l("Name"), filters=[one_line], render_kw={"maxlength": NAME_LENGTH})
    kind = SelectField(_l("Kind"), validate_choice=False)
    summary = TextAreaField(
        _l("In short"),
        description=_l("Two or three sentences, for cards and lists."),
        filters=[unix_lines],
        render_kw={"rows": 3, "maxlength": SUMMARY_LENGTH},
    )
    coordinates = StringField(
        _l("Coordinates"),
        description=_l("Latitude and longitude, or SWEREF 99 TM"),
        filters=[one_line],
    )
    lon = HiddenField()
    lat = HiddenField()
    is_approximate = BooleanField(_l("The position is approximate"))

    def __init__(self, units: Iterable[UnitInfo], **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        kinds = sorted((words.place_kind(kind), kind.value) for kind in PlaceKind)
        self.kind.choices = [("", _("Choose a kind")), *((kind, name) for name, kind in kinds)]
        for required in (self.name, self.kind, self.coordinates):
            required.flags.required = True

    def own(self) -> OwnPlace | None:
        """What was typed; None when something is wrong with it, which is blamed."""
        point = self._point()
        if self.kind.data not in set(PlaceKind):
            self.blame(InvalidInput("kind_missing", field="kind"))
            return None
        own = OwnPlace(
            kind=PlaceKind(self.kind.data),
            name=self.name.data or "",
            summary=self.summary.data or "",
            point=point or (0.0, 0.0),
            is_approximate=bool(self.is_approximate.data),
        )
        try:
            return point and check_own(own)
        except InvalidInput as error:
            self.blame(error)
            return None

    def _point(self) -> tuple[float, float] | None:
        try:
            if self.coordinates.data:
                lon, lat = parse_point(self.coordinates.data)
            elif self.lon.data or self.lat.data:
                chosen = read_point(self.lon.data, self.lat.data)
                lon, lat = chosen.lon, chosen.lat
            else:
                raise InvalidInput("position_missing", field="coordinates")
        except InvalidInput as error:
            self.blame(error)
            return None
        self.lon.data, self.lat.data = f"{lon:.6f}", f"{lat:.6f}"
        self.coordinates.data = ""
        return round(lon, 6), round(lat, 6)


class UnitForm(SiteForm):
    """A unit and its mailbox."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[InputRequired(_l("Write a name.")), Length(max=NAME_LENGTH)],
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("A mailbox of the unit's own, no person's."),
        filters=[one_line],
        validators=[
            InputRequired(_l("Write the address.")),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
    )


def unit_choices(units: Iterable[UnitInfo]) -> list[tuple[str, str]]:
    """The units as choices, none first."""
    named = [(public_id.encode(unit.id), unit.name) for unit in units]
    return [("", _("No unit")), *named]


@dataclass
class PictureRow:
    """A picture that is there: its words as typed."""

    id: UUID
    alt: str
    credit: str
    licence: str
    removed: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    clash: str = ""

    @property
    def key(self) -> str:
        """Begins the names of the row's fields, and is its id in the page."""
        return f"picture-{public_id.encode(self.id)}"

    def read(self) -> EditedPicture | None:
        """The picture; None when it was taken away. Errors stay in the row."""
        if self.removed:
            return None
        picture = EditedPicture(self.id, self.alt, self.credit, self.licence)
        try:
            return check_picture(picture)
        except InvalidInput as error:
            self.errors[error.field] = say(error)
            return None


def picture_rows(pictures: Iterable[EditedPicture]) -> list[PictureRow]:
    """The rows as they are stored."""
    return [PictureRow(each.id, each.alt, each.credit, each.licence) for each in pictures]


def picture_rows_from(
    form: MultiDict[str, str], known: Iterable[EditedPicture]
) -> list[PictureRow]:
    """The rows that a form sent, in their order; one named as first comes first."""
    ids = {public_id.encode(picture.id): picture.id for picture in known}
    sent = [key for key in dict.fromkeys(form.getlist(PICTURES)) if key in ids]
    first = form.get("picture-first", "")
    return [
        _picture_row(form, ids[key], f"picture-{key}")
        for key in sorted(sent, key=lambda key: key != first)
    ]


def _picture_row(form: Mapping[str, str], picture_id: UUID, key: str) -> PictureRow:
    alt, credit, licence = (
        one_line(form.get(f"{key}-{name}")) for name in ("alt", "credit", "licence")
    )
    return PictureRow(picture_id, alt, credit, licence, removed=bool(form.get(f"{key}-remove")))


def as_typed(content: PlaceContent, seen: int) -> dict[str, Any]:
    """The form's own fields as they are stored."""
    typed: dict[str, Any] = {
        "seen": str(seen),
        "unit": public_id.encode(content.unit_id) if content.unit_id else "",
    }
    if content.own:
        lon, lat = content.own.point
        typed |= {
            "name": content.own.name,
            "kind": content.own.kind.value,
            "summary": content.own.summary,
            "lon": f"{lon:.6f}",
            "lat": f"{lat:.6f}",
            "is_approximate": content.own.is_approximate,
        }
    return typed
