"""The texts about the site: Markdown, ours or the municipality's, with its own facts filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol

import nh3
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markdown_it import MarkdownIt
from markupsafe import Markup

from geostories.config import PACKAGE

PAGES = ("om", "regler", "kontakt", "personuppgifter", "tillganglighet")
LANGUAGES = ("sv", "en")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "h2", "h3"}
SCHEMES = {"http", "https", "mailto", "tel"}
BLANK = re.compile(r"\{([a-z_]+)\}")

MANDATORY: dict[str, tuple[tuple[object, str], ...]] = {
    "om": (
        (_l("who runs the site ({municipality})"), r"\{municipality\}"),
        (_l("section 3 of Act 1998:112"), r"1998:112"),
        (_l("an address to write to ({contact_email})"), r"\{contact_email\}"),
    ),
    "regler": (
        (_l("Act 1998:112 on electronic bulletin boards"), r"1998:112"),
        (_l("how a review of a decision is asked for"), r"omprövning"),
        (_l("how something is reported"), r"rapportera|report"),
    ),
    "kontakt": (
        (_l("an address to write to ({contact_email})"), r"\{contact_email\}"),
        (_l("the regulation on digital services (2022/2065)"), r"2022/2065"),
        (_l("the data protection officer ({officer_email})"), r"\{officer_email\}"),
    ),
    "personuppgifter": (
        (_l("who is responsible ({municipality})"), r"\{municipality\}"),
        (_l("the data protection officer ({officer_email})"), r"\{officer_email\}"),
        (_l("the legal basis (article 6)"), r"arti[ck](el|le) 6"),
        (_l("how to complain to IMY (imy.se)"), r"imy\.se"),
    ),
    "tillganglighet": (
        (_l("the act (2018:1937)"), r"2018:1937"),
        (_l("the standard (EN 301 549)"), r"EN 301 549"),
        (_l("whether the site complies"), r"(delvis |inte |helt )?förenlig|complian|comply"),
        (_l("what falls short"), r"brist|falls short"),
        (_l("how it was tested, and when (a year)"), r"20\d\d"),
        (_l("how to report a fault ({report_barrier})"), r"\{report_barrier\}"),
        (_l("an address to write to ({contact_email})"), r"\{contact_email\}"),
        (_l("how to complain to Digg (digg.se)"), r"digg\.se/tdosanmalan"),
    ),
}
"""What a text has to say by law, and how it is looked for."""

_reader = MarkdownIt("js-default", {"html": False})


class About(Protocol):
    """What the texts say of a municipality."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def site_name(self) -> str: ...
    @property
    def contact_email(self) -> str: ...
    @property
    def contact_url(self) -> str: ...


class Contact(Protocol):
    """Where it is reached; what is empty is not written."""

    @property
    def phone(self) -> str: ...
    @property
    def postal_address(self) -> str: ...
    @property
    def officer_name(self) -> str: ...
    @property
    def officer_email(self) -> str: ...


def title(page: str, *, site_name: str) -> str:
    """The heading of a text."""
    return {
        "om": _("About %(site)s", site=site_name),
        "regler": _("Rules"),
        "kontakt": _("Contact"),
        "personuppgifter": _("Personal data"),
        "tillganglighet": _("Accessibility"),
    }[page]


def shipped(page: str, *, language: str) -> str:
    """The text as we write it, with its blanks."""
    return _read(language, page)


def missing_parts(page: str, text: str) -> list[str]:
    """What the law asks of this text and it does not say."""
    return [
        str(part)
        for part, pattern in MANDATORY[page]
        if not re.search(pattern, text, re.IGNORECASE)
    ]


def facts_of(municipality: About, contact: Contact, *, report_barrier: str) -> dict[str, str]:
    """What the blanks of a text are filled with."""
    return {
        "municipality": _plain(municipality.name),
        "site_name": _plain(municipality.site_name),
        "contact_email": municipality.contact_email,
        "contact_url": municipality.contact_url,
        "phone": _plain(contact.phone),
        "postal_address": _plain(contact.postal_address),
        "officer_name": _plain(contact.officer_name),
        "officer_email": contact.officer_email or municipality.contact_email,
        "report_barrier": report_barrier,
    }


def render_text(text: str, facts: Mapping[str, str]) -> Markup:
    """A text as HTML. A line with a blank that nothing fills is left out.

    The words come from a form: html is off, and what the reader makes is cleaned once more.
    """
    known = (line for line in text.split("\n") if _is_known(line, facts))
    filled = "\n".join(BLANK.sub(lambda m: facts.get(m[1], m[0]), line) for line in known)
    return Markup(nh3.clean(_reader.render(filled), tags=TAGS, url_schemes=SCHEMES))  # noqa: S704


def _is_known(line: str, facts: Mapping[str, str]) -> bool:
    return all(facts.get(name, name) for name in BLANK.findall(line))


@cache
def _read(language: str, page: str) -> str:
    return (PACKAGE / "wording" / "about" / language / f"{page}.md").read_text()


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#" else c for c in words)
