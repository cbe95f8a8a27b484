"""What sounds like somebody's home is shown approximately, unless its teller wants otherwise.

The rule is docs/decisions/0012-what-sounds-like-a-home.md. In the scope of the person who tells.
"""

from __future__ import annotations

import re

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import Point
from sqlalchemy.orm import Session

from geostories.domain import drafts
from geostories.domain.personal_hints import find_hints
from geostories.domain.place_warnings import label_of_cell
from geostories.geo.grid import public_point
from geostories.geo.srid import WGS84
from geostories.models import StoryVersion
from geostories.queries.own_stories import HOME_LIKE, marks_of
from geostories.vocabulary import HintKind, Precision

SHOWN_AS = Precision.APPROX_300

_WHOSE = (
    r"(?:min|mitt|vår|vårt|hans|hennes|deras|(?:mor|far)(?:mor|far)s|mammas|pappas|mors|fars"
    r"|föräldrarnas|syrrans|brorsans|my|our|his|her|their)"
)
_WHICH = r"(?:gamla|första|egna|lilla|nya|röda|old|first|own|little)"
_DWELLING = (
    r"(?:hem|hus|huset|villa|lägenhet|stuga|torp|gård|sommarställe|kolonistuga|house|home|flat"
    r"|cottage|cabin)"
)
_HOME = re.compile(
    r"\b(?:hemma|hemma hos|(?:barndoms|föräldra|familje|uppväxt)hem(?:met|mets|s)?"
    r"|(?:sommar|fritids|koloni)stug(?:a|an|or|orna|as|ans)|fritidshus(?:et|en)?"
    r"|sommarställe(?:t|n)?|sommartorp(?:et)?|childhood home|summer (?:house|cottage)"
    rf"|{_WHOSE} (?:{_WHICH} )?{_DWELLING})\b",
    re.IGNORECASE,
)


def sounds_like_home(*, title: str, place_label: str, text: str) -> bool:
    """Whether title or place speak of a dwelling, or any of the texts names a street and number."""
    named = " ".join(f"{title} · {place_label}".split())
    if _HOME.search(named):
        return True
    return any(hint.kind is HintKind.ADDRESS for hint in find_hints(title, place_label, text))


def make_approximate(session: Session, draft: StoryVersion) -> bool:
    """Show a draft's place approximately where it sounds like a home; answers whether it changed.

    Once only: who then chooses the exact place keeps it.
    """
    if draft.geom is None or draft.precision is not Precision.EXACT:
        return False
    if any(each["code"] == HOME_LIKE for each in marks_of(draft)):
        return False
    text = f"{draft.body}\n{draft.transcript}"
    if not sounds_like_home(title=draft.title, place_label=draft.place_label, text=text):
        return False
    place = to_shape(draft.geom)
    draft.place_label = label_of_cell(session, draft, SHOWN_AS)
    draft.place_id = draft.trail_id = None  # offered as near the exact place
    draft.precision = SHOWN_AS
    draft.public_geom = from_shape(Point(public_point(place.x, place.y, SHOWN_AS)), srid=WGS84)
    drafts.mark(draft, HOME_LIKE, is_so=True)
    return True
