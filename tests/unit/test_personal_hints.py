"""What in a text may be somebody's personal data: found, quoted, and not found where it is none."""

from __future__ import annotations

import time

import pytest

from geostories.domain.personal_hints import find_hints
from geostories.vocabulary import HintKind

NUMBER, EMAIL, PHONE = HintKind.PERSONAL_NUMBER, HintKind.EMAIL, HintKind.PHONE
ADDRESS, NAME = HintKind.ADDRESS, HintKind.NAME

FOUND = [
    ("Hans nummer var 811218-9876.", NUMBER, "811218-9876"),
    ("född 198112189876 i Julita", NUMBER, "198112189876"),
    ("811218+9876", NUMBER, "811218+9876"),
    ("811218 9876", NUMBER, "811218 9876"),
    ("samordningsnummer 811278-9873", NUMBER, "811278-9873"),
    ("Ring 070-174 06 05 i kväll", PHONE, "070-174 06 05"),
    ("Ring +46 70 174 06 05", PHONE, "+46 70 174 06 05"),
    ("+46 (0)70 174 06 05", PHONE, "+46 (0)70 174 06 05"),
    ("växeln 0150-570 00", PHONE, "0150-570 00"),
    ("08/123 456 78", PHONE, "08/123 456 78"),
    ("0701740605", PHONE, "0701740605"),
    ("Skriv till eva.l@example.se.", EMAIL, "eva.l@example.se"),
    ("EVA+bryggan@mail.example.com", EMAIL, "EVA+bryggan@mail.example.com"),
    ("Hon bor på Djulögatan 51 B än", ADDRESS, "Djulögatan 51 B"),
    ("Oppundavägen 7", ADDRESS, "Oppundavägen 7"),
    ("vid Stortorget 3.", ADDRESS, "Stortorget 3"),
    ("Västra Storgatan 12 i Katrineholm", ADDRESS, "Storgatan 12"),
    ("Min granne Eva Lindqvist sjöng.", NAME, "Eva Lindqvist"),
    ("Maj-Britt Karlsson", NAME, "Maj-Britt Karlsson"),
    ("hos Nils Olsson", NAME, "Nils Olsson"),
    ("Fjutten Persson", NAME, "Fjutten Persson"),
    ("Carl von Linné", NAME, "Carl von Linné"),
    ("med Anna-Karin Åkerö", NAME, "Anna-Karin Åkerö"),
    ("Då kom Åke Öberg", NAME, "Åke Öberg"),
]

NEAR_MISSES = [
    "811218-9877",  # the last digit does not fit
    "811318-9873",  # no such month
    "556036-0793",  # a company
    "1981-12-18",
    "1960-1987",
    "0600-0700",
    "58.9959, 16.2072",
    "0,12345678 grader",
    "12 000 000 kronor",
    "ISBN 978-91-0-012345-6",
    "Ring 112!",
    "eva (snabel-a) example",
    "@katrineholm",
    "a@b",
    "Riksväg 52 och Europaväg 20",
    "Storgatan 1987 var smal",
    "Storgatan var smal",
    "Järnvägsgatan 12 km bort",
    "Vägen 3",
    "stigen 2 km",
    "Norra Skolan",
    "Gamla Stan",
    "Svenska Kyrkan",
    "Anna Kyrkan",
    "Eva och Nils",
    "Farmor Elsa",
    "I Julita",
    "Min Brygga",
    "Karin Stigen",
    "Sörmlandsleden Etapp 23",
]


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_it_is_found_and_quoted(text: str, kind: HintKind, words: str) -> None:
    assert [(hint.kind, hint.words) for hint in find_hints(text)] == [(kind, words)]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_near_miss_is_nothing(text: str) -> None:
    assert find_hints(text) == []


def test_the_figures() -> None:
    kinds = {kind for _text, kind, _words in FOUND}
    print(f"hints: kinds {len(kinds)}, found {len(FOUND)}, near misses {len(NEAR_MISSES)}")
    assert kinds == set(HintKind)


def test_they_stand_in_reading_order_each_once() -> None:
    hints = find_hints("Eva Lindqvist", "Ring 0701740605. Eva Lindqvist, Storgatan 2.")
    assert [hint.words for hint in hints] == ["Eva Lindqvist", "0701740605", "Storgatan 2"]


def test_the_tellers_own_name_is_no_hint() -> None:
    text = "Jag, Eva Lindqvist, såg Nils Olsson. Eva Lindqvists båt."
    assert [hint.words for hint in find_hints(text, own_name="Eva Lindqvist")] == ["Nils Olsson"]


@pytest.mark.parametrize(
    "seed", ["0", "0 ", "8112189876", "a", "a@", "a.", "Eva ", "Aa ", "Storgatan ", "+46 0", "-"]
)
def test_no_text_takes_long(seed: str) -> None:
    text = (seed * 50_000)[:50_000]
    started = time.perf_counter()
    find_hints(text)
    seconds = time.perf_counter() - started
    print(f"{seed!r}: {seconds * 1000:.0f} ms for 50,000 characters")
    assert seconds <= 1
