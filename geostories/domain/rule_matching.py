"""Which rules a text, a number of links or an address meets. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geostories.domain.folding import (
    fold,
    fold_address,
    fold_host,
    fold_links,
    seen,
    words_of,
)
from geostories.errors import InvalidInput
from geostories.vocabulary import COUNTING_RULES, RuleKind

MOST_COUNTED = 100
"""A rule that lets more than this pass lets everything pass."""

LONGEST_WORD = 100

_TOP = (
    r"(?:com|net|org|info|biz|eu|se|nu|no|dk|fi|de|uk|io|co|me|tv|app|dev|xyz|top|shop|store|online|site"
    r"|website|link|click|live|club|vip|win|bet|casino|ly|gg|cc|ru|cn|pl|gl|to|is|in|us)"
)
_LINK = re.compile(
    r"(?:https?|hxxps?|ftp)://[^\s<>()\[\]]+|\bwww\.[^\s<>()\[\]]+"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,5}}{_TOP}(?![\w-]|\.\w)(?:/[^\s<>()\[\]]*)?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[a-zåäö]\.[A-ZÅÄÖ][a-z]+$")
_SCHEMELESS = re.compile(r"(?:[^\W\d_][\w-]*\.)+[^\W\d_]+")
_DOT = r"\s{0,3}(?:\.|[\[({]\s?(?:\.|dot|punkt)\s?[\])}]|(?<=\s)(?:dot|punkt)(?=\s))\s{0,3}"
_SIGNS = re.compile(r"[^\w\s*]")
_AROUND = r"[^\W_]*"


@dataclass(frozen=True)
class Rule:
    """What is looked for: `value` as `read_value` made it."""

    kind: RuleKind
    value: str


@dataclass(frozen=True)
class Sent:
    """What somebody sends in: its texts, the addresses they are known by, whether they are new.

    `today` is how many they have sent in within a day, this one among them.
    """

    texts: Sequence[str]
    addresses: Sequence[str] = ()
    is_new: bool = False
    today: int = 1


def read_value(kind: RuleKind, typed: str) -> str:
    """What was typed as a rule keeps it; raises InvalidInput for what no rule can look for."""
    value = _folded(kind, " ".join(typed.split()))
    if kind in COUNTING_RULES:
        if not value.isdecimal() or int(value) > MOST_COUNTED:
            raise InvalidInput("rule_number", field="value", most=MOST_COUNTED)
        return str(int(value))
    if not value or len(value) > LONGEST_WORD or not re.search(r"\w", value):
        raise InvalidInput(f"rule_{kind}", field="value")
    return value


def _folded(kind: RuleKind, typed: str) -> str:
    match kind:
        case RuleKind.LINK:
            host = fold_host(re.sub(r"^\w+://|/.*$", "", typed.removeprefix("*.")))
            return host if "." in host and " " not in host else ""
        case RuleKind.ADDRESS:
            whole = fold_address(typed)
            host = fold_host(typed.removeprefix("@"))
            return whole or (f"@{host}" if re.fullmatch(r"[\w.-]+\.[\w-]+", host) else "")
        case RuleKind.WORD:
            return " ".join(_SIGNS.sub(" ", fold(typed)).split())
        case _:
            return typed


def meets(rule: Rule, sent: Sent) -> bool:
    """Whether a rule holds what is sent in."""
    match rule.kind:
        case RuleKind.WORD:
            return any(_has_word(rule.value, text) for text in sent.texts)
        case RuleKind.LINK:
            pattern = _host_pattern(rule.value)
            return any(pattern.search(_links(text)) for text in sent.texts)
        case RuleKind.LINKS:
            return count_links(sent.texts) > int(rule.value)
        case RuleKind.FIRST_DAY_LINKS:
            return sent.is_new and count_links(sent.texts) > int(rule.value)
        case RuleKind.FIRST_DAY_POSTS:
            return sent.is_new and sent.today > int(rule.value)
        case RuleKind.ADDRESS:
            return any(_is_from(rule.value, each) for each in sent.addresses)


def count_links(texts: Iterable[str]) -> int:
    """How many links there are: with http or www before them, or a host's name that is bare."""
    found = 0
    for text in texts:
        for match in _LINK.finditer(seen(text)):
            found += not (_SCHEMELESS.fullmatch(match[0]) and _SENTENCE_END.search(match[0]))
    return found


@lru_cache(maxsize=256)
def _word_patterns(value: str) -> tuple[re.Pattern[str], ...]:
    """One for each word of a rule; a star stands for any letters."""
    parts = [word for word in value.split() if word.strip("*")]
    return tuple(
        re.compile(_AROUND.join(re.escape(piece) for piece in part.split("*"))) for part in parts
    )


def _has_word(value: str, text: str) -> bool:
    """Whether the rule's words stand in a text, whole and one after the other."""
    first, *rest = _word_patterns(value)
    words = _words(text)
    for start, ways in enumerate(words):
        if not any(first.fullmatch(way) for way in ways):
            continue
        following = words[start + 1 : start + 1 + len(rest)]
        if len(following) == len(rest) and all(
            any(pattern.fullmatch(way) for way in ways)
            for pattern, ways in zip(rest, following, strict=True)
        ):
            return True
    return False


@lru_cache(maxsize=16)
def _words(text: str) -> list[set[str]]:
    """Of what is sent in: many rules ask."""
    return words_of(fold(text))


@lru_cache(maxsize=16)
def _links(text: str) -> str:
    return fold_links(text)


@lru_cache(maxsize=256)
def _host_pattern(host: str) -> re.Pattern[str]:
    """The host and all below it, however its dots are written."""
    labels = _DOT.join(re.escape(label) for label in host.split("."))
    return re.compile(rf"(?<![\w-]){labels}(?![\w-]|\.[^\W\d_]{{2,}})")


def _is_from(value: str, address: str) -> bool:
    """Whether an address is the one blocked, or of the blocked host or one below it."""
    folded = fold_address(address)
    if not value.startswith("@"):
        return folded == value
    host = folded.rpartition("@")[2]
    return bool(host) and (host == value[1:] or host.endswith("." + value[1:]))
