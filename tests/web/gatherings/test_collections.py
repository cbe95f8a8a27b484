"""Collections and walks through the pages: made, reviewed, read, and taken back."""

from __future__ import annotations

import html
import re
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import CollectionKind, CollectionStatus
from tests.factories.gatherings import make_collection, publish_stop
from tests.factories.story import withdraw
from tests.factories.tokens import send


def judge(moderator: FlaskClient, case: str, **fields: str) -> TestResponse:
    """Decide on a collection as it stands on the moderator's page."""
    read = re.search(r'name="seen"[^>]* value="([^"]+)"', moderator.get(case).text)
    return send(moderator, case, seen=read[1] if read else "", **fields)


def begin_collection(resident: FlaskClient, story_id: UUID, title: str) -> str:
    """From a story's page by *Lägg i samling*; answers the address of the draft."""
    page = resident.get(f"/katrineholm/berattelser/{public_id.encode(story_id)}").text
    [link] = re.findall(r'href="([^"]*/samlingar/lagg-i[^"]*)"', page)
    form = resident.get(html.unescape(link)).text
    [story] = re.findall(r'name="story" type="hidden" value="([^"]+)"', form)
    answer = send(resident, "/katrineholm/samlingar/lagg-i", story=story, title=title)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_walk_is_made_reviewed_and_read(
    client: FlaskClient,
    resident: FlaskClient,
    moderator: FlaskClient,
    owner: Person,
    municipality: MunicipalityInfo,
) -> None:
    ids = [publish_stop(municipality, owner, f"Vandringens {n}", east_m=400 * n) for n in range(3)]
    draft = begin_collection(resident, ids[0], "Utmed ån")
    for story_id in ids[1:]:
        key = draft.rpartition("/")[2].partition("#")[0]
        send(
            resident,
            "/katrineholm/samlingar/lagg-i",
            story=public_id.encode(story_id),
            collection=key,
        )
    words = {
        "title": "Utmed ån",
        "kind": "walk",
        "introduction": "Gå långsamt.",
        "author_label": "Ingrid",
    }
    keys = [public_id.encode(each) for each in ids]
    up = send(
        resident, draft, **words, **{f"note-{keys[2]}": "Här vilar vi."}, action=f"up:{keys[2]}"
    )
    assert up.status_code == 303
    assert f"#s-{keys[2]}" in up.location
    assert send(resident, draft, **words, action="submit").location == "/konto/samlingar/"
    public = "/katrineholm/samlingar/" + draft.rpartition("/")[2]
    assert client.get(public).status_code == 404
    queue = moderator.get("/katrineholm/granska/samlingar/").text
    assert "Utmed ån" in queue
    case = "/katrineholm/granska/samlingar/" + draft.rpartition("/")[2]
    assert "Här vilar vi." in moderator.get(case).text
    assert judge(moderator, case, action="publish").status_code == 303
    shown = client.get(public).text
    order = [shown.index(f"Allt om Vandringens {n}.") for n in (0, 2, 1)]
    assert order == sorted(order)
    assert "Gå långsamt." in shown
    assert "800 m till nästa stopp" in shown
    assert "Ingrid" in shown
    assert '<noscript><div class="map-frame"><svg' in shown
    story_page = client.get(f"/katrineholm/berattelser/{keys[1]}").text
    assert public in story_page
    withdraw(ids[2], owner)
    after = client.get(public).text
    assert "Vandringens 2" not in after
    assert "400 m till nästa stopp" in after
    mine = resident.get(draft).text
    assert "Vandringens 2" not in mine


def test_a_collection_that_is_refused_says_why_and_can_be_sent_in_again(
    client: FlaskClient,
    resident: FlaskClient,
    moderator: FlaskClient,
    owner: Person,
    municipality: MunicipalityInfo,
) -> None:
    story_id = publish_stop(municipality, owner, "Ensamt skidspår")
    draft = begin_collection(resident, story_id, "Refuserad samling")
    words = {"title": "Refuserad samling", "kind": "collection"}
    assert send(resident, draft, **words, action="submit").status_code == 303
    case = "/katrineholm/granska/samlingar/" + draft.rpartition("/")[2]
    assert judge(moderator, case, action="reject").status_code == 422
    assert (
        judge(moderator, case, action="reject", reason="Rubriken stämmer inte.").status_code == 303
    )
    assert judge(moderator, case, action="publish").status_code == 422  # decided already
    assert "Rubriken stämmer inte." in resident.get("/konto/samlingar/").text
    assert "Refuserad samling" not in client.get("/katrineholm/samlingar/").text
    assert send(resident, draft, **words, action="save").status_code == 409
    assert send(resident, f"{draft}/oppna").status_code == 303
    assert send(resident, draft, **words, action="submit").status_code == 303
    assert judge(moderator, case, action="publish").status_code == 303
    assert "Refuserad samling" in client.get("/katrineholm/samlingar/").text
    assert send(resident, f"{draft}/kasta").status_code == 303
    assert "Refuserad samling" not in client.get("/katrineholm/samlingar/").text


def test_what_was_changed_while_the_moderator_read_is_read_again(
    client: FlaskClient,
    resident: FlaskClient,
    moderator: FlaskClient,
    owner: Person,
    municipality: MunicipalityInfo,
) -> None:
    draft = begin_collection(resident, publish_stop(municipality, owner, "Hamnen"), "Snäll rubrik")
    words = {"title": "Snäll rubrik", "kind": "collection"}
    assert send(resident, draft, **words, action="submit").status_code == 303
    case = "/katrineholm/granska/samlingar/" + draft.rpartition("/")[2]
    seen = re.search(r'name="seen"[^>]* value="([^"]+)"', moderator.get(case).text)[1]
    assert send(resident, f"{draft}/oppna").status_code == 303
    changed = words | {"title": "Elak rubrik"}
    assert send(resident, draft, **changed, action="submit").status_code == 303
    answer = send(moderator, case, seen=seen, action="publish")
    assert answer.status_code == 409
    assert "ändrades medan du läste" in answer.text
    assert "Elak rubrik" not in client.get("/katrineholm/samlingar/").text
    assert judge(moderator, case, action="publish").status_code == 303


def test_others_have_no_way_into_a_draft(
    app: Flask,
    resident: FlaskClient,
    moderator: FlaskClient,
    owner: Person,
    municipality: MunicipalityInfo,
) -> None:
    draft = begin_collection(resident, publish_stop(municipality, owner, "Gömd stig"), "Bara min")
    for path in ("", "/oppna", "/kasta"):
        assert send(moderator, draft + path, title="Stulen", kind="walk").status_code == 404
    assert moderator.get(draft).status_code == 404
    case = "/katrineholm/granska/samlingar/" + draft.rpartition("/")[2]
    assert moderator.get(case).status_code == 404
    assert app.test_client().get(draft).status_code == 303
    assert 'value="Bara min"' in resident.get(draft).text


def test_too_few_stories_and_names_that_pretend_are_said(
    resident: FlaskClient, owner: Person, municipality: MunicipalityInfo
) -> None:
    draft = begin_collection(
        resident, publish_stop(municipality, owner, "Ensamt stopp"), "Kort vandring"
    )
    answer = send(resident, draft, title="Kort vandring", kind="walk", action="submit")
    assert answer.status_code == 422
    assert "Lägg i minst 2 berättelser" in answer.text
    answer = send(
        resident,
        draft,
        title="Kort",
        kind="walk",
        author_label="Katrineholms kommun",
        action="save",
    )
    assert answer.status_code == 422


def test_a_stop_is_heard_on_the_way_until_its_story_is_withdrawn(
    app: Flask, client: FlaskClient, owner: Person, municipality: MunicipalityInfo
) -> None:
    """Withdrawn, its sound is gone from the walk; so is a hidden story's in a collection."""
    ids = [
        publish_stop(
            municipality,
            owner,
            f"Ljud {n}",
            east_m=50 * n,
            store=app.extensions["files"] if n < 2 else None,
        )
        for n in range(3)
    ]
    with app.test_request_context(), transaction(Scope.operator()) as session:
        made = make_collection(session, municipality.id, owner=owner, stories=ids, title="Att höra")
    page = f"/katrineholm/samlingar/{public_id.encode(made)}"
    shown = client.get(page).text
    found = re.findall(r'<audio[^>]* src="([^"]+)"', shown)
    assert len(found) == 2
    assert all(client.get(each).status_code == 200 for each in found)
    assert "js/stories/player" in shown
    withdraw(ids[0], owner)
    left = re.findall(r'<audio[^>]* src="([^"]+)"', client.get(page).text)
    assert left == found[1:]
    assert client.get(found[0]).status_code == 404


def test_a_collection_nobody_has_read_is_on_no_page(
    app: Flask,
    client: FlaskClient,
    resident: FlaskClient,
    owner: Person,
    municipality: MunicipalityInfo,
) -> None:
    """Sent in, not yet decided on: only whoever made it and the moderators see it."""
    story_id = publish_stop(municipality, owner, "Oläst stopp")
    doors = ("/katrineholm/samlingar/", f"/katrineholm/berattelser/{public_id.encode(story_id)}")
    for status in (CollectionStatus.DRAFT, CollectionStatus.PENDING, CollectionStatus.REJECTED):
        title = f"Oläst {status}"
        with app.test_request_context(), transaction(Scope.operator()) as session:
            made = make_collection(
                session,
                municipality.id,
                owner=owner,
                stories=[story_id],
                status=status,
                title=title,
                kind=CollectionKind.COLLECTION,
            )
        page = f"/katrineholm/samlingar/{public_id.encode(made)}"
        for reader in (client, resident):
            assert reader.get(page).status_code == 404, status
            assert [door for door in doors if title in reader.get(door).text] == []
    print("collections nobody has read: tried 3, shown 0")
