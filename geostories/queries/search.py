"""Searching in Swedish: what the words of a search find (migrations/sql/search_*.sql), and where."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from geostories.models import SearchWord

MOST_WORDS = 8
"""More than anybody searches for: each costs a look into the list of words."""
MOST_HITS = 500
EXCERPT_LENGTH = 200
_FOLDED = str.maketrans("åäáàâãæéèêëíìîïóòôõöøúùûüýÿçñ", "aaaaaaaeeeeiiiioooooouuuuyycn")
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> str:
    """The words searched for, one blank between each, as the database's functions take them."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text))[:MOST_WORDS])


def finds(search: Any, text: str) -> ColumnElement[bool]:
    """Whether a search vector has all the words; nothing has words that say nothing."""
    # A sub-select is asked once, and not for every row.
    query = select(func.search_query(words_in(text))).scalar_subquery()
    found: ColumnElement[bool] = search.op("@@", is_comparison=True)(query)
    return found


def is_named(thing: Any, text: str) -> ColumnElement[bool]:
    """Whether a place or trail is the one searched for: its name holds what is typed, or inflected."""
    return or_(holds(thing.name, text), finds(thing.search, text))


def holds(name: Any, text: str) -> ColumnElement[bool]:
    """Whether a name holds what is typed, with or without the signs over letters."""
    held: ColumnElement[bool] = func.search_fold(name).contains(fold(text), autoescape=True)
    return held


def fold(text: str) -> str:
    """Small letters without their signs, as search_fold of the database makes them."""
    return unicodedata.normalize("NFC", text.strip()).lower().translate(_FOLDED)


def spelling_near(session: Session, text: str) -> str:
    """The words as some published story spells them; empty where nothing is like them."""
    return session.scalar(select(func.search_spelling(words_in(text)))) or ""


def hits_of(session: Session, text: str) -> frozenset[str]:
    """The words, in small letters, by which stories are found: what is marked in a text."""
    terms = func.search_terms(words_in(text)).table_valued("term").render_derived()
    found = (
        select(SearchWord.word)
        .join_from(SearchWord, terms, SearchWord.search.op("@@")(terms.c.term))
        .order_by(SearchWord.stories.desc(), SearchWord.word)
        .limit(MOST_HITS)
    )
    return frozenset(session.scalars(found))


@dataclass(frozen=True)
class Part:
    """Some of a text, as it stands there; `is_hit` where it is what was searched for."""

    text: str
    is_hit: bool


def excerpt_of(text: str, hits: frozenset[str]) -> list[Part]:
    """The part of a text round its first hit, the hits apart; empty without one."""
    text = " ".join(text.split())
    first = next((word for word in _WORD.finditer(text) if word[0].lower() in hits), None)
    if first is None:
        return []
    start = max(first.start() - EXCERPT_LENGTH // 3, 0)
    start = text.find(" ", start) + 1 if start else 0
    end = start + EXCERPT_LENGTH
    end = text.rfind(" ", first.end(), end) if end < len(text) else len(text)
    end = max(end, first.end())
    shown = "… " * bool(start) + text[start:end] + " …" * (end < len(text))
    return _split(shown, hits)


def _split(text: str, hits: frozenset[str]) -> list[Part]:
    parts, done = [], 0
    for word in _WORD.finditer(text):
        if word[0].lower() in hits:
            parts += [Part(text[done : word.start()], False), Part(word[0], True)]
            done = word.end()
    return [part for part in [*parts, Part(text[done:], False)] if part.text]
