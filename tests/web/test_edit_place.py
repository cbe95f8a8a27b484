"""Editors change places over HTTP: read-only registers, own words, conflicts in which nothing is lost."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.models import Municipality, OfficialPlace, Trail, VisitorFact
from geostories.vocabulary import FactTopic
from tests.conftest import SignIn
from tests.factories.photos import make_picture
from tests.factories.tokens import token_of

DESK = "/katrineholm/redaktion/platser/"
OLD = "2020-01-01"
NEW_PLACE = {
    "name": "Utsikten vid ån", "kind": "viewpoint", "coordinates": "58,99 16,2", "action": "save",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module: each makes its own place."""
    return standing


@pytest.fixture
def place(editor: FlaskClient) -> str:
    """The address of the editing page of a new place."""
    answer = send(editor, f"{DESK}ny", NEW_PLACE)
    assert answer.status_code == 303, trouble(answer)
    return str(answer.location)


def send(client: FlaskClient, path: str, fields: dict[str, object]) -> TestResponse:
    return client.post(path, data={**fields, "csrf_token": token_of(client)})


def trouble(answer: TestResponse) -> list[str]:
    """The sentences of a refusal."""
    return re.findall(
        r'class="field-error"[^>]*>.*?</svg>|<li><a href="#[^"]*">([^<]*)', answer.text
    )


def fields_of(page: str) -> MultiDict[str, str]:
    """What a browser would send of the editing form, if nothing was touched."""
    form = page.split('id="edit-form"')[1].split("</form>")[0]
    found: MultiDict[str, str] = MultiDict()
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        kind = re.search(r' type="([^"]*)"', tag)
        is_off = kind and kind[1] in ("checkbox", "radio") and " checked" not in tag
        if name and not is_off and (not kind or kind[1] != "file"):
            found.add(name[1], html.unescape(value[1]) if value else "")
    for name, text in re.findall(
        r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found.add(name, html.unescape(text).strip())
    for name, options in re.findall(
        r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected|selected value="([^"]*)"', options)
        found.add(name, (chosen[1] or chosen[2]) if chosen else "")
    return found


def save(
    client: FlaskClient, path: str, page: str | None = None, **changes: object
) -> TestResponse:
    """Send the form of `page`, or of the page as it stands, with some fields changed."""
    fields = fields_of(page or client.get(path).text)
    for name, value in {"action": "save", "csrf_token": token_of(client), **changes}.items():
        fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return client.post(path, data=fields)


def id_in(path: str) -> UUID:
    found = public_id.decode(path.partition("?")[0].rstrip("/").rpartition("/")[2])
    assert found, path
    return found


def facts_of(path: str) -> dict[FactTopic, VisitorFact]:
    with reading(Scope.public()) as session:
        rows = session.scalars(select(VisitorFact).where(VisitorFact.place_id == id_in(path)))
        return {row.topic: row for row in rows}


def test_a_place_of_our_own_is_on_the_map_at_once(editor: FlaskClient, place: str) -> None:
    shown = editor.get(f"/katrineholm/platser/{public_id.encode(id_in(place))}")
    assert shown.status_code == 200
    assert "Utsikten vid ån" in shown.text
    assert "Utsikten vid ån" in editor.get(f"{DESK}?visa=egna").text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"coordinates": ""}, "coordinates"),
        ({"coordinates": "hitom ån"}, "coordinates"),
        ({"coordinates": "56.87767, 14.80906"}, "coordinates"),
        ({"coordinates": "48.85, 2.35"}, "coordinates"),
    ],
)
def test_what_a_new_place_lacks_is_said_at_its_field(
    editor: FlaskClient, changed: dict[str, str], field: str
) -> None:
    answer = send(editor, f"{DESK}ny", {**NEW_PLACE, "summary": "Vid kröken.", **changed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Vid kröken." in answer.text


def test_without_scripts_typed_coordinates_are_shown_on_the_map(editor: FlaskClient) -> None:
    answer = send(editor, f"{DESK}ny", {**NEW_PLACE, "action": "preview"})
    assert answer.status_code == 200
    fields = fields_of(answer.text)
    assert (fields["lat"], fields["lon"]) == ("58.990000", "16.200000")


def test_every_kind_of_fact_is_kept_as_it_was_written(editor: FlaskClient, place: str) -> None:
    topics = [topic.value for topic in FactTopic]
    page = save(editor, place, action="add", add=topics).text
    typed = {
        "about-introduction-text": "En höjd med utsikt.",
        "facility-parking-text": "20 platser",
        "facility-toilet-remove": "yes",
        "access-path_width-cm": "120",
        "access-path_width-measured_by": "Rut",
        "access-path_width-measured_on": "2026-09-01",
        "access-slope-percent": "6,5",
        "access-level-ok": "no",
        "suits-dog-answer": "partly",
        "when-season-start-day": "1",
        "when-season-start-month": "04",
        "when-season-end-day": "30",
        "when-season-end-month": "09",
        "when-opening_hours-0-days": ["Monday", "Tuesday"],
        "when-opening_hours-0-opens": "09:00",
        "when-opening_hours-0-closes": "16:00",
        "when-opening_hours-1-from": "2026-12-24",
        "when-opening_hours-1-through": "2026-12-26",
    }
    for name in re.findall(r'name="(reach-bus-\w{22})-text"', page):
        typed |= {f"{name}-text": "Buss 701", f"{name}-metres": "600"}
    for name in re.findall(r'name="(rules-rule-\w{22})-text"', page):
        typed[f"{name}-text"] = "Elda inte."
    answer = save(editor, place, page, **typed)
    assert answer.status_code == 303, trouble(answer)
    found = {topic: fact.value for topic, fact in facts_of(place).items()}
    assert found == {
        FactTopic.INTRODUCTION: {"text": "En höjd med utsikt."},
        **{
            topic: {"text": ""}
            for topic in FactTopic
            if topic.group == "facility" and topic is not FactTopic.TOILET
        },
        FactTopic.PARKING: {"text": "20 platser"},
        FactTopic.PATH_WIDTH: {"cm": 120},
        FactTopic.SLOPE: {"percent": 6.5},
        FactTopic.LEVEL_ACCESS: {"ok": False},
        FactTopic.DOG: {"answer": "partly"},
        FactTopic.SEASON: {"start": "04-01", "end": "09-30"},
        FactTopic.OPENING_HOURS: {
            "hours": [
                {"dayOfWeek": ["Monday", "Tuesday"], "opens": "09:00", "closes": "16:00"},
                {"validFrom": "2026-12-24", "validThrough": "2026-12-26"},
            ]
        },
        FactTopic.BY_BUS: {"text": "Buss 701", "metres": 600},
        FactTopic.RULE: {"text": "Elda inte."},
    }
    width = facts_of(place)[FactTopic.PATH_WIDTH]
    assert (width.measured_by, str(width.measured_on)) == ("Rut", "2026-09-01")
    assert width.source == "Katrineholms kommun"
    assert width.check_by is not None
    before = facts_of(place)
    assert save(editor, place).location == place, "the page as it stands says what is stored"
    assert {t: (f.id, f.value) for t, f in facts_of(place).items()} == {
        t: (f.id, f.value) for t, f in before.items()
    }


@pytest.mark.parametrize(
    ("topic", "part", "typed"),
    [
        ("access.path_width", "cm", "bred"),
        ("access.slope", "percent", "200"),
        ("access.steps", "count", "-1"),
        ("access.surface", "text", "x" * 201),
        ("facility.parking", "check_by", "i vår"),
        ("facility.parking", "source_url", "javascript:alert(1)"),
        ("access.path_width", "measured_on", "2199-01-01"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_lost(
    editor: FlaskClient, place: str, topic: str, part: str, typed: str
) -> None:
    page = save(editor, place, action="add", add=[topic]).text
    key = topic.replace(".", "-")
    number = {"access.path_width": "cm"}.get(topic, "")
    more = {f"{key}-{number}": "120"} if number and part != number else {}
    answer = save(
        editor,
        place,
        page,
        **{f"{key}-{part}": typed, "about-introduction-text": "Högt upp."},
        **more,
    )
    assert answer.status_code == 422
    assert f'href="#{key}-{part}"' in answer.text
    assert html.escape(typed) in answer.text
    assert "Högt upp." in answer.text
    assert facts_of(place) == {}


def test_the_register_s_words_are_shown_and_not_editable(editor: FlaskClient) -> None:
    with reading(Scope.public()) as session:
        reserve = session.scalars(
            select(OfficialPlace)
            .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
            .where(Municipality.slug == "katrineholm", OfficialPlace.register != "own")
            .limit(1)
        ).one()
    path = f"{DESK}{public_id.encode(reserve.id)}"
    page = editor.get(path).text
    assert reserve.name in page
    assert reserve.source in page
    assert "name" not in fields_of(page)
    answer = save(editor, path, name="Kapad", kind="castle", coordinates="58.9, 16.3")
    assert answer.status_code == 303
    with reading(Scope.public()) as session:
        assert session.get_one(OfficialPlace, reserve.id).name == reserve.name
    gone = send(editor, f"{path}/dra-tillbaka", {"seen": "0"})
    assert gone.status_code == 409


def test_the_second_of_two_editors_sees_both_and_loses_nothing(
    editor: FlaskClient, sign_in: SignIn, place: str
) -> None:
    assert save(editor, place, add=["facility.bench"]).status_code == 303
    mine = editor.get(place).text
    colleague = sign_in("admin@example.se")
    theirs = {"facility-bench-text": "tre bänkar", "add": ["facility.cafe"]}
    assert save(colleague, place, **theirs).status_code == 303
    answer = save(editor, place, mine, **{"facility-bench-text": "två bänkar", "name": "Udden"})
    assert answer.status_code == 409
    assert "Amina Administratör" in answer.text
    assert "tre bänkar" in answer.text
    fields = fields_of(answer.text)
    assert fields["facility-bench-text"] == "två bänkar"
    assert fields["name"] == "Udden"
    assert "facility-cafe" in fields.getlist("fact")
    assert facts_of(place)[FactTopic.BENCH].value == {"text": "tre bänkar"}
    assert save(editor, place, answer.text).status_code == 303
    assert facts_of(place)[FactTopic.BENCH].value == {"text": "två bänkar"}
    assert FactTopic.CAFE in facts_of(place)


def test_a_saving_is_undone_from_the_page_and_told_in_words(
    editor: FlaskClient, place: str
) -> None:
    saved = save(editor, place, add=["facility.bench"])
    page = editor.get(saved.location).text
    assert "Ångra" in page
    save(editor, place, **{"facility-bench-text": "två bänkar"})
    history = editor.get(f"{place}/historik").text
    assert "<ins>två bänkar</ins>" in history
    assert "Rasmus Redaktör" in history
    undone = send(editor, f"{place}/angra", {"seen": "3", "number": "1"})
    assert undone.status_code == 303
    assert facts_of(place) == {}
    late = send(editor, f"{place}/angra", {"seen": "3", "number": "2"})
    assert late.status_code == 409


def test_pictures_are_taken_in_with_their_words_and_put_in_order(
    editor: FlaskClient, place: str
) -> None:
    def add(alt: str, credit: str) -> TestResponse:
        file = BytesIO()
        make_picture((64, 48)).save(file, "PNG")
        file.seek(0)
        return save(editor, place, picture=(file, "a.png"), picture_alt=alt, picture_credit=credit)

    refused = add("Ån i motljus", "")
    assert refused.status_code == 422
    assert 'href="#picture_credit"' in refused.text
    assert "Ån i motljus" in refused.text
    forgotten = save(editor, place, picture_alt="Ån i motljus", picture_credit="Rut")
    assert forgotten.status_code == 422
    for alt in ("Ån i motljus", "Ån i dimma"):
        answer = add(alt, "Rut")
        assert answer.status_code == 303, trouble(answer)
    page = editor.get(place).text
    first, second = fields_of(page).getlist("picture-row")
    assert page.index("Ån i motljus") < page.index("Ån i dimma")
    assert editor.get(f"/media/{first}/full.webp").status_code == 200
    save(editor, place, page, **{"picture-first": second, f"picture-{first}-alt": "Ån i sol"})
    page = editor.get(place).text
    assert fields_of(page).getlist("picture-row") == [second, first]
    save(editor, place, page, **{f"picture-{second}-remove": "yes"})
    assert fields_of(editor.get(place).text).getlist("picture-row") == [first]


def test_a_fact_past_its_day_is_listed_and_checked(editor: FlaskClient, place: str) -> None:
    save(editor, place, add=["facility.bench"])
    save(editor, place, **{"facility-bench-check_by": OLD, "name": "Sena udden"})
    page = editor.get(f"{DESK}att-kontrollera").text
    assert "Sena udden" in page
    assert "Sena udden" in editor.get(f"{DESK}?visa=kontroll").text
    fact = facts_of(place)[FactTopic.BENCH]
    answer = send(editor, f"{DESK}att-kontrollera/{public_id.encode(fact.id)}", {})
    assert answer.status_code == 303
    assert "Sena udden" not in editor.get(f"{DESK}att-kontrollera").text
    checked = facts_of(place)[FactTopic.BENCH].check_by
    assert checked
    assert checked > datetime.now(UTC).date() + timedelta(days=300)


def test_units_are_named_changed_and_removed(editor: FlaskClient, place: str) -> None:
    path = f"{DESK}enheter"
    made = send(editor, path, {"name": "Parkenheten", "email": "park@example.se"})
    assert made.status_code == 303
    again = send(editor, path, {"name": "parkenheten", "email": "park@example.se"})
    assert again.status_code == 422
    assert send(editor, path, {"name": "X", "email": "ingen"}).status_code == 422
    unit = re.search(r'id="name-(\w{22})" name="name" value="Parkenheten"', editor.get(path).text)
    assert unit
    assert save(editor, place, unit=unit[1]).status_code == 303
    used = send(editor, f"{path}/{unit[1]}/ta-bort", {})
    assert used.status_code == 409
    renamed = send(editor, f"{path}/{unit[1]}", {"name": "Park", "email": "p@example.se"})
    assert renamed.status_code == 303
    assert save(editor, place, unit="").status_code == 303
    assert send(editor, f"{path}/{unit[1]}/ta-bort", {}).status_code == 303


def test_withdrawing_takes_it_off_the_map_and_back(editor: FlaskClient, place: str) -> None:
    around = "/api/v1/collections/places/items?bbox=16.19,58.98,16.21,59.0"
    key = public_id.encode(id_in(place))
    assert send(editor, f"{place}/dra-tillbaka", {"seen": "1"}).status_code == 303
    assert "Utsikten vid ån" in editor.get(f"{DESK}?visa=borttagna").text
    assert key not in editor.get(around).text
    assert send(editor, f"{place}/visa-igen", {"seen": "2"}).status_code == 303
    assert key in editor.get(around).text


def test_nothing_of_another_municipality_can_be_opened(editor: FlaskClient) -> None:
    with reading(Scope.public()) as session:
        trail_id = session.scalars(
            select(Trail.id)
            .join(Municipality, Municipality.id == Trail.municipality_id)
            .where(Municipality.slug == "vaxjo")
            .limit(1)
        ).one()
    path = f"{DESK}{public_id.encode(trail_id)}"
    for answer in (
        editor.get(path),
        editor.get(f"{path}/historik"),
        send(editor, path, {"seen": "0", "action": "save"}),
        send(editor, f"{path}/angra", {"seen": "0", "number": "0"}),
    ):
        assert answer.status_code == 404
