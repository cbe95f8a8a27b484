"""Reading a text as a reader does, whatever signs it is written with: for rules that look for words.

Nothing that is shown is folded: only what a rule is compared with. Every step is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email

OWN_LETTERS = frozenset("åäö")
"""Other letters than a and o with marks on them: *får* is not *far*."""

_LOOKALIKES = str.maketrans(
    "авеёіјкмнорстухѕһԁӏԛԝαβεικνορτυχωɑɡıł∕⁄",
    "abeeijkmhopctyxshdlqwabeikvoptuxwagil//",
)
"""Letters of other alphabets that look like ours; none of them is in a Swedish word."""

_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0")
) | dict.fromkeys(
    sign
    for first, last in (
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xE0000, 0xE007F),
        (0xE0100, 0xE01EF),
    )
    for sign in range(first, last + 1)
)
"""Signs that take no room: zero-width blanks, soft hyphens, marks of direction, tags."""

_DOTS = str.maketrans("。．｡․", "....")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]{1,59}")
_LEET = str.maketrans("013457@$€!|", "oieastaseil")
_WORD = re.compile(r"[@$€]?[^\W_]+(?:[@$€!|]+[^\W_]+)*[@$€]?")
_RUN = re.compile(r"(.)\1{2,}")
_SPLIT = re.compile(
    r"(?<![^\W_])[^\W_]+(?:[^\w\s\x00][^\W_]+)+(?![^\W_])|(?<![^\W_])[^\W_]+(?:_[^\W_]+)+"
)
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W_][\W_]{1,3}){2,40}[^\W_](?![^\W_])")

LONGEST_WORD = 200
"""No more of a word is read; no language has longer ones."""

LONGEST_ADDRESS = 320

DOTLESS = frozenset({"gmail.com", "googlemail.com"})
"""Where dots in the first part of an address mean nothing."""

SAME_HOST = {"googlemail.com": "gmail.com"}


def fold(text: str) -> str:
    """The text in small letters without marks, unseen signs and lookalikes; å, ä and ö stay."""
    small = unicodedata.normalize("NFC", seen(text).casefold()).translate(_LOOKALIKES)
    return "".join(_plain(sign) for sign in small if unicodedata.category(sign) != "Mn")


def seen(text: str) -> str:
    """The text without signs that take no room, in the plain form of each letter."""
    return unicodedata.normalize("NFKC", text.translate(_DOTS).translate(_UNSEEN))


def _plain(sign: str) -> str:
    if sign in OWN_LETTERS or sign.isascii():
        return sign
    base = unicodedata.normalize("NFD", sign)
    return base[0] if len(base) > 1 and unicodedata.combining(base[1]) else sign


def words_of(folded: str) -> list[set[str]]:
    """The words of a folded text in order, each with the ways in which it can be read.

    Letters that stand in for others are read both ways, long runs of a letter as one and as two,
    and words spelled out or cut up by signs as whole ones too.
    """
    found = [_ways(match[0]) for match in _WORD.finditer(folded)]
    joined = [match[0] for match in _SPLIT.finditer(folded)]
    joined += [match[0] for match in _SPELLED.finditer(folded)]
    return found + [_ways(re.sub(r"[\W_]", "", each)) for each in joined]


def _ways(word: str) -> set[str]:
    word = word[:LONGEST_WORD]
    ways = {word}
    if any(sign.isalpha() for sign in word):
        ways.add(word.translate(_LEET))
    ways |= {_RUN.sub(r"\1", way) for way in ways} | {_RUN.sub(r"\1\1", way) for way in ways}
    return ways


def fold_host(host: str) -> str:
    """A host's name as it is looked up, in letters: punycode, case and wide letters are gone."""
    return _letters(fold(host).strip().strip("."))


def fold_links(text: str) -> str:
    """A text in which every way to write a host's name is the same."""
    return _letters(fold(unquote(text)))


def _letters(folded: str) -> str:
    return _PUNYCODE.sub(lambda match: _decoded(match[0]), folded)


def _decoded(label: str) -> str:
    try:
        return fold(label.removeprefix("xn--").encode("ascii").decode("punycode"))
    except UnicodeError:
        return label


def fold_address(address: str) -> str:
    """An e-mail address as the one box that it leads to; '' for what is none.

    Case, wide and look-alike letters, quotes, what stands after a plus, dots where the host takes
    none in account, and a host written in punycode make no other box.
    """
    bare = fold(address[:LONGEST_ADDRESS]).strip().removeprefix("mailto:").strip("<> .")
    try:
        read = validate_email(bare, check_deliverability=False, allow_quoted_local=True)
        bare = read.normalized
    except EmailNotValidError:
        if bare.count("@") != 1:
            return ""
    local, _, host = bare.rpartition("@")
    local = local.strip('"').replace("\\", "").partition("+")[0].strip()
    host = fold_host(host)
    host = SAME_HOST.get(host, host)
    if host in DOTLESS:
        local = local.replace(".", "")
    return f"{local}@{host}" if local and host else ""
