"""A resident's text as HTML: the few marks people use in letters, and nothing that could act."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},  # a paragraph that begins "1987." keeps its year
}
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

# breaks: a line that was ended stays ended.
_reader = MarkdownIt("js-default", {"html": False, "breaks": True}).disable(NOT_READ)


def render_body(text: str) -> Markup:
    """Render the Markdown subset: paragraphs, emphasis, lists, quotes and links to the web.

    What the reader makes is cleaned once more, so that a fault in it lets no script through.
    """
    return Markup(  # noqa: S704 - nh3 has just cleaned it
        nh3.clean(
            _reader.render(text),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener nofollow ugc",
        )
    )
