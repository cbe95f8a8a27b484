"""What sounds like a home (docs/decisions/0012-what-sounds-like-a-home.md)."""

from __future__ import annotations

import pytest

from geostories.domain.homes import sounds_like_home


@pytest.mark.parametrize(
    "title",
    [
        "Mitt hus vid ån",
        "Vårt gamla hus",
        "Barndomshemmet i Forssjö",
        "Sommarstugan vid Duveholmssjön",
        "Mormors stuga",
        "Farfars hus",
        "Hemma hos oss",
        "Föräldrahemmet",
        "mitt röda torp",
        "Our old house",
        "Vårt sommarställe",
    ],
)
def test_homes_are_heard_in_title_and_place(title: str) -> None:
    assert sounds_like_home(title=title, place_label="", text="")
    assert sounds_like_home(title="Det året", place_label=title, text="")


@pytest.mark.parametrize(
    "title",
    [
        "Hembygdsgården",
        "Hemmaplan för fotbollen",
        "Ålderdomshemmet brann",
        "Hembygdsdagen",
        "Konsum i gamla Folkets hus",
        "Stugan vid skidspåret",
        "Djulö herrgård",
        "Rådhuset",
        "Tåget som stannade för en älg",
        "Gårdens kvarn",
        "Hemligheten i ekarna",
    ],
)
def test_what_is_everybodys_is_not_taken_for_a_home(title: str) -> None:
    assert not sounds_like_home(title=title, place_label=title, text=title)


def test_a_street_and_a_number_in_the_text_are_a_home() -> None:
    assert sounds_like_home(title="Vintern", place_label="", text="Vi bodde på Storgatan 12 B då.")
    assert not sounds_like_home(title="Vintern", place_label="", text="Vi gick längs Storgatan.")


def test_words_of_a_home_in_the_text_alone_say_nothing_of_the_place() -> None:
    assert not sounds_like_home(title="Tåget", place_label="", text="Sedan gick vi hem till oss.")
