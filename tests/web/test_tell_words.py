"""Step 2 of telling: words, time, category. What was typed is never lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geostories.vocabulary import HappenedPrecision
from tests.factories.telling import FETCH, WORDS, Teller, draft_behind


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def teller(client: FlaskClient) -> Teller:
    """A visitor who has chosen a place."""
    return Teller(client).begin()


def test_a_whole_story_goes_on_to_the_last_look(teller: Teller) -> None:
    answer = teller.write()
    assert answer.location.endswith("/granska")
    page = teller.page("granska")
    assert "Bryggan vi aldrig fick bygga" in page
    assert "<em>pappas</em>" in page


def test_the_time_is_kept_as_exactly_as_it_is_known(teller: Teller) -> None:
    teller.write(happened_precision="decade", happened="1960-talet")
    happened = draft_behind(teller.story).happened
    assert happened is not None
    assert (happened.precision, happened.start.year) == (HappenedPrecision.DECADE, 1960)
    assert 'value="1960"' in teller.page("berattelse")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Skriv en rubrik"),
        ({"body": " \n "}, "Skriv din berättelse"),
        ({"category": ""}, "Välj en kategori"),
        ({"category": "made_up"}, "Välj en kategori"),
        ({"happened": "i fjol"}, "fyra siffror"),
        ({"happened": "2987"}, "inte kommit"),
        ({"title": "å" * 81}, "80 tecken"),
        ({"body": "å" * 20_001}, "20000 tecken"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_the_rest_stays(
    teller: Teller, given: dict, sentence: str
) -> None:
    answer = teller.write(**given)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, typed in {**WORDS, **given}.items():
        if name in ("title", "happened", "body"):
            assert typed.strip() in answer.text


def test_errors_are_linked_from_the_summary_to_the_fields(teller: Teller) -> None:
    page = teller.write(title="", category="").text
    for field in ("title", "category"):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page
        assert f'aria-describedby="{field}-error-1"' in page
        assert f'id="{field}-error-1"' in page


def test_half_a_story_is_kept(teller: Teller) -> None:
    teller.write(body="", happened="i fjol")
    draft = draft_behind(teller.story)
    assert (draft.title, draft.category) == (WORDS["title"], "memory")


def test_a_time_that_cannot_be_read_does_not_erase_the_earlier_one(teller: Teller) -> None:
    teller.write()
    teller.post("berattelse", {**WORDS, "happened": "19"}, headers=FETCH)
    assert draft_behind(teller.story).happened.start.year == 1987


def test_going_back_keeps_what_was_typed(teller: Teller) -> None:
    answer = teller.post("berattelse", {**WORDS, "body": "", "action": "back"})
    assert answer.location.endswith("/plats")
    assert draft_behind(teller.story).title == WORDS["title"]


def test_the_draft_is_saved_while_one_writes(teller: Teller) -> None:
    answer = teller.post("berattelse", {**WORDS, "title": "Halv", "body": ""}, headers=FETCH)
    assert answer.status_code == 200
    assert answer.json["saved_text"].startswith("Sparad ")
    assert answer.json["happened_text"] == "1987"
    assert draft_behind(teller.story).title == "Halv"


def test_saving_says_what_it_could_not_keep(teller: Teller) -> None:
    answer = teller.post("berattelse", {**WORDS, "title": "å" * 81}, headers=FETCH)
    assert answer.status_code == 422
    assert "title" in answer.json["errors"]
    assert draft_behind(teller.story).title == ""


def test_the_first_button_is_no_trap_for_enter(teller: Teller) -> None:
    form = teller.page("berattelse").split('id="story-form"')[1]
    first = form.split('type="submit"')[1].split(">")[0]
    assert 'name="action" value="next"' in first


def test_line_ends_count_once(teller: Teller) -> None:
    teller.write(body="Rad ett\r\nRad två")
    assert draft_behind(teller.story).body == "Rad ett\nRad två"


def test_text_is_never_read_as_html(teller: Teller) -> None:
    teller.write(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")
    for step in ("plats", "berattelse", "granska"):
        page = teller.page(step)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
