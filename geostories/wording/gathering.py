"""Themes, collections, associations and the week's tip in words."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from geostories.queries.themes import ThemeInfo
from geostories.vocabulary import CollectionKind, CollectionStatus, DecisionAction, ThemeColour


def theme_period(theme: ThemeInfo, today: date) -> str:
    """`Öppen till 31 mars`, `Stängd sedan 30 juni 2025`, `Öppnar 1 mars`."""
    if theme.is_over(today):
        return _("Closed since %(date)s", date=_day(theme.closes_on, today))
    if theme.opens_on > today:
        return _("Opens on %(date)s", date=_day(theme.opens_on, today))
    if theme.closes_on is None:
        return _("Open for answers")
    return _("Open until %(date)s", date=_day(theme.closes_on, today))


def theme_state(theme: ThemeInfo, today: date) -> str:
    """As `theme_period`, for the editors: also of what nobody sees yet."""
    if not theme.is_published:
        return _("Not published")
    return theme_period(theme, today)


def colour(value: ThemeColour) -> str:
    """What a colour is called."""
    return {
        ThemeColour.SOL: _("Sun yellow"),
        ThemeColour.PINE: _("Pine green"),
        ThemeColour.LAKE: _("Lake blue"),
        ThemeColour.PLUM: _("Plum"),
        ThemeColour.BROWN: _("Earth brown"),
        ThemeColour.TRAIL: _("Trail red"),
    }[value]


def collection_kind(value: CollectionKind) -> str:
    """What it is."""
    return {
        CollectionKind.COLLECTION: _("Collection"),
        CollectionKind.WALK: _("Story walk"),
    }[value]


def collection_status(value: CollectionStatus) -> str:
    """What happens next with one's own."""
    return {
        CollectionStatus.DRAFT: _("Only you see it. Send it in when it is ready."),
        CollectionStatus.PENDING: _("The municipality reads it before everybody sees it."),
        CollectionStatus.PUBLISHED: _("Everybody sees it."),
        CollectionStatus.REJECTED: _("It is not shown. Change it, and send it in again."),
        CollectionStatus.HIDDEN: _(
            "The municipality has hidden it. Change it, and send it in again."
        ),
    }[value]


def action(value: DecisionAction) -> str:
    """What a moderator can do."""
    return {
        DecisionAction.PUBLISH: _("Publish"),
        DecisionAction.REJECT: _("Reject"),
        DecisionAction.HIDE: _("Hide"),
        DecisionAction.RESTORE: _("Show again"),
    }[value]


def decided(value: DecisionAction) -> str:
    """What a moderator has just done."""
    return {
        DecisionAction.PUBLISH: _("Published. Whoever made it gets a mail."),
        DecisionAction.REJECT: _("Rejected. Whoever made it gets a mail."),
        DecisionAction.HIDE: _("Hidden. Whoever made it gets a mail."),
        DecisionAction.RESTORE: _("Shown again. Whoever made it gets a mail."),
    }[value]


def week(monday: date) -> str:
    """`Vecka 47, 2026`."""
    year, number, _weekday = monday.isocalendar()
    return _("Week %(number)s, %(year)s", number=number, year=year)


def _day(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return format_date(day, "d MMMM" if day.year == today.year else "d MMMM y")
