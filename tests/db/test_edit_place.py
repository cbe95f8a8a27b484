"""Editors change what the municipality says of a place: written down, told apart, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import place_editing, units
from geostories.domain.permissions import Grant, Person
from geostories.domain.place_changes import compare, merge
from geostories.domain.place_editing import Editor
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import AuditEntry, OfficialPlace, Picture, Revision, Trail, VisitorFact
from geostories.queries import place_editing as desk
from geostories.queries.municipalities import MunicipalityInfo, get_municipality
from geostories.queries.place_content import (
    EditedFact,
    EditedPicture,
    OwnPlace,
    PlaceContent,
    find_thing,
    newest_number,
    read_content,
)
from geostories.vocabulary import FactTopic, PlaceKind, Role
from tests.factories.person import make_person

TODAY = date(2026, 11, 21)
VIEW = OwnPlace(PlaceKind.VIEWPOINT, "Utsikten vid ån", "", (16.2, 58.99))


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module: each makes its own place."""
    return standing


@pytest.fixture(scope="module")
def town(app: Flask) -> MunicipalityInfo:
    """Katrineholm."""
    with reading(Scope.public()) as session:
        return get_municipality(session, "katrineholm")


@pytest.fixture(scope="module")
def editor(app: Flask, town: MunicipalityInfo) -> Editor:
    """Somebody with the editor's role there, and a name."""
    with app.test_request_context(), transaction(Scope.operator()) as session:
        person = make_person(session, "rut@example.se", role=Role.EDITOR, municipality_id=town.id)
    return Editor(person, town.id, TODAY)


@pytest.fixture
def session(town: MunicipalityInfo) -> Iterator[Session]:
    """The municipality's scope; what a test writes is rolled back."""
    with reading(Scope.municipality(town.id)) as session:
        yield session


@pytest.fixture
def place_id(session: Session, editor: Editor) -> UUID:
    """A place of the municipality's own."""
    return place_editing.create(session, editor=editor, own=VIEW, source="Katrineholm")


def fact(topic: FactTopic, value: dict[str, object], **more: object) -> EditedFact:
    return EditedFact(id=uuid4(), topic=topic, value=value, **more)  # type: ignore[arg-type]


def content_of(session: Session, editor: Editor, thing_id: UUID) -> PlaceContent:
    thing = find_thing(session, thing_id=thing_id, municipality_id=editor.municipality_id)
    return read_content(session, thing)


def add(session: Session, editor: Editor, thing_id: UUID, seen: int, *facts: EditedFact) -> int:
    before = content_of(session, editor, thing_id)
    content = replace(before, facts=before.facts + facts)
    return place_editing.save(session, thing_id=thing_id, editor=editor, seen=seen, content=content)


def test_a_saving_leaves_a_revision_and_a_line_in_the_log(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    toilet = fact(FactTopic.TOILET, {"text": " vid parkeringen "}, check_by=date(2027, 5, 1))
    assert add(session, editor, place_id, 1, toilet) == 2
    kept = content_of(session, editor, place_id)
    assert [(each.topic, each.value) for each in kept.facts] == [
        (FactTopic.TOILET, {"text": "vid parkeringen"})
    ]
    thing = find_thing(session, thing_id=place_id, municipality_id=editor.municipality_id)
    lines = desk.list_revisions(session, thing, limit=10)
    assert [(line.number, line.who) for line in lines] == [(2, "Rut"), (1, "Rut")]
    assert lines[0].content == kept
    logged = session.execute(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.details)
        .where(AuditEntry.subject_id == place_id)
        .order_by(AuditEntry.at)
    ).all()
    assert [tuple(row) for row in logged] == [
        ("create_place", editor.person.id, {"revision": 1}),
        ("edit_place", editor.person.id, {"revision": 2}),
    ]


def test_revision_and_row_are_written_together_or_not_at_all(
    town: MunicipalityInfo, editor: Editor
) -> None:
    with transaction(Scope.municipality(town.id)) as session:
        place_id = place_editing.create(session, editor=editor, own=VIEW, source="Katrineholm")

    def save_and_fail() -> None:
        with transaction(Scope.municipality(town.id)) as session:
            add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": "två"}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    with reading(Scope.municipality(town.id)) as session:
        assert content_of(session, editor, place_id).facts == ()
        for model, about in ((Revision, Revision.place_id), (AuditEntry, AuditEntry.subject_id)):
            rows = select(func.count()).select_from(model).where(about == place_id)
            assert session.scalar(rows) == 1


def test_saving_what_stands_already_writes_nothing(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": "två"}))
    assert add(session, editor, place_id, 2) == 2
    thing = find_thing(session, thing_id=place_id, municipality_id=editor.municipality_id)
    assert newest_number(session, thing) == 2


def test_undo_saves_an_older_revision_anew(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": "två"}))
    moved = replace(
        content_of(session, editor, place_id),
        own=replace(VIEW, name="Udden", point=(16.25, 58.95), is_approximate=True),
        facts=(),
    )
    place_editing.save(session, thing_id=place_id, editor=editor, seen=2, content=moved)
    assert content_of(session, editor, place_id) == moved
    assert place_editing.undo(session, thing_id=place_id, editor=editor, seen=3, number=2) == 4
    back = content_of(session, editor, place_id)
    assert back.own == VIEW
    assert [each.value for each in back.facts] == [{"text": "två"}]
    assert place_editing.undo(session, thing_id=place_id, editor=editor, seen=4, number=3) == 5
    assert content_of(session, editor, place_id) == moved
    with pytest.raises(NotFound):
        place_editing.undo(session, thing_id=place_id, editor=editor, seen=5, number=17)


def test_what_a_register_holds_keeps_how_it_was_before_the_first_change(
    session: Session, editor: Editor
) -> None:
    trail_id = session.scalars(
        select(Trail.id).where(Trail.municipality_id == editor.municipality_id).limit(1)
    ).one()
    before = content_of(session, editor, trail_id)
    assert before.own is None
    ban = fact(FactTopic.ACCESS_BAN, {"text": "Häckning", "start": "02-01", "end": "07-31"})
    assert add(session, editor, trail_id, 0, ban) == 1
    assert place_editing.undo(session, thing_id=trail_id, editor=editor, seen=1, number=0) == 2
    assert content_of(session, editor, trail_id) == before
    with pytest.raises(StateError):
        place_editing.withdraw(session, thing_id=trail_id, editor=editor, seen=2, gone=True)


def test_an_own_place_is_withdrawn_and_shown_again(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    place_editing.withdraw(session, thing_id=place_id, editor=editor, seen=1, gone=True)
    place = session.get_one(OfficialPlace, place_id)
    assert place.withdrawn_at is not None
    place_editing.withdraw(session, thing_id=place_id, editor=editor, seen=2, gone=False)
    assert place.withdrawn_at is None


def test_who_saves_second_is_told_and_both_can_be_had(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": "två"}))
    base = content_of(session, editor, place_id)
    bench = base.facts[0]
    theirs = replace(
        base,
        facts=(replace(bench, value={"text": "tre"}), fact(FactTopic.TOILET, {"text": ""})),
    )
    mine = replace(
        base,
        own=replace(VIEW, name="Udden"),
        facts=(replace(bench, value={"text": "fyra"}), fact(FactTopic.CAFE, {"text": ""})),
    )
    place_editing.save(session, thing_id=place_id, editor=editor, seen=2, content=theirs)
    with pytest.raises(Conflict):
        place_editing.save(session, thing_id=place_id, editor=editor, seen=2, content=mine)
    merged, clashes = merge(base, content_of(session, editor, place_id), mine)
    assert {each.topic: each.value["text"] for each in merged.facts} == {
        FactTopic.BENCH: "fyra",
        FactTopic.TOILET: "",
        FactTopic.CAFE: "",
    }
    assert merged.own is not None
    assert merged.own.name == "Udden"
    assert [(each.before.value["text"], each.after.value["text"]) for each in clashes] == [
        ("tre", "fyra")
    ]
    assert (
        place_editing.save(session, thing_id=place_id, editor=editor, seen=3, content=merged) == 4
    )


def test_of_two_at_the_same_moment_one_saves(town: MunicipalityInfo, editor: Editor) -> None:
    with transaction(Scope.municipality(town.id)) as session:
        place_id = place_editing.create(session, editor=editor, own=VIEW, source="Katrineholm")

    def save(words: str) -> int:
        with transaction(Scope.municipality(town.id)) as session:
            return add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": words}))

    with ThreadPoolExecutor(1) as pool:
        with transaction(Scope.municipality(town.id)) as session:
            add(session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": "två"}))
            session.flush()
            second = pool.submit(save, "tre")
            assert not wait([second], timeout=1).done, "who comes second waits for the first"
        with pytest.raises(Conflict):
            second.result()
    with reading(Scope.municipality(town.id)) as session:
        thing = find_thing(session, thing_id=place_id, municipality_id=town.id)
        assert [line.number for line in desk.list_revisions(session, thing, limit=9)] == [2, 1]


def test_what_one_takes_away_and_the_other_changes_is_kept(editor: Editor) -> None:
    bench = fact(FactTopic.BENCH, {"text": "två"})
    base = PlaceContent(facts=(bench,))
    changed = PlaceContent(facts=(replace(bench, value={"text": "tre"}),))
    for theirs, mine in ((changed, PlaceContent()), (PlaceContent(), changed)):
        merged, clashes = merge(base, theirs, mine)
        assert merged == changed
        assert len(clashes) == 1
    assert merge(base, PlaceContent(), base) == (PlaceContent(), [])
    assert compare(base, PlaceContent(facts=(replace(bench, id=uuid4()),))) == []


def test_pictures_that_are_taken_away_come_back(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    picture = Picture(
        id=uuid4(), municipality_id=editor.municipality_id, place_id=place_id,
        width=4, height=3, bytes=1,
    )  # fmt: skip
    session.add(picture)
    session.flush()
    before = content_of(session, editor, place_id)
    described = replace(before, pictures=(EditedPicture(picture.id, "Ån", "Rut", ""),))
    place_editing.save(session, thing_id=place_id, editor=editor, seen=1, content=described)
    gone = replace(before, pictures=())
    place_editing.save(session, thing_id=place_id, editor=editor, seen=2, content=gone)
    assert picture.removed_at is not None
    place_editing.undo(session, thing_id=place_id, editor=editor, seen=3, number=2)
    assert picture.removed_at is None
    assert content_of(session, editor, place_id) == described


def test_a_picture_taken_away_is_hidden_from_the_public(
    town: MunicipalityInfo, editor: Editor
) -> None:
    ids = {"shown": uuid4(), "gone": uuid4()}
    with transaction(Scope.municipality(town.id)) as session:
        place_id = place_editing.create(session, editor=editor, own=VIEW, source="Katrineholm")
        for each in ids.values():
            session.add(
                Picture(
                    id=each,
                    municipality_id=town.id,
                    place_id=place_id,
                    width=4,
                    height=3,
                    bytes=1,
                    alt="Ån",
                    credit="Rut",
                )
            )
        session.flush()
        before = content_of(session, editor, place_id)
        kept = tuple(each for each in before.pictures if each.id == ids["shown"])
        content = replace(before, pictures=kept)
        place_editing.save(session, thing_id=place_id, editor=editor, seen=1, content=content)
    with reading(Scope.public()) as session:
        seen = session.scalars(select(Picture.id).where(Picture.place_id == place_id)).all()
    assert seen == [ids["shown"]]


def test_facts_past_their_day_are_listed_until_somebody_looks(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    late = fact(FactTopic.SLOPE, {"percent": 6}, check_by=date(2026, 11, 20))
    today = fact(FactTopic.BENCH, {"text": ""}, check_by=TODAY)
    add(session, editor, place_id, 1, late, today)
    asked = {"municipality_id": editor.municipality_id, "today": TODAY}
    listed = [
        each for each in desk.list_overdue(session, **asked, limit=100)
        if each.thing_id == place_id
    ]  # fmt: skip
    assert [(each.topic, each.name) for each in listed] == [(FactTopic.SLOPE, VIEW.name)]
    before = desk.count_overdue(session, **asked)
    place_editing.confirm(session, fact_id=listed[0].id, editor=editor)
    assert desk.count_overdue(session, **asked) == before - 1
    assert session.get_one(VisitorFact, listed[0].id).check_by == date(2028, 12, 1)


def test_the_desk_finds_what_has_something_to_do(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    add(
        session, editor, place_id, 1, fact(FactTopic.BENCH, {"text": ""}, check_by=date(2020, 1, 1))
    )

    def found(shown: desk.Shown, q: str = "") -> dict[UUID, desk.EditableRow]:
        wanted = desk.EditFilter(editor.municipality_id, TODAY, shown, q)
        rows = desk.list_editable(session, wanted=wanted, limit=500)
        assert desk.count_editable(session, wanted=wanted) == len(rows)
        return {row.id: row for row in rows}

    everything = found(desk.Shown.ALL)
    assert {row.noun for row in everything.values()} == {"place", "trail"}
    assert everything[place_id].overdue == 1
    assert all(row.is_own for row in found(desk.Shown.OWN).values())
    assert place_id in found(desk.Shown.OWN)
    assert place_id in found(desk.Shown.OVERDUE)
    assert place_id in found(desk.Shown.WITHOUT_PICTURE)
    assert place_id not in found(desk.Shown.APPROXIMATE)
    assert {row.name for row in found(desk.Shown.ALL, "vid ån").values()} == {VIEW.name}
    place_editing.withdraw(session, thing_id=place_id, editor=editor, seen=2, gone=True)
    assert place_id not in found(desk.Shown.ALL)
    assert place_id in found(desk.Shown.WITHDRAWN)


def test_a_unit_answers_for_places_and_facts(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    person, here = editor.person, editor.municipality_id
    name = f"Park {uuid4().hex}"
    unit_id = units.add_unit(
        session, municipality_id=here, name=name, email="park@example.se", person=person
    )
    with pytest.raises(InvalidInput):
        units.add_unit(session, municipality_id=here, name=name.upper(), email="", person=person)
    bench = fact(FactTopic.BENCH, {"text": ""}, unit_id=unit_id)
    add(session, editor, place_id, 1, bench)
    used = {each.id: each.used for each in desk.list_units(session, municipality_id=here)}
    assert used[unit_id] == 1
    with pytest.raises(StateError):
        units.remove_unit(session, unit_id=unit_id, person=person)
    gone = replace(content_of(session, editor, place_id), facts=())
    place_editing.save(session, thing_id=place_id, editor=editor, seen=2, content=gone)
    units.remove_unit(session, unit_id=unit_id, person=person)
    session.flush()
    place_editing.undo(session, thing_id=place_id, editor=editor, seen=3, number=2)
    assert [each.unit_id for each in content_of(session, editor, place_id).facts] == [None]


def test_a_unit_of_another_municipality_answers_for_nothing_here(
    session: Session, editor: Editor, place_id: UUID
) -> None:
    content = replace(content_of(session, editor, place_id), unit_id=uuid4())
    with pytest.raises(InvalidInput) as refused:
        place_editing.save(session, thing_id=place_id, editor=editor, seen=1, content=content)
    assert refused.value.field == "unit"


@pytest.mark.parametrize("role", [Role.MODERATOR, None])
def test_only_editors_edit(
    session: Session, editor: Editor, place_id: UUID, role: Role | None
) -> None:
    grants = frozenset({Grant(role, editor.municipality_id)} if role else set())
    other = replace(editor, person=Person(uuid4(), True, "Olle", grants))
    with pytest.raises(NotAllowed):
        add(session, other, place_id, 1, fact(FactTopic.BENCH, {"text": ""}))


def test_nobody_edits_what_is_not_here(app: Flask, editor: Editor) -> None:
    with reading(Scope.public()) as session:
        elsewhere = get_municipality(session, "vaxjo").id
        place_id = session.scalars(
            select(OfficialPlace.id).where(OfficialPlace.municipality_id == elsewhere).limit(1)
        ).one()
    with reading(Scope.municipality(editor.municipality_id)) as session, pytest.raises(NotFound):
        add(session, editor, place_id, 0)
