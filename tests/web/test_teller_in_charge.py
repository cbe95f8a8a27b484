"""The teller stays in charge: name, licence, deletion, telling for somebody, hints."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import AuditEntry, Story, StoryVersion, Subscription, TellerLink
from geostories.vocabulary import DecisionAction, FollowedKind, StoryStatus
from tests.factories.guests import (
    begin_as_guest,
    kept_link,
    open_link,
    post,
    settle,
    story_id_of,
    story_of,
)
from tests.factories.photos import make_jpeg
from tests.factories.post import deliver, link_in
from tests.factories.subscriptions import make_order
from tests.factories.telling import Teller

NAME = "Berit Berättarsdotter"


def published(app: Flask, **given: str) -> Teller:
    """A guest's story that everybody reads."""
    guest = begin_as_guest(app)
    assert guest.tell(teller_name=NAME, byline="name", **given).status_code == 303
    settle(guest, DecisionAction.PUBLISH)
    return guest


def key_of(teller: Teller) -> str:
    return teller.story.rpartition("/")[2]


def answers(app: Flask, teller: Teller) -> str:
    """All that visitors get of the story."""
    reader = app.test_client()
    key = key_of(teller)
    paths = (
        f"/katrineholm/berattelser/{key}",
        "/katrineholm/berattelser/",
        "/katrineholm/?q=Bryggan",
        f"/api/v1/collections/stories/items/{key}",
        "/api/v1/collections/stories/items?municipality=katrineholm&limit=200",
    )
    pages = [reader.get(path) for path in paths]
    assert {page.status_code for page in pages} == {200}
    return "\n".join(page.text for page in pages)


def test_a_name_is_changed_everywhere_at_once_and_nobody_reads_it_first(app: Flask) -> None:
    guest = published(app)
    assert NAME in answers(app, guest)
    revision = story_of(guest).revision
    path = f"/konto/berattelser/{key_of(guest)}/namn"
    for byline, shown in (("first_name", "Berit"), ("anonymous", "Anonym"), ("name", NAME)):
        assert post(guest.client, path, byline=byline).status_code == 303
        found = answers(app, guest)
        assert shown in found
        assert (NAME in found) == (byline == "name")
    with reading(Scope.operator()) as session:
        entries = session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "change_byline")
        ).all()
    assert story_of(guest).revision == revision + 3
    assert [entry["byline"] for entry in entries] == ["first_name", "anonymous", "name"]
    assert NAME not in json.dumps(entries)


@pytest.mark.parametrize("verb", ["namn", "radera"])
def test_whoever_follows_an_old_name_follows_it_no_more(app: Flask, verb: str) -> None:
    guest = published(app)
    story = story_of(guest)
    follows = {"kind": FollowedKind.TELLER, "label": NAME, "address": "lasare@example.se"}
    with transaction(Scope.operator()) as session:
        for teller_id in (story.owner_id, uuid4()):
            make_order(
                session, story.municipality_id, order_id=uuid4(), teller_id=teller_id, **follows
            )
    post(guest.client, f"/konto/berattelser/{key_of(guest)}/{verb}", byline="first_name")
    with reading(Scope.operator()) as session:
        left = session.scalars(select(Subscription.teller_id)).all()
    assert len(left) == 1
    assert story.owner_id not in left


def test_an_old_name_does_not_come_back_when_the_story_is_shown_again(app: Flask) -> None:
    guest = published(app)
    settle(guest, DecisionAction.HIDE)
    post(guest.client, f"/konto/berattelser/{key_of(guest)}/namn", byline="anonymous")
    settle(guest, DecisionAction.RESTORE)
    assert NAME not in answers(app, guest)


def test_who_has_given_no_name_has_none_to_show(app: Flask) -> None:
    guest = begin_as_guest(app)
    guest.tell(byline="name")
    post(guest.client, f"/konto/berattelser/{key_of(guest)}/namn", byline="name")
    assert "Vi vet inte vad du heter" in guest.client.get("/konto/berattelser").text


@pytest.mark.parametrize("name", ["Katrineholms kommun", "Kom\u200bmunen"])
def test_nobody_passes_for_the_municipality(app: Flask, name: str) -> None:
    guest = begin_as_guest(app)
    answer = guest.tell(teller_name=name)
    assert answer.status_code == 422
    assert 'id="teller_name-error-1"' in answer.text


def test_licence_and_language_stand_on_the_page(app: Flask) -> None:
    guest = published(app, licence="cc_by_sa", language="fi")
    page = app.test_client().get(f"/katrineholm/berattelser/{key_of(guest)}").text
    assert "CC BY-SA 4.0" in page
    assert 'lang="fi"' in page
    story = story_of(guest)
    assert (story.licence, story.language) == ("cc_by_sa", "fi")


def test_unknown_choices_are_as_at_the_beginning(app: Flask) -> None:
    guest = begin_as_guest(app)
    guest.tell(licence="mit", language="xx", byline="nick")
    with reading(Scope.operator()) as session:
        version = session.scalars(
            select(StoryVersion).where(StoryVersion.story_id == story_id_of(guest))
        ).one()
    assert (version.licence, version.language, version.byline) == ("all_rights", "sv", "anonymous")


def test_recognisable_people_must_have_agreed(app: Flask, moderator: FlaskClient) -> None:
    guest = begin_as_guest(app)
    assert guest.tell(people_shown="y").status_code == 422
    assert story_of(guest).status is StoryStatus.DRAFT
    assert guest.tell(people_shown="y", people_agree="y").status_code == 303
    case = moderator.get(f"/katrineholm/granska/{key_of(guest)}").text
    assert "Personer på bilderna går att känna igen." in case


def test_a_deleted_story_leaves_ids_and_nothing_else(app: Flask) -> None:
    guest = begin_as_guest(app)
    guest.upload((make_jpeg(), "a.jpg"))
    name = guest.page("berattelse").partition('name="alt-')[2].partition('"')[0]
    guest.write(**{f"alt-{name}": "En gul rund sak"})
    assert guest.tell(teller_name=NAME).status_code == 303
    settle(guest, DecisionAction.PUBLISH)
    folder = app.config["SETTINGS"].home / "media"
    files = list(folder.rglob(f"{name}-*"))
    assert files
    assert app.test_client().get(f"/media/{name}/full.webp").status_code == 200
    story_id = story_id_of(guest)
    answer = post(guest.client, f"/konto/berattelser/{key_of(guest)}/radera")
    assert answer.status_code == 303
    assert [file for file in files if file.exists()] == []
    assert app.test_client().get(f"/media/{name}/full.webp").status_code == 404
    with reading(Scope.operator()) as session:
        tables = session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        holding = {
            table
            for table in tables
            if session.scalar(
                text(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE :id'),
                {"id": f"%{story_id}%"},
            )
        }
        told = session.scalars(select(Story).where(Story.id == story_id)).all()
    print(f"tables: searched {len(tables)}, holding the id {sorted(holding)}")
    assert told == []
    assert holding <= {"audit_entry", "case_file", "decision", "erasure", "outgoing_mail"}


def test_staff_write_down_what_somebody_else_tells_and_they_take_it_over(
    app: Flask, moderator: FlaskClient
) -> None:
    staff = Teller(moderator).begin()
    staff.write()
    answer = staff.send(voice="another", teller_name=NAME, byline="first_name")
    assert answer.status_code == 303, answer.text[:3000]
    story = story_of(staff)
    assert (story.is_guest, story.status) == (True, StoryStatus.PENDING)
    assert story.entered_by
    assert story.owner_id != story.entered_by
    page = moderator.get(answer.location).text
    assert "Till den som berättade" in page
    assert "nyckel=" not in moderator.get(answer.location).text
    assert "Bryggan" not in moderator.get("/konto/berattelser").text
    teller = app.test_client()
    for _ in range(2):  # the paper goes on working
        assert open_link(teller, kept_link(page)).status_code == 303
        assert "Nedskriven åt dig av kommunen." in teller.get("/konto/berattelser").text
    assert (
        "Nedskriven av en anställd" in moderator.get(f"/katrineholm/granska/{key_of(staff)}").text
    )


def test_what_was_taken_over_has_no_link_for_who_wrote_it_down(
    app: Flask, moderator: FlaskClient, resident: FlaskClient
) -> None:
    first, second = Teller(moderator).begin(), Teller(moderator).begin()
    first.write()
    thanked = first.send(voice="another", teller_name=NAME, byline="first_name").location
    assert open_link(resident, kept_link(moderator.get(thanked).text)).status_code == 303
    second.write()
    second.send(voice="another", teller_name=NAME, byline="first_name")  # its answer gets lost
    assert "nyckel=" not in moderator.get(thanked).text
    with reading(Scope.operator()) as session:
        of_account = TellerLink.person_id == story_of(first).owner_id
        assert session.scalars(select(TellerLink).where(of_account)).all() == []


def test_told_for_somebody_with_an_address_is_mailed_to_them(
    app: Flask, moderator: FlaskClient
) -> None:
    staff = Teller(moderator).begin()
    staff.write()
    staff.send(voice="another", teller_name=NAME, email="berit@example.se")
    (mail,) = deliver(app)
    assert mail["To"] == "berit@example.se"
    teller = app.test_client()
    assert open_link(teller, link_in(mail)).status_code == 303
    assert "Bryggan vi aldrig fick bygga" in teller.get("/konto/berattelser").text
    assert not story_of(staff).is_guest


def test_told_for_somebody_twice_is_once(app: Flask, moderator: FlaskClient) -> None:
    staff = Teller(moderator).begin()
    staff.write()
    form = {"submission_key": staff.key(), "voice": "another", "rights": "y", "byline": "anonymous"}
    assert {staff.post("skicka-in", form).status_code for _ in range(4)} == {303}
    with reading(Scope.operator()) as session:
        versions = session.scalars(
            select(StoryVersion).where(StoryVersion.story_id == story_id_of(staff))
        ).all()
    assert len(versions) == 1


def test_residents_write_nothing_down_for_others(resident: FlaskClient) -> None:
    teller = Teller(resident).begin()
    teller.write()
    assert "Jag skriver ner den åt någon annan" not in teller.page("granska")
    assert teller.send(voice="another").status_code == 403
    assert story_of(teller).status is StoryStatus.DRAFT


PERSONAL = "Ring Nils Olsson på 070-174 06 05, han bor på Djulögatan 51. Född 811218-9876."


def test_hints_are_given_before_sending_and_to_the_moderator_and_hold_nothing_up(
    app: Flask, moderator: FlaskClient
) -> None:
    guest = begin_as_guest(app, body=PERSONAL)
    page = guest.page("granska")
    for words in ("Nils Olsson", "070-174 06 05", "Djulögatan 51", "811218-9876"):
        assert f"”{words}”" in page
    assert guest.tell().status_code == 303
    case = moderator.get(f"/katrineholm/granska/{key_of(guest)}").text
    assert "Kan vara personuppgifter" in case
    assert "”811218-9876”" in case
    settle(guest, DecisionAction.PUBLISH)
    assert "ser ut som ett personnummer" not in answers(app, guest)


def test_an_ordinary_story_has_no_hints(app: Flask) -> None:
    assert "Titta gärna på det här" not in begin_as_guest(app).page("granska")


def test_the_page_shows_what_everyone_sees(app: Flask) -> None:
    page = begin_as_guest(app).page("granska")
    assert "Det här ser alla" in page
    assert "en ring på 300 meter" in page
