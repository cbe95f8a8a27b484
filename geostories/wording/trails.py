"""Words for a walk: how far, how long, how hard, and what lies on the way."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from geostories.domain.difficulty import Factor
from geostories.queries.profiles import Profile
from geostories.vocabulary import Difficulty
from geostories.wording.official import difficulty
from geostories.wording.vocabulary import distance

AT_THE_START_M = 50


def kilometres(metres: float) -> str:
    """`0,4 km`, `12 km`."""
    return f"{format_decimal(round(metres / 1000, 1))} km"


def from_start(metres: float, *, is_approximate: bool = False) -> str:
    """`2,3 km`, `vid starten`, `omkring 2,3 km`: how far along."""
    if metres < AT_THE_START_M:
        return _("at the start")
    return (
        _("about %(distance)s", distance=kilometres(metres))
        if is_approximate
        else kilometres(metres)
    )


def passed_at(metres: float, *, is_approximate: bool) -> str:
    """`2,3 km från starten`."""
    if metres < AT_THE_START_M:
        return _("at the start")
    return _(
        "%(distance)s from the start", distance=from_start(metres, is_approximate=is_approximate)
    )


def duration(minutes: int) -> str:
    """`45 min`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((hours, "h"), (rest, "min")) if n)


def form(is_loop: bool | None, returns: bool) -> str:
    """Whether one comes back: a loop, one way, or back the same way."""
    if is_loop:
        return _("Loop")
    return _("There and back the same way") if returns else _("One way")


def heights(profile: Profile) -> str:
    """`Stigning 46 m`."""
    return _("Ascent %(metres)s m", metres=profile.ascent_m)


def lowest_and_highest(profile: Profile) -> str:
    """`Lägst 21 m, högst 46 m` above the sea."""
    return _(
        "Lowest %(lowest)s m, highest %(highest)s m above the sea",
        lowest=profile.lowest_m,
        highest=profile.highest_m,
    )


def summary(profile: Profile, length_m: float, steepest_percent: float | None) -> str:
    """The whole profile in sentences, for those who do not see it."""
    sentences = [
        _("Elevation profile of %(length)s.", length=distance(length_m)),
        _(
            "It lies between %(lowest)s and %(highest)s metres above the sea.",
            lowest=profile.lowest_m,
            highest=profile.highest_m,
        ),
        _(
            "All in all it goes %(up)s metres up and %(down)s metres down.",
            up=profile.ascent_m,
            down=profile.descent_m,
        ),
    ]
    if steepest_percent is not None:
        sentences.append(
            _(
                "The steepest hundred metres slope %(percent)s per cent.",
                percent=round(steepest_percent),
            )
        )
    return " ".join(sentences)


def decides(step: Difficulty, factors: Sequence[Factor]) -> str:
    """`Medel, efter längden och underlaget.` Those that make it so demanding."""
    names = {
        Factor.LENGTH: _("the length"),
        Factor.ASCENT: _("the ascent"),
        Factor.STEEPEST: _("the steepest part"),
        Factor.SURFACE: _("the surface"),
    }
    return _(
        "%(difficulty)s, by %(factors)s.",
        difficulty=difficulty(step),
        factors=format_list([names[each] for each in factors], locale=get_locale()),
    )
