"""Of what a moderator wrote as the law: the paragraph and the statute, and nothing else.

The field is free text, and free text may name somebody. Only what is known to be a law goes on.
"""

from __future__ import annotations

import re

STATUTES = {
    r"\bbrottsbalken?s?\b|\bBrB\b": "brottsbalken",
    r"\bBBS-lagen\b|\b1998:112\b": "lagen (1998:112) om ansvar för elektroniska anslagstavlor",
    r"\bupphovsrättslagen\b|\bURL\b|\b1960:729\b": "lagen (1960:729) om upphovsrätt",
    r"\bdataskyddsförordningen\b|\bGDPR\b|\b2016/679\b": "dataskyddsförordningen (EU) 2016/679",
    r"\bdiskrimineringslagen\b|\b2008:567\b": "diskrimineringslagen (2008:567)",
    r"\bterroristbrottslagen\b|\b2022:666\b": "terroristbrottslagen (2022:666)",
    r"\bskyddslagen\b|\b2010:305\b": "skyddslagen (2010:305)",
    r"\bvarumärkeslagen\b|\b2010:1877\b": "varumärkeslagen (2010:1877)",
    r"\bmarknadsföringslagen\b|\b2008:486\b": "marknadsföringslagen (2008:486)",
    r"\b2016:319\b": "lagen (2016:319) om skydd för geografisk information",
    r"\bnamn och bild\b|\b1978:800\b": "lagen (1978:800) om namn och bild i reklam",
}
"""How a statute is named, or its number, and how it is written here."""

_PARAGRAPH = re.compile(
    r"(?<![\w-])(?:(?P<chapter>\d{1,2}(?: ?[a-z])?) kap\.? )?(?P<paragraph>\d{1,3}(?: ?[a-z])?) ?§(?!§)"
)
_ARTICLE = re.compile(r"\b(?:art(?:ikel|\.)) ?(\d{1,3})\b", re.IGNORECASE)
UNNAMED = "svensk lag, angiven i beslutets motivering"


def quote(text: str) -> str:
    """`16 kap. 8 § brottsbalken`; that it is Swedish law where no statute is known again."""
    found = [name for pattern, name in STATUTES.items() if re.search(pattern, text)]
    if not found:
        return UNNAMED
    places = [_paragraph(match) for match in _PARAGRAPH.finditer(text)][:5]
    places += [f"artikel {number}" for number in _ARTICLE.findall(text)][:5]
    return " ".join(filter(None, [", ".join(places), ", ".join(found)]))


def _paragraph(match: re.Match[str]) -> str:
    chapter = f"{match['chapter']} kap. " if match["chapter"] else ""
    return f"{chapter}{match['paragraph']} §"
