"""Drawing a zone where stories are held."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from geostories.domain.held_zones import Zone
from geostories.errors import InvalidInput
from geostories.geo.drawn_shapes import as_rows
from geostories.geo.zone_reading import read_zone
from geostories.queries.held_zones import ZoneInfo
from geostories.vocabulary import ShapeKind
from geostories.web.forms.base import (
    SiteForm,
    at_most,
    new_key,
    one_line,
    read_key,
    unix_lines,
)
from geostories.web.guards import settings


class ZoneForm(SiteForm):
    """What the zone is called, why, when, and where: drawn, typed, pasted or from a file."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Give the zone a name.")), at_most("title_length")],
        filters=[one_line],
    )
    reason = TextAreaField(
        _l("Why do stories wait here?"),
        description=_l("The moderator reads it: what to look for before it is published."),
        validators=[DataRequired(_l("Write why.")), at_most("notice_length")],
        filters=[unix_lines],
        render_kw={"rows": 3},
    )
    starts_on = DateField(_l("From"), validators=[Optional()])
    ends_on = DateField(
        _l("Until and including"),
        description=_l("Empty: until somebody removes it."),
        validators=[Optional()],
    )
    shape_kind = HiddenField(default=ShapeKind.AREA.value)
    shape = TextAreaField(
        _l("Corners, one on each row, or GeoJSON"),
        description=_l(
            "Latitude and longitude, for example 58.9959, 16.2072. "
            "Or paste the GeoJSON of one or more areas (WGS 84)."
        ),
        filters=[unix_lines],
        render_kw={"rows": 5},
    )
    file = FileField(_l("GeoJSON file"))
    key = HiddenField(default=new_key)

    def new_id(self) -> UUID:
        """The id of the zone when it is new: a form sent twice draws one."""
        return read_key(self.key)

    def zone(self) -> Zone:
        """What was typed and drawn; raises InvalidInput for an area that cannot be read."""
        return Zone(
            name=self.name.data,
            reason=self.reason.data,
            shape=read_zone(self._text(), corners=settings().zone_corners),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )

    def _text(self) -> str:
        """A file that was chosen comes before what is in the field."""
        most = settings().zone_bytes
        text: str = self.shape.data
        if self.file.data:
            content = self.file.data.stream.read(most + 1)
            text = content.decode("utf-8-sig", errors="replace")
        if len(text) > most:
            raise InvalidInput("zone_too_much", field="shape", kilobytes=most // 1000)
        return text


def as_typed(zone: ZoneInfo) -> dict[str, Any]:
    """A zone as the form holds it; one of several areas as GeoJSON."""
    same = {name: getattr(zone, name) for name in ("name", "reason", "starts_on", "ends_on")}
    return {**same, "shape": _shape_as_typed(zone)}


def _shape_as_typed(zone: ZoneInfo) -> str:
    (first, *others) = zone.shape.geoms
    if not others and not first.interiors:
        return as_rows(first)
    return json.dumps(zone.shape.__geo_interface__)
