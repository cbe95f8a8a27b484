"""The links of a page, and how many clicks each of them is."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.clicks: dict[str, int] = {}
        self._closed: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "details":
            self._closed.append("open" not in given)
        href = given.get("href") or ""
        if tag == "a" and href.startswith("/") and "hidden" not in given:
            path = urlsplit(href).path
            self.clicks[path] = min(self.clicks.get(path, 9), 1 + sum(self._closed))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._closed.pop()


def clicks_to(page: str) -> dict[str, int]:
    """Each address of ours that a page leads to: a click, and one more for each menu to open."""
    reader = _Links()
    reader.feed(page)
    return reader.clicks
