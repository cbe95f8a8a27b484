"""Rules that hold, in words."""

from __future__ import annotations

from collections.abc import Set

from flask_babel import gettext as _
from flask_babel import ngettext

from geostories.queries.review_rules import RuleInfo
from geostories.vocabulary import RuleKind


def kind(which: RuleKind) -> str:
    """What a rule looks for."""
    return {
        RuleKind.WORD: _("Word"),
        RuleKind.LINK: _("Link to a site"),
        RuleKind.LINKS: _("Number of links"),
        RuleKind.FIRST_DAY_POSTS: _("Sent in on the first day"),
        RuleKind.FIRST_DAY_LINKS: _("Links on the first day"),
        RuleKind.ADDRESS: _("E-mail address"),
    }[which]


def value(rule: RuleInfo) -> str:
    """`kasino*`, `more than 3`."""
    match rule.kind:
        case RuleKind.LINKS | RuleKind.FIRST_DAY_LINKS | RuleKind.FIRST_DAY_POSTS:
            return _("more than %(number)s", number=rule.value)
        case _:
            return rule.value


def met(rule: RuleInfo) -> str:
    """What a moderator is told of why it waits."""
    number = int(rule.value) if rule.value.isdecimal() else 0
    match rule.kind:
        case RuleKind.WORD:
            return _("There is the word “%(word)s” in it.", word=rule.value)
        case RuleKind.LINK:
            return _("It links to %(host)s.", host=rule.value)
        case RuleKind.LINKS:
            return ngettext("More than %(num)s link.", "More than %(num)s links.", number)
        case RuleKind.FIRST_DAY_LINKS:
            return ngettext(
                "New here, and more than %(num)s link.",
                "New here, and more than %(num)s links.",
                number,
            )
        case RuleKind.FIRST_DAY_POSTS:
            return ngettext(
                "New here, and more than %(num)s thing sent in within a day.",
                "New here, and more than %(num)s things sent in within a day.",
                number,
            )
        case RuleKind.ADDRESS:
            return _("It comes from a blocked address: %(reason)s", reason=rule.reason)


def told(kinds: Set[RuleKind]) -> str:
    """What whoever sent it is told of why it is read first; empty where no rule was met."""
    if not kinds:
        return ""
    if RuleKind.ADDRESS in kinds:
        return _(
            "Your e-mail address is one of those that the municipality always reads first. You get "
            "the reason, and can have it looked at again."
        )
    if RuleKind.WORD in kinds:
        return _("There are words in it that the municipality wants to read in their context.")
    if kinds & {RuleKind.LINK, RuleKind.LINKS, RuleKind.FIRST_DAY_LINKS}:
        return _("There are links in it that the municipality looks at first.")
    return _("You have told a lot on your first day, so the municipality reads it first.")
