"""Eighty ways to write an address of another site so that a careless check takes it for a path."""

from __future__ import annotations

EVIL = "evil.example"
PLAIN = [
    "https://evil.example/", "http://evil.example", "HTTPS://EVIL.EXAMPLE", "https:evil.example",
    "https:/evil.example", "https:\\\\evil.example", "https:///evil.example", "ftp://evil.example/",
    "//evil.example/", "///evil.example", "////evil.example", "/////evil.example//",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "\\evil.example",
    "/\t/evil.example", "\t//evil.example", " //evil.example", "/\n/evil.example", "/\r/evil.example",
    "\r\n//evil.example", "\x00//evil.example", "/\x00/evil.example", "\x0b//evil.example",
    "\x1f//evil.example", "//\tevil.example", "/ /evil.example", "\u00a0//evil.example",
    "\ufeff//evil.example", "/\u200b/evil.example", "/\u2028/evil.example", "\u3000//evil.example",
    "//localhost@evil.example", "https://localhost@evil.example/", "https://localhost:80@evil.example",
    "//localhost%40evil.example", "//localhost\\@evil.example", "//evil.example\\@localhost",
    "//evil.example#@localhost/", "//evil.example?@localhost/", "//evil.example;@localhost",
    "https://localhost.evil.example/", "https://localhostevil.example/", "//localhost.evil.example",
    "https://evil.example/localhost", "https://evil.example?localhost", "https://evil.example#localhost",
    "//[::ffff:5db8:d822]/", "//2130706434/", "//0x5db8d822/", "//93.184.216.34", "//evil.example:443",
    "//evil%2eexample", "//%65vil.example", "/%2f/evil.example", "/%5cevil.example", "%2f%2fevil.example",
    "%5c%5cevil.example", "/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation: //evil.example",
    "/konto/\r\nLocation: https://evil.example", "／／evil.example", "/／evil.example", "//evil。example",
    "//evil．example", "//ｅｖｉｌ.example", "http:\\evil.example", "http:/\\evil.example",
    "/.//evil.example", "/..//evil.example", "./\\evil.example", "/konto/..//evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
    "javascript://localhost/%0aalert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)", "blob:https://evil.example/1", "view-source:https://evil.example",
]  # fmt: skip
"""What follows stands in a parameter; a client writes it into the query or the form as it is."""

PATHS = [
    "//evil.example", "//evil.example/", "//evil.example/konto", "///evil.example/konto/",
    "/\\evil.example", "/\\evil.example/konto", "//evil.example/%2e%2e", "//evil.example//..",
    "/%2f/evil.example", "/%5cevil.example", "//evil.example/katrineholm", "//katrineholm",
    "//katrineholm/berattelser", "/katrineholm//evil.example", "/katrineholm/platser//evil.example",
    "//localhost@evil.example/katrineholm",
]  # fmt: skip
"""Addresses to be asked for themselves: mended ones (a slash too many or too few) lead on."""
