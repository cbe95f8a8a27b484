"""Atom feeds (RFC 4287), with the points of exact places as GeoRSS."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feedgen.feed import FeedGenerator

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Entry:
    """One entry; `url` is its id too. `point`: longitude, latitude (WGS 84), or None."""

    url: str
    title: str
    summary: str
    author: str
    published_at: datetime
    changed_at: datetime
    language: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Feed:
    """A feed; `url` is where it lies, `page_url` the page of the same."""

    url: str
    page_url: str
    title: str
    language: str
    changed_at: datetime


def write(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed as a file, its entries in the order given."""
    made = FeedGenerator()
    made.load_extension("geo")
    made.id(feed.url)
    made.title(_plain(feed.title))
    made.link(href=feed.url, rel="self", type=MEDIA_TYPE)
    made.link(href=feed.page_url, rel="alternate", type="text/html")
    made.language(feed.language)
    made.updated(max((each.changed_at for each in entries), default=feed.changed_at))
    made.generator("GeoStories")
    for each in entries:
        entry = made.add_entry(order="append")
        entry.id(each.url)
        entry.link(href=each.url, rel="alternate", type="text/html", hreflang=each.language)
        entry.title(_plain(each.title))
        entry.summary(_plain(each.summary))
        entry.author(name=_plain(each.author))
        entry.published(each.published_at)
        entry.updated(each.changed_at)
        if each.point:
            lon, lat = each.point
            entry.geo.point(f"{lat:.6f} {lon:.6f}")
    return bytes(made.atom_str(pretty=True))


def _plain(text: str) -> str:
    """Without the signs that no XML file may hold."""
    return NOT_IN_XML.sub("", text)
