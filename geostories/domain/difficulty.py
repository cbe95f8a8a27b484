"""How demanding a walk is. Each factor is judged alone, and the worst decides."""

# That, and the words for surfaces, are the Swedish grading of lowland trails (green, blue, red;
# bergslagsleden.se/om-svaarighetsgradering). It has no figures: those for length and ascent are
# Norway's national ones (Merkehandboka 2019, merkehandboka.no), those for the slope are ours.

from __future__ import annotations

import re
from enum import StrEnum

from geostories.vocabulary import Difficulty

STEPS = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.DEMANDING)


class Factor(StrEnum):
    """What is judged."""

    LENGTH = "length"
    ASCENT = "ascent"
    STEEPEST = "steepest"
    SURFACE = "surface"


LIMITS = {
    Factor.LENGTH: (5_000, 10_000),
    Factor.ASCENT: (300, 600),
    Factor.STEEPEST: (10, 20),
}
"""The most that is easy, the most that is medium: metres, metres, percent over 100 m."""

NEEDED = {Factor.LENGTH, Factor.ASCENT}
"""Unknown factors might be worse: without these only what is demanding already is called anything."""

_SURFACES = (
    (Difficulty.DEMANDING, r"block|klipp|häll|stenig|rotig|\brötter|löst|halt|boulder|scree|rock"),
    (Difficulty.MEDIUM, r"stig|spång|spänger|gräs|natur|mjuk|ojämn|bark|sand|blandat|path|grass"),
    (Difficulty.EASY, r"asfalt|grus|stenmjöl|stenlag|väg|betong|trädäck|plan|jämn|gravel|paved"),
)


def judge(
    *,
    length_m: float | None,
    ascent_m: float | None,
    steepest_percent: float | None,
    surface: str,
) -> dict[Factor, Difficulty]:
    """Each factor that is known, judged alone. `ascent_m`: in the harder direction."""
    figures = {
        Factor.LENGTH: length_m,
        Factor.ASCENT: ascent_m,
        Factor.STEEPEST: steepest_percent,
    }
    judged = {
        factor: _beside(LIMITS[factor], figure)
        for factor, figure in figures.items()
        if figure is not None
    }
    ground = _of_surface(surface)
    return {**judged, Factor.SURFACE: ground} if ground else judged


def worst(judged: dict[Factor, Difficulty]) -> Difficulty | None:
    """What the worst factor says; None where too little is known to promise that it is no worse."""
    if not judged:
        return None
    step = max(judged.values(), key=STEPS.index)
    return step if step is Difficulty.DEMANDING or judged.keys() >= NEEDED else None


def _beside(limits: tuple[float, float], figure: float) -> Difficulty:
    return STEPS[sum(figure > limit for limit in limits)]


def _of_surface(words: str) -> Difficulty | None:
    """The worst ground that is named; None where none that we know is."""
    named = (step for step, pattern in _SURFACES if re.search(pattern, words.casefold()))
    return next(named, None)
