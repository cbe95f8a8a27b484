"""Words for filtering and ordering stories."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.queries.story_filter import StoryOrder
from geostories.vocabulary import Voice


def voices(value: Voice) -> str:
    """Those who speak, as a choice among them."""
    return {
        Voice.RESIDENT: _("Residents"),
        Voice.ASSOCIATION: _("Associations"),
        Voice.MUNICIPALITY: _("The municipality"),
    }[value]


def order(value: StoryOrder) -> str:
    """What comes first."""
    return {
        StoryOrder.NEWEST: _("Newest first"),
        StoryOrder.NEAREST: _("Nearest to me"),
        StoryOrder.OLDEST_EVENT: _("Oldest event first"),
        StoryOrder.MOST_THANKED: _("Most thanked first"),
    }[value]


def nature_order(value: StoryOrder) -> str:
    """What comes first among places and trails, where the map shows those; "" where nothing does."""
    return {
        StoryOrder.NEWEST: _("By name"),
        StoryOrder.NEAREST: _("Nearest to me"),
    }.get(value, "")


def between(since: int | None, until: int | None) -> str:
    """`1950–1969`, `Från 1950`, `Till 1969`, `1963`: years, the first and the last."""
    if since and until:
        return str(since) if since == until else f"{since}–{until}"
    return _("From %(year)s", year=since) if since else _("Until %(year)s", year=until)
