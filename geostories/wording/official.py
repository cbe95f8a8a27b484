"""Words for the vocabulary of official places and trails."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.vocabulary import (
    Difficulty,
    FactTopic,
    FaultStatus,
    ImportStatus,
    NoticeKind,
    TrailKind,
)


def trail_kind(value: TrailKind) -> str:
    """What a trail is made for."""
    return {
        TrailKind.HIKING: _("Hiking trail"),
        TrailKind.CYCLING: _("Cycling route"),
        TrailKind.SKIING: _("Ski track"),
        TrailKind.RIDING: _("Riding trail"),
        TrailKind.PADDLING: _("Paddling route"),
    }[value]


def difficulty(value: Difficulty) -> str:
    """How demanding a trail is."""
    return {
        Difficulty.EASY: _("Easy"),
        Difficulty.MEDIUM: _("Medium"),
        Difficulty.DEMANDING: _("Demanding"),
    }[value]


def topic(value: FactTopic) -> str:
    """What a visitor fact is about."""
    return {
        FactTopic.PARKING: _("Parking"),
        FactTopic.TOILET: _("Toilet"),
        FactTopic.DRY_TOILET: _("Dry toilet"),
        FactTopic.ACCESSIBLE_TOILET: _("Accessible toilet"),
        FactTopic.DRINKING_WATER: _("Drinking water"),
        FactTopic.FIREPLACE: _("Fireplace"),
        FactTopic.REST_AREA: _("Rest area"),
        FactTopic.BENCH: _("Benches"),
        FactTopic.SHELTER: _("Shelter from the weather"),
        FactTopic.BIRD_TOWER: _("Bird tower"),
        FactTopic.BOARDWALK: _("Boardwalk"),
        FactTopic.BRIDGE: _("Bridge"),
        FactTopic.JETTY: _("Jetty"),
        FactTopic.CHANGING_ROOM: _("Changing room"),
        FactTopic.SHOWER: _("Shower"),
        FactTopic.LIFEBUOY: _("Lifebuoy"),
        FactTopic.PLAYGROUND: _("Playground"),
        FactTopic.INFORMATION: _("Information board"),
        FactTopic.CAFE: _("Café"),
        FactTopic.WASTE_BIN: _("Waste bin"),
        FactTopic.PATH_WIDTH: _("Width of the path"),
        FactTopic.SLOPE: _("Steepest slope"),
        FactTopic.SURFACE: _("Surface"),
        FactTopic.BENCH_SPACING: _("Between benches"),
        FactTopic.NEAREST_ACCESSIBLE_TOILET: _("Nearest accessible toilet"),
        FactTopic.STEPS: _("Steps"),
        FactTopic.LEVEL_ACCESS: _("Access without steps"),
        FactTopic.DOG: _("Dogs"),
        FactTopic.CHILD: _("Children"),
        FactTopic.PRAM: _("Pram"),
        FactTopic.WHEELCHAIR: _("Wheelchair"),
        FactTopic.SEASON: _("Season"),
        FactTopic.OPENING_HOURS: _("Opening hours"),
        FactTopic.BY_CAR: _("By car"),
        FactTopic.BY_BUS: _("By bus or train"),
        FactTopic.BY_BICYCLE: _("By bicycle"),
        FactTopic.DIRECTIONS: _("How to get here"),
        FactTopic.RULE: _("Rule"),
        FactTopic.ACCESS_BAN: _("No access"),
        FactTopic.DOCUMENT: _("Document"),
        FactTopic.INTRODUCTION: _("Introduction"),
    }[value]


def notice_kind(value: NoticeKind) -> str:
    """Why a place is not as usual."""
    return {
        NoticeKind.CLOSURE: _("Closed"),
        NoticeKind.FIRE_BAN: _("Fire ban"),
        NoticeKind.BATHING_ADVICE: _("Advice against bathing"),
        NoticeKind.NEWS: _("Good to know"),
    }[value]


def fault_status(value: FaultStatus) -> str:
    """Where a fault report stands."""
    return {
        FaultStatus.RECEIVED: _("Received"),
        FaultStatus.IN_HAND: _("Being dealt with"),
        FaultStatus.MENDED: _("Mended"),
        FaultStatus.LEFT: _("Left as it is"),
    }[value]


def import_status(value: ImportStatus) -> str:
    """Where one reading of a layer stands."""
    return {
        ImportStatus.READING: _("Being read"),
        ImportStatus.PREVIEWED: _("Ready to apply"),
        ImportStatus.WAITING: _("Waits for your decision"),
        ImportStatus.APPLYING: _("Being applied"),
        ImportStatus.APPLIED: _("Applied"),
        ImportStatus.UNCHANGED: _("Nothing new"),
        ImportStatus.REFUSED: _("Could not be used"),
        ImportStatus.FAILED: _("Could not be fetched"),
        ImportStatus.CANCELLED: _("Cancelled"),
    }[value]
