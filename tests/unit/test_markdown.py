"""What a resident writes becomes a few harmless tags."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geostories.wording.markdown import ATTRIBUTES, TAGS, VALUES, render_body

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](https://a.example/pixel.png)",
    "<iframe src=https://a.example></iframe>",
    "<style>@import 'https://a.example'</style>",
    "<form action=https://a.example><input></form>",
    "<!--><script>alert(1)</script>-->",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "[x]: javascript:alert(1)\n\n[x]",
    "```\n<script>alert(1)</script>\n```",
    "<p style='position:fixed'>x</p>",
    "# <b onclick=alert(1)>x</b>",
]


class Reader(HTMLParser):
    """Notes tags and attributes that are not on the list."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.foreign.append(tag)
        for name, value in attrs:
            is_mark = value in VALUES.get(tag, {}).get(name, set())
            if name not in ATTRIBUTES.get(tag, set()) | {"rel"} and not is_mark:
                self.foreign.append(f"{tag} {name}")
            if name == "href" and not (value or "").startswith(("http://", "https://", "/", "#")):
                self.foreign.append(f"href {value}")


def foreign_parts(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.foreign


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_acts_gets_through(text: str) -> None:
    assert foreign_parts(render_body(text)) == []


@given(st.text(alphabet="<>[]()!\"'`*_#&:;/\\ \n-aonx=jscript.", max_size=200))
def test_no_text_at_all_makes_another_tag(text: str) -> None:
    assert foreign_parts(render_body(text)) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ett *stort* **hus**.", "<p>Ett <em>stort</em> <strong>hus</strong>.</p>\n"),
        ("Rad ett\nrad två", "<p>Rad ett<br>\nrad två</p>\n"),
        ("Ett\n\nTvå", "<p>Ett</p>\n<p>Två</p>\n"),
        ("- äpple\n- päron", "<ul>\n<li>äpple</li>\n<li>päron</li>\n</ul>\n"),
        ("> sade farmor", "<blockquote>\n<p>sade farmor</p>\n</blockquote>\n"),
        ("1987. Då byggde vi.", '<ol start="1987">\n<li>Då byggde vi.</li>\n</ol>\n'),
        ("# Inte rubrik", "<p># Inte rubrik</p>\n"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>\n"),
        (
            "[bron](/katrineholm/platser/1)",
            '<p><a href="/katrineholm/platser/1" rel="noopener nofollow ugc">bron</a></p>\n',
        ),
        (
            "[oss](https://own.example/x)",
            '<p><a href="https://own.example/x" rel="noopener nofollow ugc">oss</a></p>\n',
        ),
        ("", ""),
    ],
)
def test_what_people_write_looks_as_they_meant(text: str, html: str) -> None:
    assert render_body(text, own_host="own.example") == html


def test_a_link_to_another_site_says_so() -> None:
    html = render_body("[källan](https://a.example/?a=1&b=2)", own_host="own.example")
    link = html.partition("<p>")[2].partition("</p>")[0]
    for part in (
        'href="https://a.example/?a=1&amp;b=2"',
        'rel="noopener nofollow ugc"',
        'target="_blank"',
        'class="link-out"',
    ):
        assert link.count(part) == 1
    hidden = " (Link to another site, opens in a new window)"
    assert link.endswith(f'>källan<span class="visually-hidden">{hidden}</span></a>')


def test_no_text_makes_itself_look_hidden() -> None:
    assert "<span" not in render_body('<span class="visually-hidden">x</span> och **fetstil**')
