"""Words for the vocabulary, and for times, lengths and distances."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import gettext as _

from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    Duty,
    HappenedPrecision,
    PlaceKind,
    Precision,
    ReportGround,
    Role,
    StoryStatus,
    SubjectKind,
    Voice,
)


def voice(value: Voice) -> str:
    """Who speaks."""
    return {
        Voice.RESIDENT: _("Resident"),
        Voice.ASSOCIATION: _("Association"),
        Voice.MUNICIPALITY: _("Municipality"),
    }[value]


def role(value: Role) -> str:
    """A role."""
    return {
        Role.RESIDENT: _("Resident"),
        Role.MODERATOR: _("Moderator"),
        Role.EDITOR: _("Editor"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.OPERATOR: _("Operator"),
    }[value]


def duty(value: Duty) -> str:
    """A part of a moderator's work."""
    return {
        Duty.STORIES: _("Stories"),
        Duty.COMMENTS: _("Comments"),
        Duty.COLLECTIONS: _("Collections"),
        Duty.REPORTS: _("Reports"),
        Duty.APPEALS: _("Reviews of decisions"),
    }[value]


def status(value: StoryStatus) -> str:
    """Where a story stands, as its author reads it."""
    return {
        StoryStatus.DRAFT: _("Draft"),
        StoryStatus.PENDING: _("Waiting for review"),
        StoryStatus.PUBLISHED: _("Published"),
        StoryStatus.CHANGES_REQUESTED: _("Changes requested"),
        StoryStatus.REJECTED: _("Rejected"),
        StoryStatus.HIDDEN: _("Hidden"),
        StoryStatus.WITHDRAWN: _("Withdrawn"),
    }[value]


def precision(value: Precision) -> str:
    """How a place is shown."""
    return {
        Precision.EXACT: _("Exact location"),
        Precision.APPROX_300: _("Approximate location"),
        Precision.APPROX_1000: _("Approximate location, wider"),
    }[value]


def place_kind(value: PlaceKind) -> str:
    """What an official place is."""
    return {
        PlaceKind.NATURE_RESERVE: _("Nature reserve"),
        PlaceKind.NATIONAL_PARK: _("National park"),
        PlaceKind.NATURE_CONSERVATION_AREA: _("Nature conservation area"),
        PlaceKind.CULTURE_RESERVE: _("Culture reserve"),
        PlaceKind.NATURAL_MONUMENT: _("Natural monument"),
        PlaceKind.BIOTOPE_PROTECTION: _("Protected habitat"),
        PlaceKind.SPECIES_PROTECTION: _("Animal and plant sanctuary"),
        PlaceKind.WATER_PROTECTION: _("Water protection area"),
        PlaceKind.LANDSCAPE_PROTECTION: _("Protected landscape"),
        PlaceKind.NATURA_2000: _("Natura 2000 area"),
        PlaceKind.OTHER_PROTECTION: _("Protected area"),
        PlaceKind.BIRD_TOWER: _("Bird tower"),
        PlaceKind.VIEWPOINT: _("Viewpoint"),
        PlaceKind.SPRING: _("Spring"),
        PlaceKind.BATHING_PLACE: _("Bathing place"),
        PlaceKind.LEAN_TO: _("Lean-to shelter"),
        PlaceKind.SHELTER: _("Shelter"),
        PlaceKind.CABIN: _("Cabin"),
        PlaceKind.FIREPLACE: _("Fireplace"),
        PlaceKind.PLAYGROUND: _("Playground"),
        PlaceKind.OUTDOOR_GYM: _("Outdoor gym"),
        PlaceKind.CAMPSITE: _("Campsite"),
        PlaceKind.PICNIC_SITE: _("Picnic site"),
        PlaceKind.SLIPWAY: _("Slipway"),
        PlaceKind.SIGHT: _("Sight"),
        PlaceKind.CASTLE: _("Manor or castle"),
        PlaceKind.MUSEUM: _("Museum"),
        PlaceKind.CHURCH: _("Church"),
        PlaceKind.PARK: _("Park"),
        PlaceKind.PARKING: _("Parking"),
        PlaceKind.TOILET: _("Toilet"),
        PlaceKind.PUBLIC_ART: _("Public art"),
        PlaceKind.BRIDGE: _("Bridge"),
        PlaceKind.SIGN: _("Information sign"),
        PlaceKind.FACILITY: _("Facility"),
    }[value]


def decision(value: DecisionAction) -> str:
    """What was decided, as a past event."""
    return {
        DecisionAction.PUBLISH: _("Published"),
        DecisionAction.REQUEST_CHANGES: _("Changes requested"),
        DecisionAction.REJECT: _("Rejected"),
        DecisionAction.HIDE: _("Hidden"),
        DecisionAction.RESTORE: _("Shown again"),
        DecisionAction.DISMISS: _("Let stand"),
        DecisionAction.CORRECT: _("Corrected"),
        DecisionAction.FORWARD: _("Passed on"),
        DecisionAction.UPHOLD: _("The decision stands"),
        DecisionAction.REVERSE: _("The decision is changed"),
        DecisionAction.UNDO: _("Undone"),
        DecisionAction.HOLD: _("Waits to be read"),
        DecisionAction.MASK: _("Words masked"),
        DecisionAction.REDACT: _("Picture taken away"),
        DecisionAction.BLUR: _("Picture blurred"),
        DecisionAction.MOVE: _("Place shown otherwise"),
    }[value]


def ground(value: DecisionGround) -> str:
    """Why it was decided."""
    return {
        DecisionGround.NONE: "",
        DecisionGround.PERSONAL_DATA: _("Personal data about somebody else"),
        DecisionGround.IMAGE_RIGHTS: _("Right to the picture"),
        DecisionGround.WRONG_PLACE: _("Wrong place"),
        DecisionGround.OFFENSIVE: _("Offensive"),
        DecisionGround.ILLEGAL: _("Against the law"),
        DecisionGround.OTHER: _("Another reason"),
    }[value]


def subject(value: SubjectKind) -> str:
    """What a report or a decision is about."""
    return {
        SubjectKind.STORY: _("Story"),
        SubjectKind.PICTURE: _("Picture"),
        SubjectKind.COMMENT: _("Comment"),
        SubjectKind.COLLECTION: _("Collection"),
        SubjectKind.PLACE: _("Place"),
        SubjectKind.TRAIL: _("Trail"),
    }[value]


def report_ground(value: ReportGround) -> str:
    """What a reader says is wrong."""
    return {
        ReportGround.PERSONAL_DATA: _("It shows or tells about me or somebody I know"),
        ReportGround.IMAGE_RIGHTS: _("The picture is mine or somebody else's"),
        ReportGround.OFFENSIVE: _("It is offensive or threatening"),
        ReportGround.ILLEGAL: _("I think it is against the law"),
        ReportGround.CHILD_ABUSE: _("It shows the abuse of a child"),
        ReportGround.WRONG_FACTS: _("Something in it is wrong"),
        ReportGround.OTHER: _("Something else"),
    }[value]


def happened(value: HappenedPrecision | None, start: date | None, words: str | None) -> str:
    """When it happened: `14 februari 1963`, `februari 1963`, `1963`, `1960-talet`, free words."""
    if value is None:
        return ""
    if start is None or words:
        return words or ""
    match value:
        case HappenedPrecision.DAY:
            return format_date(start, "d MMMM y")
        case HappenedPrecision.MONTH:
            return format_date(start, "MMMM y")
        case HappenedPrecision.DECADE:
            return _("the %(decade)ss", decade=start.year)
        case _:
            return str(start.year)


def distance(metres: float) -> str:
    """`350 m` or `4,6 km`, as exactly as one walks."""
    if metres < 950:
        return f"{max(round(metres / 50) * 50, 50)} m"
    return f"{format_decimal(round(metres / 1000, 1))} km"


def rough_distance(metres: float) -> str:
    """`omkring 3 km`: to or from what is known only roughly."""
    return _("about %(distance)s", distance=f"{max(round(metres / 1_000), 1)} km")


def exact_distance(metres: float) -> str:
    """`320 m` or `6,4 km`: what somebody has measured is not rounded."""
    return f"{round(metres)} m" if metres < 1_000 else distance(metres)


def area(hectares: float) -> str:
    """`412 hektar`."""
    return _("%(number)s hectares", number=format_decimal(round(hectares, 1)))


def longdate(value: date | datetime) -> str:
    """`14 februari 2026`."""
    return format_date(value, "d MMMM y")


def moment(value: datetime) -> str:
    """`14 februari 2026 14.32`."""
    return format_datetime(value, "d MMMM y HH.mm")
