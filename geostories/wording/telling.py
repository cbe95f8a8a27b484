"""Words for telling: languages, licences, names, and hints on what may be personal."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import gettext as _

from geostories.queries.own_stories import Hint
from geostories.vocabulary import Byline, HintKind, Licence


def language_name(code: str) -> str:
    """A language in the language of the page."""
    special = {"fit": _("Meänkieli"), "rmy": _("Romani"), "se": _("Northern Sami")}
    if code in special:
        return special[code]
    try:
        name = Locale.parse(code).get_display_name(get_locale()) or code
    except UnknownLocaleError:
        name = code
    return name[:1].upper() + name[1:]


def licence(value: Licence) -> str:
    """What others may do with a story, as its teller chooses."""
    return {
        Licence.ALL_RIGHTS: _("Read it here, and ask me for more"),
        Licence.CC_BY: _("Use it, and say who told it (CC BY 4.0)"),
        Licence.CC_BY_SA: _("Use it, say who told it, and pass it on likewise (CC BY-SA 4.0)"),
        Licence.CC0: _("Use it freely (CC0)"),
    }[value]


def licence_shown(value: Licence | None) -> str:
    """What stands on the story's page; empty where the law alone speaks."""
    said: dict[Licence | None, str] = {
        Licence.CC_BY: _("Free to use, if you say who told it (CC BY 4.0)"),
        Licence.CC_BY_SA: _(
            "Free to use, if you say who told it and pass it on likewise (CC BY-SA 4.0)"
        ),
        Licence.CC0: _("Free to use (CC0)"),
    }
    return said.get(value, "")


def byline(value: Byline) -> str:
    """Which part of a name stands under a story."""
    return {
        Byline.NAME: _("Show my name"),
        Byline.FIRST_NAME: _("Show my first name"),
        Byline.ANONYMOUS: _("Tell anonymously"),
    }[value]


def hint_lead(hint: Hint) -> str:
    """What was found, quoted."""
    lead = {
        HintKind.PERSONAL_NUMBER: _("“%(words)s” looks like a personal identity number."),
        HintKind.EMAIL: _("“%(words)s” is an e-mail address."),
        HintKind.PHONE: _("“%(words)s” looks like a phone number."),
        HintKind.ADDRESS: _("“%(words)s” looks like somebody's address."),
        HintKind.NAME: _("“%(words)s” looks like somebody's name."),
    }[hint.kind]
    return lead % {"words": hint.words}


def hint_advice(hint: Hint) -> str:
    """What to think of, kindly."""
    return {
        HintKind.PERSONAL_NUMBER: _("Take it out if you can: everyone can read it."),
        HintKind.EMAIL: _("Is it all right that everyone can read it?"),
        HintKind.PHONE: _("Is it all right that everyone can read it?"),
        HintKind.ADDRESS: _("Does anybody live there now? Then the street is enough."),
        HintKind.NAME: _("Have you asked? A first name is often enough."),
    }[hint.kind]
