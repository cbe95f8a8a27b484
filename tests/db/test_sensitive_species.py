"""A sensitive species named near its place: approximate for everybody, whoever edits or decides."""

from __future__ import annotations

import random
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import to_shape
from shapely.geometry import Point
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import drafts, stories
from geostories.domain.permissions import Person
from geostories.domain.place_warnings import look_around
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict
from geostories.geo.grid import public_point, to_sweref, to_wgs84
from geostories.models import Municipality, PlaceName, SensitiveArea, Story, StoryVersion
from geostories.queries.place_warnings import list_named
from geostories.vocabulary import DecisionAction, Precision, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.nature import make_place, make_sensitive_area, moved
from tests.factories.person import make_person
from tests.factories.story import PLACE, Told, decide, make_moderator, make_story, resubmit

NAMES_IT = "Uppe i tallen satt kungsörnen och såg på oss."
NAMES_NOTHING = "Mitt på spåret stod en älgko och hennes kalv."
FAR_M = 5_000
TRIES = 60


@pytest.fixture
def towns(database: Database) -> tuple[Municipality, Municipality]:
    """Katrineholm, whose layer has an eagle's nest at PLACE, and Växjö."""
    with transaction(Scope.operator()) as session:
        here, there = make_municipality(session), make_municipality(session, "vaxjo")
        make_sensitive_area(session, here.id, species="Kungsörn, Aquila chrysaetos", at=PLACE)
    return here, there


@pytest.fixture
def owner(towns: object) -> Person:
    """Who tells."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


def tell(towns: tuple[Municipality, Municipality], owner: Person, **more: object) -> Told:
    with transaction(Scope.operator()) as session:
        given: dict = {"body": NAMES_IT, "municipality_id": towns[0].id, "owner": owner, **more}
        return make_story(session, **given)


def version(told: Told) -> StoryVersion:
    with reading(Scope.operator()) as session:
        return session.get_one(StoryVersion, told.version_id)


def story(told: Told) -> Story:
    with reading(Scope.operator()) as session:
        return session.get_one(Story, told.id)


def is_coarse(row: StoryVersion | Story) -> bool:
    """Whether the row shows the cell's middle and nothing finer."""
    shape = to_shape(row.public_geom)  # type: ignore[arg-type]
    middle = public_point(*PLACE, Precision.APPROX_1000)
    return row.precision is Precision.APPROX_1000 and (shape.x, shape.y) == middle


def test_named_near_its_place_it_makes_the_place_approximate(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    told = version(tell(towns, owner))
    assert is_coarse(told)
    assert told.warnings == [{"code": "sensitive_species", "species": "kungsörn"}]
    exact = to_shape(told.geom)  # type: ignore[arg-type]
    assert (exact.x, exact.y) == PLACE  # the moderator still sees it


def test_what_lies_beside_the_exact_place_is_not_told_either(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    told = tell(towns, owner, status=StoryStatus.DRAFT)
    with transaction(Scope.operator()) as session:
        tower = Point(*PLACE).buffer(0.0005)
        beside = make_place(session, towns[0].id, name="Fågeltornet", shape=tower)
    with transaction(Scope.person(owner.id)) as session:
        drafts.get_draft_row(session, story_id=told.id).place_id = beside
        session.flush()
        submit(session, told, owner)
    assert is_coarse(version(told))
    assert version(told).place_id is None


@pytest.mark.parametrize("precision", Precision)
def test_it_never_makes_a_place_more_exact(
    precision: Precision, towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    assert is_coarse(version(tell(towns, owner, precision=precision)))


@pytest.mark.parametrize("where", ["title", "caption", "label"])
def test_a_name_counts_wherever_it_can_be_read(
    where: str, towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    told = tell(towns, owner, body=NAMES_NOTHING, status=StoryStatus.DRAFT)
    with transaction(Scope.person(owner.id)) as session:
        draft = drafts.get_draft_row(session, story_id=told.id)
        if where == "caption":
            media_id = uuid4()
            drafts.add_photo(
                session, story_id=told.id, media_id=media_id, width=1, height=1, size=1, most=9
            )
            session.flush()
            said = drafts.PhotoWords(media_id, "Kungsörnar")
            drafts.describe_photos(session, story_id=told.id, photos=[said])
        else:
            setattr(draft, {"title": "title", "label": "place_label"}[where], "Kungsörnens berg")
        session.flush()
        submit(session, told, owner)
    assert is_coarse(version(told))


def submit(session: Session, told: Told, owner: Person) -> None:
    around = look_around(*PLACE, Settings())
    stories.submit(session, story_id=told.id, person=owner, submission_key=uuid4(), around=around)


def test_elsewhere_or_unnamed_nothing_changes(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    far = moved(PLACE, north=FAR_M)
    for told in (tell(towns, owner, at=far), tell(towns, owner, body=NAMES_NOTHING)):
        assert version(told).precision is Precision.EXACT
        assert version(told).warnings == []


def test_a_neighbours_nest_counts_across_the_border(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    west_of_border = (15.745, 58.95)  # Katrineholm's box begins at 15.75
    with transaction(Scope.operator()) as session:
        make_sensitive_area(session, towns[0].id, species="berguv", at=(15.755, 58.95))
    found = look_around(*west_of_border, Settings())
    assert found.species == {"berguv"}


KNOWN = (
    ("kungsörn", "kungsörnen"),
    ("kungsörn", "KUNGSÖRNARNAS revir"),
    ("kungsörn", "kungsörnsboet"),
    ("kungsörn", "**kungs**örn, *kungsörn*"),
    ("kungsörn", "havsörn/kungsörn"),
    ("kungsörn", "havs- och kungs-örnar"),
    ("kungsörn", "kungso\u0308rnen"),
    ("kungsörn", "kungs\u00adörnen"),
    ("fjälluggla", "fjällugglorna"),
    ("guckusko", "guckuskor"),
    ("guckusko", "guckuskorna"),
    ("tjäder", "tjädrar"),
    ("tjäder", "tjäderspel"),
    ("utter", "uttrarna"),
    ("utter", "uttern"),
    ("lo", "lon"),
    ("uv", "uvarna"),
    ("berguv", "berguvens"),
    ("varg", "vargungar"),
    ("läderbagge", "läderbaggar"),
    ("större vattensalamander", "större vattensalamandrar"),
    ("brun kärrhök", "bruna kärrhökar"),
    ("aquila chrysaetos", "Aquila chrysaetos"),
)
OTHERS = (
    ("kungsörn", "kungen"),
    ("kungsörn", "en örn"),
    ("utter", "ett uttryck, uttalat"),
    ("lo", "lokalen och loppet"),
    ("uv", "uvertyren"),
    ("varg", "var god"),
    ("större vattensalamander", "större vatten, mindre salamander"),
)


def test_a_name_is_known_in_its_inflections_and_in_no_other_word(database: Database) -> None:
    with reading(Scope.public()) as session:

        def is_named(species: str, told: str) -> bool:
            told = f"Vi såg {told} där."
            return list_named(session, species=[species], told=told) == [species]

        assert [pair for pair in KNOWN if not is_named(*pair)] == []
        assert [pair for pair in OTHERS if is_named(*pair)] == []


def test_the_author_editing_later_keeps_it_coarse(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    told = tell(towns, owner, status=StoryStatus.PUBLISHED)
    with transaction(Scope.person(owner.id)) as session:
        drafts.reopen(session, story_id=told.id)
        session.flush()
        drafts.save_place(
            session,
            story_id=told.id,
            lon=PLACE[0],
            lat=PLACE[1],
            precision=Precision.EXACT,
            place_label="Stationen",
            municipality_id=towns[0].id,
        )
        session.flush()
        again = resubmit(session, told, owner, body=NAMES_NOTHING)
    assert is_coarse(version(again))  # the version that names it has been read


def test_what_waited_while_the_layer_came_is_published_coarsely(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(delete(SensitiveArea))
    told = tell(towns, owner)
    assert version(told).precision is Precision.EXACT
    with transaction(Scope.municipality(towns[0].id)) as session:
        make_sensitive_area(session, towns[0].id, species="kungsörn", at=PLACE)
    moderator = make_moderator(towns[0].id)
    for action in (DecisionAction.PUBLISH, DecisionAction.HIDE, DecisionAction.RESTORE):
        with transaction(Scope.municipality(towns[0].id)) as session:
            decide(session, told, moderator, action)
        if action is not DecisionAction.HIDE:
            assert is_coarse(story(told)), action


def test_another_place_than_the_one_looked_around_is_not_taken(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    told = tell(towns, owner, status=StoryStatus.DRAFT)
    around = look_around(*moved(PLACE, north=FAR_M), Settings())
    for given in (around, None):
        with pytest.raises(Conflict), transaction(Scope.person(owner.id)) as session:
            stories.submit(
                session, story_id=told.id, person=owner, submission_key=uuid4(), around=given
            )


def test_the_name_we_gave_the_exact_place_goes_too(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    middle = public_point(*PLACE, Precision.APPROX_1000)
    with transaction(Scope.operator()) as session:
        for name, (lon, lat) in (("Boet", PLACE), ("Mitten", middle)):
            point = drafts.point(lon, lat)
            session.add(
                PlaceName(register_id=name, name=name, kind="village", source="x", geom=point)
            )
    told = tell(towns, owner, status=StoryStatus.DRAFT)
    with transaction(Scope.person(owner.id)) as session:
        drafts.get_draft_row(session, story_id=told.id).place_label = "Nära Boet"
        session.flush()
        submit(session, told, owner)
    assert version(told).place_label == "Nära Mitten"


def test_trying_points_tells_no_more_than_the_cell(
    towns: tuple[Municipality, Municipality],
) -> None:
    """Whoever tries where the answer turns learns cells of 1,000 m, not the area's border."""
    luck, answers = random.Random(9), {}
    east, north = (value // 1_000 * 1_000 for value in to_sweref(*PLACE))
    for _ in range(TRIES):
        cell = (east + 1_000 * luck.randint(-3, 3), north + 1_000 * luck.randint(-3, 3))
        point = to_wgs84(cell[0] + luck.uniform(1, 999), cell[1] + luck.uniform(1, 999))
        answers.setdefault(cell, set()).add(look_around(*point, Settings()).species)
    assert {len(each) for each in answers.values()} == {1}
    assert len({next(iter(each)) for each in answers.values()}) == 2


def test_nobody_but_the_municipality_reads_the_layer(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    def seen(scope: Scope) -> int:
        with reading(scope) as session:
            return len(session.scalars(select(SensitiveArea.id)).all())

    outside = (
        Scope.public(),
        Scope.account(),
        Scope.person(owner.id),
        Scope.person(UUID(int=0)),
        Scope.municipality(towns[1].id),
    )
    assert [seen(scope) for scope in outside] == [0] * len(outside)
    assert (seen(Scope.municipality(towns[0].id)), seen(Scope.operator())) == (1, 1)
