"""The texts about the site: Markdown files of ours, with the municipality's words filled in."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from markdown_it import MarkdownIt
from markupsafe import Markup

from geostories.config import PACKAGE

PAGES = ("om", "regler", "kontakt", "personuppgifter", "tillganglighet")


class About(Protocol):
    """What the texts say of a municipality."""

    @property
    def name(self) -> str: ...
    @property
    def site_name(self) -> str: ...
    @property
    def contact_email(self) -> str: ...
    @property
    def contact_url(self) -> str: ...


def render_page(page: str, *, language: str, municipality: About) -> Markup:
    """A text as HTML; the values filled in are escaped, for they come from a form."""
    text = _read(language, page).format(
        municipality=_plain(municipality.name),
        site_name=_plain(municipality.site_name),
        contact_email=municipality.contact_email,
        contact_url=municipality.contact_url,
    )
    # Our own texts; html is off and what is filled in is escaped.
    return Markup(MarkdownIt("js-default", {"html": False}).render(text))  # noqa: S704


@cache
def _read(language: str, page: str) -> str:
    return (PACKAGE / "wording" / "about" / language / f"{page}.md").read_text()


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#" else c for c in words)
