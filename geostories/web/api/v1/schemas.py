"""What the API takes and gives."""

from __future__ import annotations

from marshmallow import EXCLUDE, INCLUDE, Schema, fields, validate

from geostories.config import Settings
from geostories.vocabulary import NoticeKind

LIMITS = Settings.model_fields
BOX = r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}((,-?\d+(\.\d+)?){2})?$"


class ItemsQuery(Schema):
    """How items are asked for. Parameters nobody knows are left aside."""

    class Meta:
        unknown = EXCLUDE

    municipality = fields.String(
        metadata={"description": "Slug of one municipality; without it, all of the installation"},
        validate=validate.Regexp(r"^[a-z0-9-]{1,60}$"),
    )
    bbox = fields.String(
        metadata={
            "description": "west,south,east,north in degrees (WGS 84)",
            "pattern": BOX,
        }
    )
    limit = fields.Integer(
        load_default=100, validate=validate.Range(1, LIMITS["items_limit"].default)
    )
    offset = fields.Integer(load_default=0, validate=validate.Range(0, 100_000))
    q = fields.String(load_default="", validate=validate.Length(max=LIMITS["query_length"].default))
    category = fields.String(load_default="", validate=validate.Regexp(r"^[a-z_]{0,40}$"))
    kind = fields.String(load_default="", validate=validate.Regexp(r"^[a-z_]{0,40}$"))
    lang = fields.String(load_default="sv", validate=validate.OneOf(["sv", "en"]))


class Link(Schema):
    """A link as OGC API has it."""

    href = fields.String(required=True)
    rel = fields.String(required=True)
    type = fields.String()


class Problem(Schema):
    """What went wrong, as RFC 9457 has it."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()


class Notice(Schema):
    """What does not hold as usual; `short` is in the language asked for."""

    kind = fields.String(
        required=True, validate=validate.OneOf([kind.value for kind in NoticeKind])
    )
    title = fields.String(required=True)
    short = fields.String(required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True, allow_none=True)


class Properties(Schema):
    """Of all features; each collection adds its own."""

    class Meta:
        unknown = INCLUDE

    kind = fields.String(required=True)
    official = fields.Boolean(required=True)
    url = fields.String(required=True)
    municipality = fields.String(required=True)
    notices = fields.List(
        fields.Nested(Notice),
        required=True,
        metadata={"description": "What holds there now, the most urgent first"},
    )


class Feature(Schema):
    """A GeoJSON feature in WGS 84."""

    type = fields.Constant("Feature", required=True)
    id = fields.String(required=True)
    geometry = fields.Dict(allow_none=True, required=True)
    properties = fields.Nested(Properties, required=True)
    links = fields.List(fields.Nested(Link), metadata={"description": "Where it stands alone"})


class FeatureCollection(Schema):
    """A page of GeoJSON features, with how many match in all."""

    type = fields.Constant("FeatureCollection", required=True)
    features = fields.List(fields.Nested(Feature), required=True)
    numberMatched = fields.Integer(required=True)
    numberReturned = fields.Integer(required=True)
    links = fields.List(fields.Nested(Link), required=True)


class Landing(Schema):
    """Where to go on."""

    title = fields.String(required=True)
    description = fields.String(required=True)
    links = fields.List(fields.Nested(Link), required=True)


class Conformance(Schema):
    """Which parts of the standard are kept."""

    conformsTo = fields.List(fields.String(), required=True)


class Collection(Schema):
    """A collection of features."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    itemType = fields.Constant("feature", required=True)
    crs = fields.List(fields.String(), required=True)
    links = fields.List(fields.Nested(Link), required=True)


class Collections(Schema):
    """All of them."""

    collections = fields.List(fields.Nested(Collection), required=True)
    links = fields.List(fields.Nested(Link), required=True)
