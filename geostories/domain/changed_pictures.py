"""Taking a picture out of a story, or blurring a part of it, and putting it back.

In every version that a moderator can read. What was there lies sealed: no address gives it. In the
municipality's scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import marks, masked_words, photos
from geostories.domain.stories import NOT_SHOWN
from geostories.errors import Conflict, InvalidInput
from geostories.integrations import photo_cleaner
from geostories.integrations.files import open_files
from geostories.integrations.photo_cleaner import Part, PhotoRefused
from geostories.models import Media, StoryVersion, VersionPhoto
from geostories.queries.sealed import SealedChange, list_changes
from geostories.vocabulary import DecisionAction

if TYPE_CHECKING:
    from geostories.config import Settings

SMALLEST, WHOLE = 1, 100
"""Of a picture's edge, in percent."""

OF_MEDIA = (
    "id",
    "story_id",
    "municipality_id",
    "owner_id",
    "width",
    "height",
    "bytes",
    "is_aerial",
)
OF_PHOTO = ("version_id", "story_id", "municipality_id", "owner_id", "position", "alt", "credit")


def check(part: Part) -> None:
    """Raise InvalidInput for what is no rectangle inside a picture."""
    edges = ((part.left, part.width), (part.top, part.height))
    if any(
        start < 0 or length < SMALLEST or start + length > WHOLE or start >= WHOLE
        for start, length in edges
    ):
        raise InvalidInput("part_outside", field="part")


def take_out(session: Session, *, version: StoryVersion, media_id: UUID) -> dict[str, Any]:
    """Take a picture out; answers what stood there, to be sealed."""
    rows = _rows(session, version, media_id)
    kept = _kept(session, version, rows, media_id)
    for row in rows:
        _replace(session, row, None)
    return kept


def blur(
    session: Session, *, version: StoryVersion, media_id: UUID, part: Part, settings: Settings
) -> dict[str, Any]:
    """Put a picture there of which a part is blurred; answers what stood there, to be sealed."""
    check(part)
    rows = _rows(session, version, media_id)
    kept = _kept(session, version, rows, media_id)
    result = _make(session, kept["media"], [part], settings)
    for row in rows:
        _replace(session, row, result)
    return kept | {"part": str(part), "result": str(result)}


def put_back(session: Session, *, story_id: UUID, decision_id: UUID, settings: Settings) -> None:
    """Show a picture as it was before a decision, but for what other decisions changed in it."""
    changes = [
        each
        for each in list_changes(session, story_id=story_id)
        if each.action in (DecisionAction.REDACT, DecisionAction.BLUR)
    ]
    first = next((each for each in changes if each.decision_id == decision_id), None)
    hidden = masked_words.phrases(session, story_id=story_id)
    made: dict[tuple[str, ...], UUID] = {}
    for each in first.content["rows"] if first else []:
        history = [c for c in changes if any(_same(each, row) for row in c.content["rows"])]
        standing = [c for c in history if c.stands and c.decision_id != decision_id]
        if any(c.action is DecisionAction.REDACT for c in standing):
            continue
        parts = tuple(c.content["part"] for c in standing)
        if parts not in made:
            made[parts] = _as_it_was(session, history, parts, settings)
        _show(session, each, made[parts], hidden)


def _rows(session: Session, version: StoryVersion, media_id: UUID) -> list[VersionPhoto]:
    """Where the picture stands; raises InvalidInput when it is not in the version."""
    query = select(VersionPhoto).where(
        VersionPhoto.media_id == media_id, VersionPhoto.story_id == version.story_id
    )
    rows = list(session.scalars(query))
    if not any(row.version_id == version.id for row in rows):
        raise InvalidInput("picture_missing", field="picture")
    return rows


def _kept(
    session: Session, version: StoryVersion, rows: list[VersionPhoto], media_id: UUID
) -> dict[str, Any]:
    """The picture's rows as they stand, and which pictures of today name it as the older one."""
    media = session.get_one(Media, media_id)
    here = next(row for row in rows if row.version_id == version.id)
    of_today = select(VersionPhoto).where(
        VersionPhoto.then_id == media_id, VersionPhoto.story_id == version.story_id
    )
    return {
        "picture": here.alt,
        "media": _values(media, OF_MEDIA),
        "rows": [
            {**_values(row, OF_PHOTO), "then": str(row.then_id) if row.then_id else None}
            for row in rows
        ],
        "of_today": [_values(row, ("version_id", "position")) for row in session.scalars(of_today)],
    }


def _values(row: Media | VersionPhoto, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in names}
    return {name: str(v) if isinstance(v, UUID) else v for name, v in found.items()}


def _replace(session: Session, row: VersionPhoto, result: UUID | None) -> None:
    """Let another picture stand there, or none. The one that goes is public no more.

    Before its row goes: without one, the municipality has no right to the picture either.
    """
    old = row.media_id
    session.execute(update(Media).where(Media.id == old).values(**NOT_SHOWN))
    session.execute(
        update(VersionPhoto)
        .where(VersionPhoto.version_id == row.version_id, VersionPhoto.then_id == old)
        .values(then_id=result)
    )
    if result is not None:
        session.add(
            VersionPhoto(
                **{name: getattr(row, name) for name in OF_PHOTO},
                media_id=result,
                then_id=row.then_id,
            )
        )
    session.delete(row)
    session.flush()


def _make(session: Session, media: dict[str, Any], parts: list[Part], settings: Settings) -> UUID:
    """A picture with blurred parts; its files first, its row second."""
    store = open_files(settings, "media")
    try:
        whole = store.get(photos.key(UUID(media["id"]), "full"))
        done = photo_cleaner.clean(whole, settings, blurred=parts)
    except (FileNotFoundError, PhotoRefused):
        raise InvalidInput("picture_not_blurred", field="picture") from None
    result = uuid4()
    photos.put(result, done, store)
    same = {
        name: media[name] for name in OF_MEDIA if name not in ("id", "width", "height", "bytes")
    }
    session.add(Media(id=result, width=done.width, height=done.height, bytes=done.bytes, **same))
    session.flush()
    return result


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    names = ("version_id", "position")
    return all(one[name] == other[name] for name in names)


def _as_it_was(
    session: Session, history: list[SealedChange], parts: tuple[str, ...], settings: Settings
) -> UUID:
    """The picture as it came, with only these parts blurred; its row is there."""
    media = history[0].content["media"]
    session.execute(insert(Media).values(**media).on_conflict_do_nothing())
    if not parts:
        return UUID(media["id"])
    blurred = [Part(*map(int, each.split(":"))) for each in parts]
    return _make(session, media, blurred, settings)


def _show(session: Session, kept: dict[str, Any], media_id: UUID, hidden: list[str]) -> None:
    """Let the picture stand where it stood; its words without what is masked by now."""
    version_id = UUID(kept["version_id"])
    there = session.scalar(
        select(VersionPhoto).where(
            VersionPhoto.version_id == version_id, VersionPhoto.position == kept["position"]
        )
    )
    if there is not None:
        _replace(session, there, media_id)
        return
    if session.get(StoryVersion, version_id) is None:
        raise Conflict("changed_meanwhile")
    words = {name: kept[name] for name in ("alt", "credit")}
    for phrase in hidden:
        words = {name: marks.mask(text, phrase) for name, text in words.items()}
    then = kept["then"] and session.get(VersionPhoto, (version_id, UUID(kept["then"])))
    session.add(
        VersionPhoto(
            **{name: kept[name] for name in OF_PHOTO if name not in words},
            **words,
            media_id=media_id,
            then_id=then.media_id if then else None,
        )
    )
    session.flush()
