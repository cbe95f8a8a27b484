"""What somebody who means harm types where words, numbers, days or addresses are asked for."""

from __future__ import annotations

NUMBERS = {
    "no number": "NaN",
    "infinite": "Infinity",
    "infinite below": "-Infinity",
    "too large for a float": "1e400",
    "5,000 digits": "9" * 5_000,
    "5,000 decimals": "58." + "9" * 5_000,
    "below zero": "-1",
    "nothing": "0",
    "minus nothing": "-0",
    "in sixteens": "0x3a",
    "Arabic digits": "\u0665\u0668",
    "full width digits": "\uff15\uff18",
    "a figure that is no digit": "\u00b2",
    "over the edge": "180.0001",
    "over the pole": "90.0001",
    "two to the 63rd": str(2**63),
    "two to the 31st": str(2**31),
    "underscored": "5_8",
    "a list": "[58]",
    "blank": " ",
}
"""For a number: a degree, a length, a page."""

DAYS = {
    "the calendar's first": "0001-01-01",
    "the calendar's last": "9999-12-31",
    "year nought": "0000-00-00",
    "no day": "2027-02-30",
    "a week": "2027-W01-1",
    "a day in Arabic digits": "\u0662\u0660\u0662\u0667-01-01",
    "a moment": "2027-01-01T00:00:00+99:99",
}
"""For a day or a time."""

ADDRESSES = {
    "script": "javascript:alert(1)",
    "script in capitals": "JaVaScRiPt:alert(1)",
    "script behind a line break": "java\nscript:alert(1)",
    "script behind a sign": "\x01javascript:alert(1)",
    "script that ends like an address": "javascript:alert(1)//https://example.se",
    "data": "data:text/html,<script>alert(1)</script>",
    "vbscript": "vbscript:msgbox(1)",
    "a file": "file:///etc/passwd",
    "out of the attribute": 'https://example.se/"onmouseover="alert(1)',
    "two slashes": "//evil.example",
    "inside": "http://169.254.169.254/latest/meta-data",
}
"""For a link. None of them may become one that runs or reads something."""

WORDS = {
    "NUL": "a\0b",
    "a tag": "<script>alert(1)</script>",
    "out of a script": "</script><img src=x onerror=alert(1)>",
    "a template": "{{ 7 * 7 }}{% for x in y %}",
    "a placeholder": "%(name)s %s {0} {name}",
    "a formula": "=cmd|' /C calc'!A0",
    "a mail's head": "a\r\nBcc: everybody@example.se",
    "up the folders": "../../../etc/passwd",
    "from right to left": "\u202egnp.exe",
    "another plane": "\U0001f3de\ufe0f\U000e0041",
    "no character": "\ufffe\uffff",
    "very long": "a" * 100_000,
    "quotes": "'\"`;--",
    "nested": "[" * 5_000,
}
"""For words."""

VALUES = {**NUMBERS, **DAYS, **ADDRESSES, **WORDS}
