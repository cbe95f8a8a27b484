"""Searching in Swedish: what finds what, what is marked, and whose words are known."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import SearchWord
from geostories.queries.place_names import search_names
from geostories.queries.search import excerpt_of, spelling_near, words_in
from geostories.queries.stories import StoryFilter, count_stories, list_stories
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import publish_words

PAIRS = [
    ("naturreservat", "naturreservaten"),
    ("naturreservaten", "naturreservat"),
    ("reservat", "naturreservatet"),
    ("kvarn", "kvarnruinen"),
    ("ruin", "kvarnruinen"),
    ("ruinen", "kvarnruinerna"),
    ("djulosjon", "Djulösjön"),
    ("djulösjö", "Djulösjön"),
    ("Djulösjön", "djulosjon"),
    ("cyckla", "cykla"),
    ("cykla", "cyklade"),
    ("sjö", "sjöarna"),
    ("sjoarna", "sjöarna"),
    ("tåg", "godståget"),
    ("tåget", "tågen"),
    ("badplats", "badplatsen"),
    ("bad", "badplatsen"),
    ("station", "järnvägsstationen"),
    ("jarnvag", "järnvägsstationen"),
    ("hembygdsgard", "hembygdsgården"),
    ("gård", "hembygdsgården"),
    ("torn", "fågeltornet"),
    ("fågel", "fågeltornet"),
    ("led", "vandringsleden"),
    ("vandring", "vandringsleden"),
    ("smultron", "smultronstället"),
    ("ställe", "smultronstället"),
    ("dans", "dansbanan"),
    ("bana", "dansbanan"),
    ("trana", "tranorna"),
    ("gå", "gick"),
    ("fot", "fötterna"),
    ("vinter", "vintrarna"),
    ("sommar", "somrarna"),
    ("åka", "åkte"),
    ("akte", "åkte"),
    ("skridskor", "skridsko"),
    ("skridsor", "skridskorna"),
    ("barndom", "barndomens"),
    ("älg", "älgarna"),
    ("alg", "älgarna"),
    ("kyrka", "kyrkan"),
    ("brygga", "bryggorna"),
    ("nasnaren", "Näsnaren"),
    ("Näsnarens", "Näsnaren"),
    ("morfar", "morfars"),
    ("stång", "midsommarstången"),
    ("midsommar", "midsommarstången"),
    ("hembydgsgård", "hembygdsgården"),
    ("katrineholms", "Katrineholm"),
    ("anglok", "ångloket"),
    ("cafe", "caféet"),
    ("loppmarknad", "loppmarknaden"),
    ("vattenfall", "vattenfallet"),
    ("KVARN", "kvarnen"),
    ("1960-talet", "1960-talet"),
    ("1963", "vintern 1963"),
    ("isen sjöng", "när isen på sjön sjöng"),
    ("tag/stopp", "tåget/stoppet"),
]
"""What is typed, and what a story says."""

STRANGERS = [
    ("isen", "polisen"),
    ("bil", "biljetten"),
    ("1953", "vintern 1963"),
    ("kvarn", "kvarglömd"),
    ("och", "och"),
    ("%", "hundra procent"),
    ("' OR 1=1", "ett halvt skäl"),
    ("sjö skog", "bara sjön"),
]


@pytest.fixture(scope="module")
def told(standing_empty: Flask) -> dict[str, UUID]:
    """A published story for each text; nothing is written after it."""
    assert standing_empty
    said = sorted({text for _, text in PAIRS + STRANGERS})
    with transaction(Scope.operator()) as session:
        town, owner = make_municipality(session).id, make_person(session, "Elsa")
        return {
            text: publish_words(session, town, owner, f"Det var {text} som fanns där.")
            for text in said
        }


def found(sought: str) -> set[UUID]:
    """Everything that a search finds; as many as are counted."""
    wanted = StoryFilter(q=sought)
    with reading(Scope.public()) as session:
        ids = {card.id for card in list_stories(session, wanted=wanted, limit=500)}
        assert count_stories(session, wanted=wanted) == len(ids)
    return ids


@pytest.mark.parametrize(("sought", "said"), PAIRS)
def test_a_search_finds_it(told: dict[str, UUID], sought: str, said: str) -> None:
    assert told[said] in found(sought)


def test_there_are_pairs_enough() -> None:
    print(f"search pairs: {len(set(PAIRS))}")
    assert len(set(PAIRS)) >= 50


@pytest.mark.parametrize(("sought", "said"), STRANGERS)
def test_a_search_leaves_it(told: dict[str, UUID], sought: str, said: str) -> None:
    assert told[said] not in found(sought)


@pytest.mark.parametrize(
    ("sought", "said", "marked"),
    [
        ("djulosjon", "Djulösjön", "Djulösjön"),
        ("kvarn", "kvarnruinen", "kvarnruinen"),
        ("ruin", "kvarnruinen", "kvarnruinen"),
        ("cyckla", "cykla", "cykla"),
        ("1963", "vintern 1963", "1963"),
    ],
)
def test_what_was_hit_is_marked(told: dict[str, UUID], sought: str, said: str, marked: str) -> None:
    with reading(Scope.public()) as session:
        cards = list_stories(session, wanted=StoryFilter(q=sought), limit=500)
    card = next(card for card in cards if card.id == told[said])
    assert [part.text for part in card.found if part.is_hit] == [marked]
    assert "".join(part.text for part in card.found) == f"Det var {said} som fanns där."


@pytest.mark.parametrize(
    ("sought", "near"),
    [("vattnfal", "vattenfall"), ("kvarn", ""), ("xyzåäö", ""), ("trna", "trana"), ("%", "")],
)
def test_the_nearest_spelling(told: dict[str, UUID], sought: str, near: str) -> None:
    with reading(Scope.public()) as session:
        assert spelling_near(session, sought) == near


def test_an_excerpt_begins_near_its_first_hit() -> None:
    text = "Ord " * 100 + "och så kvarnen där <b>vi</b> var. " + "Slut " * 100
    parts = excerpt_of(text, frozenset({"kvarnen"}))
    whole = "".join(part.text for part in parts)
    assert [part.text for part in parts if part.is_hit] == ["kvarnen"]
    assert whole.startswith("… Ord")
    assert whole.endswith(" …")
    assert "<b>vi</b>" in whole
    assert len(whole) < 220
    assert excerpt_of(text, frozenset({"ruin"})) == []


def test_words_are_letters_and_numbers() -> None:
    assert words_in("  'kvarn'; DROP --ruin_ sjo\u0308 ") == "kvarn DROP ruin sjö"
    assert len(words_in("ord " * 50).split()) == 8


@pytest.mark.trust
@pytest.mark.parametrize(
    "scope",
    [Scope.public(), Scope.account(), Scope.person(UUID(int=7)), Scope.municipality(UUID(int=7))],
)
def test_nobody_writes_words(told: dict[str, UUID], scope: Scope) -> None:
    with reading(Scope.public()) as session:
        assert session.scalar(select(func.count()).select_from(SearchWord)) > len(told)
    with pytest.raises(DBAPIError, match="row-level security"), transaction(scope) as session:
        session.execute(text("INSERT INTO search_word (word, stories) VALUES ('eget', 1)"))
    with transaction(scope) as session:
        changed = session.execute(text("UPDATE search_word SET stories = 99 RETURNING word")).all()
        gone = session.execute(text("DELETE FROM search_word RETURNING word")).all()
    assert (changed, gone) == ([], [])


def test_names_of_places_are_found_without_signs(told: dict[str, UUID]) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "INSERT INTO place_name (id, name, kind, register_id, source, geom) SELECT "
                "gen_random_uuid(), name, 'lake', name, '', ST_SetSRID(ST_MakePoint(16, 59), 4326) "
                "FROM unnest(ARRAY['Djulösjön', 'Djulö', 'Näsnaren', 'Yngaren']) AS name"
            )
        )
        assert [each.name for each in search_names(session, words="djulo", limit=5)] == [
            "Djulö",
            "Djulösjön",
        ]
        assert [each.name for each in search_names(session, words="Nasnarn", limit=5)][:1] == [
            "Näsnaren"
        ]
        session.rollback()
