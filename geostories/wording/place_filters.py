"""Words for the choices of the list of places and trails."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.queries.access_needs import BENCHES_M, GENTLE_PERCENT, TOILET_M, WIDE_CM, AccessNeed
from geostories.vocabulary import FactTopic
from geostories.wording.vocabulary import exact_distance


def access_need(need: AccessNeed) -> str:
    """A limit with its figure."""
    return {
        AccessNeed.WIDE: _("At least %(cm)s cm wide", cm=WIDE_CM),
        AccessNeed.GENTLE: _("At most %(percent)s %% slope", percent=round(GENTLE_PERCENT)),
        AccessNeed.NO_STEPS: _("No steps"),
        AccessNeed.BENCHES: _("At most %(metres)s m between benches", metres=BENCHES_M),
        AccessNeed.TOILET: _(
            "Accessible toilet within %(distance)s", distance=exact_distance(TOILET_M)
        ),
    }[need]


def fits(topic: FactTopic) -> str:
    """Whom or what it suits."""
    return {
        FactTopic.DOG: _("Dogs"),
        FactTopic.CHILD: _("Children"),
        FactTopic.PRAM: _("Pram"),
        FactTopic.WHEELCHAIR: _("Wheelchair"),
    }[topic]


def length(choice: str) -> str:
    """`3–6 km`, `över 10 km`; `choice` as in the address."""
    low, _dash, high = choice.partition("-")
    if not high:
        return _("over %(km)s km", km=low)
    return _("up to %(km)s km", km=high) if low == "0" else f"{low}–{high} km"


def time(choice: str) -> str:
    """`1–2 timmar`; `choice` as in the address."""
    low, _dash, high = choice.partition("-")
    if not high:
        return _("over %(hours)s hours", hours=low)
    if low == "0":
        return _("up to an hour")
    return _("%(low)s–%(high)s hours", low=low, high=high)


def near(name: str, within_m: int | None) -> str:
    """`Inom 5 km från Floda`, `Närmast Floda först`."""
    if within_m is None:
        return _("Nearest to %(place)s first", place=name)
    return _("Within %(km)s km of %(place)s", km=within_m // 1_000, place=name)
