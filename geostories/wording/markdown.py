"""A resident's text as HTML: the few marks people use in letters, and nothing that could act."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import nh3
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "span"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},  # a paragraph that begins "1987." keeps its year
}
VALUES: dict[str, dict[str, set[str]]] = {
    "a": {"target": {"_blank"}, "class": {"link-out"}},
    "span": {"class": {"visually-hidden"}},
}
"""What a link to another site is marked with, and nothing else."""

SCHEMES = {"http", "https"}
NOT_READ = [
    "code",
    "fence",
    "backticks",
    "heading",
    "lheading",
    "hr",
    "table",
    "image",
    "html_block",
]
"""Marks that stay as they were typed."""

Env = MutableMapping[str, Any]
OWN_HOST = "own_host"


def _leads_out(token: Token, env: Env) -> bool:
    host = urlsplit(str(token.attrGet("href") or "")).netloc
    return bool(host) and host != env.get(OWN_HOST)


def _open_link(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Env
) -> str:
    token = tokens[idx]
    if _leads_out(token, env):
        token.attrSet("class", "link-out")
        token.attrSet("target", "_blank")
    return self.renderToken(tokens, idx, options, env)


def _close_link(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Env
) -> str:
    """Before a link to another site ends: say so to who hears the page."""
    opening = next(each for each in reversed(tokens[:idx]) if each.type == "link_open")
    if not _leads_out(opening, env):
        return "</a>"
    words = _("Link to another site, opens in a new window")
    return f'<span class="visually-hidden"> ({escape(words)})</span></a>'


# breaks: a line that was ended stays ended.
_reader = MarkdownIt("js-default", {"html": False, "breaks": True}).disable(NOT_READ)
_reader.add_render_rule("link_open", _open_link)
_reader.add_render_rule("link_close", _close_link)


def render_body(text: str, *, own_host: str = "") -> Markup:
    """Render the Markdown subset: paragraphs, emphasis, lists, quotes and links to the web.

    What the reader makes is cleaned once more, so that a fault in it lets no script through.
    Links to another host than `own_host` are marked, and open in a new window.
    """
    return Markup(  # noqa: S704 - nh3 has just cleaned it
        nh3.clean(
            _reader.render(text, {OWN_HOST: own_host}),
            tags=TAGS,
            attributes=ATTRIBUTES,
            tag_attribute_values=VALUES,
            url_schemes=SCHEMES,
            link_rel="noopener nofollow ugc",
        )
    )
