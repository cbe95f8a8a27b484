"""Masking words, taking a picture out, blurring a part of one: lawful, sealed, undone, reversed."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import text

from geostories.config import Settings
from geostories.domain import drafts, marks, moderation, photos, story_changes
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Person
from geostories.domain.story_changes import Change
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed
from geostories.integrations.files import FileStore, open_files
from geostories.integrations.photo_cleaner import Part
from geostories.models import Decision
from geostories.queries.media import list_media_ids, photo_is_visible
from geostories.queries.own_stories import get_newest
from geostories.vocabulary import CHANGES, DecisionAction, DecisionGround, StoryStatus
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.db.review.test_appeals import answer, ask
from tests.db.review.test_state_machine import A_TENTH, MAY, attempt, check, people
from tests.db.review.test_undo import standing, undo
from tests.factories.story import Told, make_story, submit

MASK, REDACT, BLUR = DecisionAction.MASK, DecisionAction.REDACT, DecisionAction.BLUR
HIDDEN_PART = Part(25, 25, 50, 50)
SECRET = "Bengt Karlsson"
BODY = f"Lokföraren {SECRET} bromsade. Bengt  karlssons hund skällde på Bengtsson."
TRACES = """
    SELECT array[
      (SELECT count(*) FROM decision WHERE id = :id),
      (SELECT count(*) FROM statement_of_reasons WHERE decision_id = :id),
      (SELECT count(*) FROM outgoing_mail WHERE decision_id = :id AND recipient_id IS NOT NULL),
      (SELECT count(*) FROM audit_entry WHERE details->>'decision' = CAST(:id AS text)),
      (SELECT count(*) FROM sealed_copy WHERE decision_id = :id)]
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """With a store of files of its own."""
    return Settings(undo_seconds=60, home=Path(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def store(settings: Settings) -> FileStore:
    """Where the pictures lie."""
    return open_files(settings, "media")


def chequered() -> bytes:
    """A picture whose every part is black and white: where it is blurred it is neither."""
    picture = Image.new("RGB", (640, 640), "black")
    for x, y in product(range(0, 640, 16), range(0, 640, 16)):
        if (x + y) // 16 % 2:
            picture.paste("white", (x, y, x + 16, y + 16))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def tell(
    town: Town,
    settings: Settings,
    store: FileStore,
    status: StoryStatus = StoryStatus.PENDING,
    *,
    body: str = BODY,
) -> Told:
    """A story with a picture whose parts can be told apart."""
    media_id, photo = photos.take_in(chequered(), settings=settings, store=store)
    with transaction(Scope.operator()) as session:
        told = make_story(
            session,
            municipality_id=town.id,
            owner=town.teller,
            status=StoryStatus.DRAFT,
            title=f"Tåget och {SECRET}",
            body=body,
        )
        session.execute(text("DELETE FROM upload WHERE story_id = :id"), {"id": told.id})
        drafts.add_photo(
            session,
            story_id=told.id,
            media_id=media_id,
            width=photo.width,
            height=photo.height,
            size=photo.bytes,
            most=8,
        )
        session.flush()
        said = drafts.PhotoWords(media_id, f"{SECRET} vinkar")
        drafts.describe_photos(session, story_id=told.id, photos=[said])
        submit(session, told.id, town.teller)
    told = replace(told, media_id=media_id)
    for action in {
        StoryStatus.PUBLISHED: [DecisionAction.PUBLISH],
        StoryStatus.HIDDEN: [DecisionAction.PUBLISH, DecisionAction.HIDE],
    }.get(status, []):
        town.decide(told, action)
    return told


def change_of(told: Told, action: DecisionAction, edition: int = 0, **given: object) -> Change:
    """A change that can be made."""
    wanted = {
        MASK: {"phrase": SECRET},
        REDACT: {"media_id": told.media_id},
        BLUR: {"media_id": told.media_id, "part": HIDDEN_PART},
    }.get(action, {})
    ground, why = DecisionGround.PERSONAL_DATA, "En annan person kan kännas igen."
    return Change(action, ground, why, told.version_id, edition, **{**wanted, **given})  # type: ignore[arg-type]


def make(
    town: Town, told: Told, change: Change, settings: Settings, by: Person | None = None
) -> Decision:
    with transaction(Scope.municipality(town.id)) as session:
        return story_changes.make(
            session,
            story_id=told.id,
            person=by or town.moderator,
            change=change,
            settings=settings,
        )


def as_it_stands(told: Told) -> dict:
    """All that a change touches; the edition only rises."""
    found = dict(standing(told))  # type: ignore[call-overload]
    for version in found["versions"]:
        version.pop("edition")
    shown = "SELECT jsonb_agg(to_jsonb(p) ORDER BY version_id, position) FROM version_photo p"
    with transaction(Scope.operator()) as session:
        found["rows"] = session.scalar(text(f"{shown} WHERE story_id = :id"), {"id": told.id})
    found["photos"] = [each for each in found["photos"] if each["public_position"] is not None]
    return found


def words_anywhere(told: Told) -> str:
    """Every word of the story in any table that is no seal."""
    everything = """
        SELECT concat((SELECT to_jsonb(s) FROM story s WHERE id = :id),
          (SELECT jsonb_agg(to_jsonb(v)) FROM story_version v WHERE story_id = :id),
          (SELECT jsonb_agg(to_jsonb(p)) FROM version_photo p WHERE story_id = :id),
          (SELECT jsonb_agg(to_jsonb(m)) FROM media m WHERE story_id = :id))
    """
    with transaction(Scope.operator()) as session:
        return session.scalar(text(everything), {"id": told.id}) or ""


def pictures(town: Town, told: Told) -> list[UUID]:
    with reading(Scope.person(town.teller.id)) as session:
        return [photo.id for photo in get_newest(session, story_id=told.id).photos]


def shades(media_id: UUID, store: FileStore, at: tuple[int, int] = (320, 320)) -> set[str]:
    """Whether a part of the picture, in its full size, is of black and white or of neither."""
    with Image.open(io.BytesIO(photos.get(media_id, "full", "webp", store))) as picture:
        part = picture.convert("L").crop((at[0], at[1], at[0] + 64, at[1] + 64))
        found = part.getcolors(256) or []
    return {"grey" if 60 < shade < 195 else "clear" for n, shade in found if n > 200}


@pytest.mark.parametrize("status", [StoryStatus.PENDING, StoryStatus.PUBLISHED, StoryStatus.HIDDEN])
@pytest.mark.parametrize("action", [MASK, REDACT, BLUR])
def test_each_change_leaves_one_of_each_trace_and_is_undone_whole(
    town: Town, settings: Settings, store: FileStore, status: StoryStatus, action: DecisionAction
) -> None:
    told = tell(town, settings, store, status)
    before = as_it_stands(told)
    decision = make(town, told, change_of(told, action), settings)
    assert as_it_stands(told) != before
    with transaction(Scope.operator()) as session:
        assert session.scalar(text(TRACES), {"id": decision.id}) == [1, 1, 1, 1, 1]
    undo(town, decision, town.moderator, settings)
    assert as_it_stands(told) == before
    mails = "SELECT count(*) FROM outgoing_mail WHERE decision_id = :id"
    assert count(mails, id=decision.id) == 0


@pytest.mark.parametrize("action", [MASK, REDACT, BLUR])
def test_a_reversal_by_a_colleague_puts_everything_back(
    town: Town, settings: Settings, store: FileStore, action: DecisionAction
) -> None:
    told = tell(town, settings, store, StoryStatus.PUBLISHED)
    before = as_it_stands(told)
    decision = make(town, told, change_of(told, action), settings)
    made = ask(town, decision)
    with pytest.raises(NotAllowed):
        answer(town, made, DecisionAction.REVERSE, by=town.moderator)
    answer(town, made, DecisionAction.REVERSE)
    assert as_it_stands(told) == before


def test_masked_words_stand_nowhere_but_in_the_seal(
    town: Town, settings: Settings, store: FileStore
) -> None:
    told = tell(town, settings, store, StoryStatus.PUBLISHED)
    assert SECRET in words_anywhere(told)
    decision = make(town, told, change_of(told, MASK), settings)
    left = words_anywhere(told)
    assert "karlsson" not in left.lower()
    assert "Bengtsson" in left
    assert marks.MARK in left
    sealed = (
        "SELECT count(*) FROM sealed_copy WHERE decision_id = :id AND content::text LIKE :words"
    )
    assert count(sealed, id=decision.id, words=f"%{SECRET}%") == 1


def test_what_is_masked_twice_is_put_back_one_by_one(
    town: Town, settings: Settings, store: FileStore
) -> None:
    told = tell(town, settings, store, StoryStatus.PUBLISHED)
    first = make(town, told, change_of(told, MASK), settings)
    second = make(town, told, change_of(told, MASK, 1, phrase="Lokföraren"), settings)
    answer(town, ask(town, first), DecisionAction.REVERSE)
    assert SECRET in words_anywhere(told)
    assert "Lokföraren" not in words_anywhere(told)
    answer(town, ask(town, second), DecisionAction.REVERSE)
    body = "SELECT count(*) FROM story WHERE id = :id AND body = :body"
    assert count(body, id=told.id, body=BODY) == 1


def test_a_picture_that_is_changed_is_served_to_nobody_and_kept_by_its_seal(
    town: Town, settings: Settings, store: FileStore
) -> None:
    for action in (REDACT, BLUR):
        told = tell(town, settings, store, StoryStatus.PUBLISHED)
        make(town, told, change_of(told, action), settings)
        for scope in (Scope.public(), Scope.municipality(town.id)):
            with reading(scope) as session:
                assert not photo_is_visible(session, media_id=told.media_id)
        with transaction(Scope.operator()) as session:
            drop = text("DELETE FROM media WHERE id = :id")  # as the sweeper does in its time
            session.execute(drop, {"id": told.media_id})
            assert told.media_id in list_media_ids(session)


def test_a_blurred_part_is_of_no_colour_it_had_in_any_size(
    town: Town, settings: Settings, store: FileStore
) -> None:
    told = tell(town, settings, store, StoryStatus.PUBLISHED)
    make(town, told, change_of(told, BLUR), settings)
    (shown,) = pictures(town, told)
    assert shown != told.media_id
    assert shades(told.media_id, store) == {"clear"}
    assert shades(shown, store) == {"grey"}
    assert shades(shown, store, at=(32, 32)) == {"clear"}
    for size, form in product(photos.SIZES, ("webp", "jpg")):
        with Image.open(io.BytesIO(photos.get(shown, size, form, store))) as picture:
            middle = picture.convert("L").crop(
                tuple(n * picture.width // 100 for n in (30, 30, 70, 70))
            )
            least, most = middle.getextrema()
            assert (least > 40, most < 215) == (True, True), (size, form)


def test_a_picture_blurred_twice_is_cleared_one_by_one_even_when_swept(
    town: Town, settings: Settings, store: FileStore
) -> None:
    told = tell(town, settings, store, StoryStatus.PUBLISHED)
    before = as_it_stands(told)
    first = make(town, told, change_of(told, BLUR), settings)
    (between,) = pictures(town, told)
    corner = change_of(told, BLUR, 1, media_id=between, part=Part(0, 0, 20, 20))
    second = make(town, told, corner, settings)
    (twice,) = pictures(town, told)
    assert shades(twice, store) | shades(twice, store, at=(32, 32)) == {"grey"}
    with transaction(Scope.operator()) as session:
        unused = text(
            "DELETE FROM media m WHERE NOT EXISTS "
            "(SELECT FROM version_photo p WHERE p.media_id = m.id) AND story_id = :id"
        )
        session.execute(unused, {"id": told.id})
    put_back(town, first, settings)
    (shown,) = pictures(town, told)
    assert (shades(shown, store), shades(shown, store, at=(32, 32))) == ({"clear"}, {"grey"})
    put_back(town, second, settings)
    after = as_it_stands(told)
    for found in (before, after):
        for photo in found["photos"]:
            photo.pop("created_at")
    assert after == before


def put_back(town: Town, decision: Decision, settings: Settings) -> None:
    """By a review; appeals.decide of the other tests has settings of another home."""
    made = ask(town, decision)
    from_review = "UPDATE appeal SET status = 'reversed', decided_at = now() WHERE id = :id"
    with transaction(Scope.municipality(town.id)) as session:
        session.execute(text(from_review), {"id": made})
        story_changes.restore(session, first=decision, settings=settings)


def test_what_was_not_seen_is_neither_changed_nor_published(
    town: Town, settings: Settings, store: FileStore
) -> None:
    told = tell(town, settings, store)
    make(town, told, change_of(told, REDACT), settings)
    with pytest.raises(Conflict):
        make(town, told, change_of(told, MASK), settings, by=town.colleague)
    unseen = replace(told)
    with pytest.raises(Conflict), transaction(Scope.municipality(town.id)) as session:
        publish(session, town, unseen, edition=0)
    with transaction(Scope.municipality(town.id)) as session:
        publish(session, town, unseen, edition=1)
    assert (
        count(
            "SELECT count(*) FROM media WHERE story_id = :id AND public_position IS NOT NULL",
            id=told.id,
        )
        == 0
    )


def publish(session: object, town: Town, told: Told, edition: int) -> None:
    verdict = Verdict(
        DecisionAction.PUBLISH, DecisionGround.NONE, "", told.version_id, edition=edition
    )
    moderation.decide(
        session,  # type: ignore[arg-type]
        story_id=told.id,
        person=town.colleague,
        verdict=verdict,
        settings=UNDO_IN_TIME,
    )


@pytest.fixture(scope="module")
def unchanged(town: Town, settings: Settings, store: FileStore) -> Told:
    """One for everything that is refused."""
    return tell(town, settings, store, StoryStatus.PUBLISHED)


WRONG = [
    (MASK, {"phrase": ""}),
    (MASK, {"phrase": "x"}),
    (MASK, {"phrase": "maskerat"}),
    (MASK, {"phrase": "Finns inte"}),
    (MASK, {"phrase": "Beng"}),
    (REDACT, {"media_id": None}),
    (REDACT, {"media_id": UUID(int=7)}),
    (BLUR, {"part": None}),
    (BLUR, {"part": Part(60, 0, 50, 10)}),
    (BLUR, {"part": Part(0, 0, 0, 10)}),
    (BLUR, {"part": Part(-1, 0, 10, 10)}),
    (MASK, {"message": " "}),
    (MASK, {"ground": DecisionGround.NONE}),
    (MASK, {"ground": DecisionGround.ILLEGAL}),
]


@pytest.mark.parametrize(("action", "given"), WRONG)
def test_what_cannot_be_changed_so_stays(
    town: Town, settings: Settings, unchanged: Told, action: DecisionAction, given: dict
) -> None:
    told = unchanged
    before = as_it_stands(told)
    with pytest.raises(InvalidInput):
        make(town, told, replace(change_of(told, action), **given), settings)
    assert as_it_stands(told) == before


@pytest.mark.trust
def test_a_story_is_changed_only_as_it_stands_and_by_who_may(
    town: Town, settings: Settings, store: FileStore
) -> None:
    with transaction(Scope.operator()) as session:
        told = {
            status: make_story(
                session,
                municipality_id=town.id,
                owner=town.teller,
                status=status,
                store=store,
                body=BODY,
            )
            for status in StoryStatus
        }
    lawful = set(
        product(
            (StoryStatus.PENDING, StoryStatus.PUBLISHED, StoryStatus.HIDDEN), (MASK, REDACT, BLUR)
        )
    )
    tried = []
    every = product(StoryStatus, DecisionAction, people(town).items())
    for n, (status, action, (role, person)) in enumerate(every):
        is_lawful = (status, action) in lawful and role in MAY
        if not is_lawful and n % A_TENTH and action not in CHANGES:
            continue
        story, change = told[status], change_of(told[status], action)

        def do(session, story=story, person=person, change=change) -> object:  # type: ignore[no-untyped-def]
            return story_changes.make(
                session, story_id=story.id, person=person, change=change, settings=settings
            )

        found = attempt(town, story.id, do)
        tried.append((f"{role}: {action} of {status}", is_lawful, action, found))
    check(tried, "story that is changed")
