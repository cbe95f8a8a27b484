"""What the API takes and gives."""

from __future__ import annotations

from marshmallow import EXCLUDE, INCLUDE, Schema, fields, validate

from geostories.config import Settings
from geostories.queries.story_filter import StoryOrder
from geostories.vocabulary import STORY_LANGUAGES, NoticeKind, Voice

LIMITS = Settings.model_fields
BOX = r"^(-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}((,-?\d+(\.\d+)?){2})?)?$"
WORDS = (
    validate.Length(max=LIMITS["query_length"].default),
    validate.Regexp(r"^[^\x00]*$"),  # PostgreSQL has no such character in its texts
)


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
    q = fields.String(load_default="", validate=WORDS)
    category = fields.String(load_default="", validate=validate.Regexp(r"^[a-z_]{0,40}$"))
    kind = fields.String(load_default="", validate=validate.Regexp(r"^[a-z_]{0,40}$"))
    lang = fields.String(load_default="sv", validate=validate.OneOf(["sv", "en"]))


YES, NO = {"1", "true"}, {"0", "false"}
POINT = r"^-?\d+(\.\d+)?,-?\d+(\.\d+)?$"


class StoriesQuery(ItemsQuery):
    """What stories can be asked for besides."""

    voice = fields.String(validate=validate.OneOf([each.value for each in Voice]))
    picture = fields.Boolean(truthy=YES, falsy=NO, metadata={"description": "Those with a picture"})
    sound = fields.Boolean(
        truthy=YES, falsy=NO, metadata={"description": "Those that somebody speaks"}
    )
    language = fields.String(validate=validate.OneOf(STORY_LANGUAGES))
    theme = fields.String(
        metadata={"description": "Slug of a theme"}, validate=validate.Regexp(r"^[a-z0-9-]{1,80}$")
    )
    association = fields.String(
        metadata={"description": "Id of an association"}, validate=validate.Regexp(r"^\w{22}$")
    )
    teller = fields.String(
        metadata={"description": "The name that stands under the story"},
        validate=WORDS,
    )
    from_year = fields.Integer(
        data_key="from",
        metadata={"description": "The first year that it may have happened in"},
        validate=validate.Range(1, 9999),
    )
    until = fields.Integer(
        metadata={"description": "The last year that it may have happened in"},
        validate=validate.Range(1, 9999),
    )
    near = fields.String(
        metadata={"description": "longitude,latitude in degrees (WGS 84)", "pattern": POINT},
        validate=validate.Regexp(POINT),
    )
    within = fields.Integer(
        metadata={"description": "How many kilometres from there at most"},
        validate=validate.OneOf([1, 5, 10, 25]),
    )
    sort = fields.String(
        metadata={"description": "nearest: to `near`, or to the middle of the box"},
        validate=validate.OneOf([each.value for each in StoryOrder]),
    )


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


class NamedPlace(Schema):
    """A town, a lake, an official place."""

    name = fields.String(required=True)
    point = fields.List(fields.Float, required=True)


class FeatureCollection(Schema):
    """A page of GeoJSON features, with how many match in all."""

    type = fields.Constant("FeatureCollection", required=True)
    features = fields.List(fields.Nested(Feature), required=True)
    numberMatched = fields.Integer(required=True)
    numberReturned = fields.Integer(required=True)
    placesNamed = fields.List(
        fields.Nested(NamedPlace), metadata={"description": "Places by the name searched for"}
    )
    spelling = fields.String(
        metadata={"description": "Where nothing is found: the nearest words that some story has"}
    )
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
