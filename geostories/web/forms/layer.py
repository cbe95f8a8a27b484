"""Layers: a file and how to read it, or a register and how to ask it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from geostories.domain.layer_files import Upload, plain_name
from geostories.domain.layer_imports import Order
from geostories.domain.register_sources import SourceOrder
from geostories.importers.records import KINDS, OPERATORS_OWN, PLACE, TRAIL
from geostories.vocabulary import SourceProtocol
from geostories.web.forms.base import SiteForm, one_line
from geostories.wording import layers as words

LONGEST = 80
LONGEST_SOURCE = 200
LONGEST_URL = 1_000


class LayerForm(SiteForm):
    """What a file or a register holds, and whose it is."""

    kind = SelectField(_l("What does it hold?"), validators=[InputRequired()])
    crs = SelectField(_l("Reference system"), default="")
    source = StringField(
        _l("Source"),
        description=_l("For rows that name none. It is shown on every page of these places."),
        filters=[one_line],
        validators=[Length(max=LONGEST_SOURCE)],
    )
    licence = StringField(
        _l("Licence"),
        description=_l("For example CC0 or CC BY 4.0."),
        filters=[one_line],
        validators=[Length(max=LONGEST)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = (PLACE, TRAIL)
        rest = sorted(set(KINDS) - {*first, *OPERATORS_OWN}, key=lambda kind: words.kind(str(kind)))
        self.kind.choices = [(str(kind), words.kind(str(kind))) for kind in (*first, *rest)]
        self.crs.choices = [
            ("", _("The file says it itself")),
            *((str(code), words.system(code)) for code in words.SYSTEMS),
        ]


class OrderForm(LayerForm):
    """How to read a file, and into which layer."""

    register = StringField(
        _l("Name of the layer"),
        description=_l("A name that is there already updates that layer. Empty: the file's name."),
        filters=[one_line],
        validators=[Length(max=LONGEST)],
    )
    layer = StringField(
        _l("Layer in the file"),
        description=_l("Only when the file has several."),
        filters=[one_line],
        validators=[Length(max=LONGEST)],
    )
    allow_outside = BooleanField(
        _l("Take rows outside the municipality too"),
        description=_l(
            "Otherwise rows of other municipalities are left out, and rows far outside are taken for "
            "a mistake in the file."
        ),
    )

    def order(self, *, file_name: str) -> Order:
        """What was asked for; `file_name` gives the layer its name if nobody else did."""
        return Order(
            register=self.register.data or plain_name(file_name).rpartition(".")[0] or file_name,
            kind=self.kind.data,
            layer=self.layer.data or "",
            crs=int(self.crs.data) if self.crs.data else None,
            source=self.source.data or "",
            licence=self.licence.data or "",
            allow_outside=bool(self.allow_outside.data),
        )


class UploadForm(OrderForm):
    """The same, with the file or the parts of a Shapefile."""

    files = MultipleFileField(
        _l("File"),
        description=_l(
            "GeoJSON, GeoPackage, Shapefile (zipped, or all its parts), GML, KML, KMZ, GPX or CSV."
        ),
    )

    def uploads(self) -> list[Upload]:
        """What was sent."""
        return [Upload(file.filename or "", file.stream) for file in self.files.data or ()]


class SourceForm(LayerForm):
    """A register by address: where it is, how it is asked, how often."""

    title = StringField(
        _l("Title"),
        description=_l("What the layer is called in the table."),
        filters=[one_line],
        validators=[InputRequired(), Length(max=LONGEST)],
    )
    register = StringField(
        _l("Name of the layer"),
        description=_l(
            "Short, and never changed: for example nvr. It ties the rows to this register."
        ),
        filters=[one_line],
        validators=[InputRequired(), Length(max=LONGEST)],
    )
    protocol = SelectField(_l("How it is asked"), validators=[InputRequired()])
    url = StringField(
        _l("Address"),
        filters=[one_line],
        validators=[InputRequired(), Length(max=LONGEST_URL)],
    )
    type_name = StringField(
        _l("Layer at the address"),
        description=_l("The WFS type, or the collection of an OGC API."),
        filters=[one_line],
        validators=[Length(max=LONGEST_SOURCE)],
    )
    query = StringField(
        _l("Filter"),
        description=_l("In the register's own words, so that only this municipality comes."),
        filters=[one_line],
        validators=[Length(max=LONGEST_URL)],
    )
    every_hours = IntegerField(
        _l("Hours between fetches"), default=24, validators=[InputRequired()]
    )
    is_enabled = BooleanField(_l("Fetch it by the clock"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.protocol.choices = [(each.value, words.protocol(each)) for each in SourceProtocol]

    def source_order(self) -> SourceOrder:
        """What was asked for."""
        told = {name: self[name].data for name in SourceOrder.__dataclass_fields__}
        crs = int(self.crs.data) if self.crs.data else None
        return SourceOrder(**told | {"crs": crs, "protocol": SourceProtocol(self.protocol.data)})
