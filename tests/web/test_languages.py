"""Swedish unless English was chosen."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

PAGES = (
    "/", "/katrineholm/", "/katrineholm/berattelser/", "/katrineholm/platser/", "/katrineholm/om/",
    "/katrineholm/beratta", "/konto/logga-in", "/konto/skapa", "/konto/glomt-losenord", "/finns/inte",
)  # fmt: skip
WORDS = {"sv": ("Hoppa till innehållet", "Logga in"), "en": ("Skip to the content", "Sign in")}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


def choose(client: FlaskClient, language: str) -> None:
    assert client.get(f"/konto/sprak/{language}").status_code == 303


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_the_chosen_language_throughout(
    client: FlaskClient, language: str, path: str
) -> None:
    choose(client, language)
    page = client.get(path).text
    other = {"sv": "en", "en": "sv"}[language]
    assert f'<html lang="{language}"' in page
    assert WORDS[language][0] in page
    assert not [word for word in WORDS[other] if word in page]


def test_swedish_is_spoken_to_whoever_has_not_chosen(client: FlaskClient) -> None:
    page = client.get("/katrineholm/", headers={"Accept-Language": "en, fi"}).text
    assert '<html lang="sv"' in page


def test_the_choice_is_remembered(client: FlaskClient) -> None:
    choose(client, "en")
    assert '<html lang="en"' in client.get("/katrineholm/").text
    choose(client, "sv")
    assert '<html lang="sv"' in client.get("/katrineholm/").text


def test_choosing_leads_back_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/konto/sprak/en?next=/katrineholm/berattelser/%3Fq=sj%C3%B6")
    assert answer.location == "/katrineholm/berattelser/?q=sj%C3%B6"


@pytest.mark.parametrize(
    "target",
    ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", "ond.example",
     "/%09/ond.example", "%0d%0aSet-Cookie:x=1", "", "\\/ond.example", " //ond.example"],
)  # fmt: skip
def test_choosing_leads_to_no_other_site(client: FlaskClient, target: str) -> None:
    answer = client.get("/konto/sprak/en", query_string={"next": target})
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "x=1" not in answer.headers.get("Set-Cookie", "")


def test_there_are_two_languages(client: FlaskClient) -> None:
    assert client.get("/konto/sprak/xx").status_code == 404
    client.set_cookie("sprak", "xx")
    assert '<html lang="sv"' in client.get("/katrineholm/").text


def test_the_api_is_asked_in_its_address(client: FlaskClient) -> None:
    titles = {
        language: client.get(f"/api/v1/collections/stories?lang={language}").json["title"]  # type: ignore[index]
        for language in ("sv", "en")
    }
    assert titles == {"sv": "Berättelser", "en": "Stories"}
