"""Notices in words: "Avstängt till 30 juni", "Gäller sedan 3 juni"."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import format_date, format_time, ngettext, to_user_timezone
from flask_babel import gettext as _

from geostories.queries.notices import Marked, NoticeInfo
from geostories.vocabulary import NoticeKind
from geostories.wording.official import notice_kind


def lead(notice: NoticeInfo) -> str:
    """The first sentence of a banner: `Södra spången är avstängd till 30 juni`."""
    title = notice.title.rstrip(". ")
    if notice.ends_at is None or notice.kind is NoticeKind.NEWS:
        return title
    return _("%(what)s until %(when)s", what=title, when=_until(notice.ends_at, notice.at))


def since(notice: NoticeInfo) -> str:
    """`Gäller sedan 3 juni.`, of what has no end yet."""
    if notice.ends_at is not None or notice.kind is NoticeKind.NEWS:
        return ""
    return _("In force since %(when)s.", when=_day(notice.starts_at, notice.at))


def short(notice: NoticeInfo, thing_id: UUID) -> str:
    """On a thing's card and in its marker's name: `Avstängt till 30 juni`.

    Of what is closed beside it: `Södra spången är avstängd till 30 juni`; the thing itself is open.
    """
    is_beside = notice.kind is NoticeKind.CLOSURE and thing_id not in (
        notice.place_id,
        notice.trail_id,
    )
    if is_beside or notice.kind is NoticeKind.NEWS:
        return lead(notice)
    what = notice_kind(notice.kind)
    if notice.ends_at is not None:
        return _("%(what)s until %(when)s", what=what, when=_until(notice.ends_at, notice.at))
    return _("%(what)s since %(when)s", what=what, when=_day(notice.starts_at, notice.at))


def period(notice: NoticeInfo) -> str:
    """`3 juni–30 juni`, for the editors: also of what has not begun."""
    start = _moment(notice.starts_at, notice.at)
    if notice.ends_at is None:
        return _("from %(start)s", start=start)
    return _("%(start)s until %(end)s", start=start, end=_until(notice.ends_at, notice.at))


def marked(found: Marked) -> str:
    """`1 led, 2 platser och 3 berättelser`."""
    trails, places, stories = (len(found.names[noun]) for noun in ("trail", "place", "story"))
    return _(
        "%(trails)s, %(places)s and %(stories)s",
        trails=ngettext("%(num)s trail", "%(num)s trails", trails),
        places=ngettext("%(num)s place", "%(num)s places", places),
        stories=ngettext("%(num)s story", "%(num)s stories", stories),
    )


def log_line(action: str, who: str) -> str:
    """What somebody did to a notice."""
    name = who or _("Somebody")
    return {
        "add_notice": _("%(name)s entered the notice", name=name),
        "change_notice": _("%(name)s changed the notice", name=name),
        "revoke_notice": _("%(name)s took the notice back", name=name),
    }[action]


def _until(end: datetime, at: datetime) -> str:
    """The last day, when it ends at midnight; else day and time."""
    local = to_user_timezone(end)
    if (local.hour, local.minute) == (0, 0):
        return _day(end - timedelta(minutes=1), at)
    return _moment(end, at)


def _moment(when: datetime, at: datetime) -> str:
    local = to_user_timezone(when)
    if (local.hour, local.minute) == (0, 0):
        return _day(when, at)
    return f"{_day(when, at)} {format_time(when, 'HH.mm')}"


def _day(when: datetime, at: datetime) -> str:
    local = to_user_timezone(when)
    same_year = local.year == to_user_timezone(at).year
    return format_date(local.date(), "d MMMM" if same_year else "d MMMM y")
