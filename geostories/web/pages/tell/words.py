"""Step 2: title, text, time, category, and the photos' descriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from flask_wtf.csrf import generate_csrf

from geostories import public_id
from geostories.domain import drafts, recordings
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotNow
from geostories.queries.categories import CategoryInfo, list_categories
from geostories.queries.own_stories import VersionInfo
from geostories.queries.stories import Photo
from geostories.vocabulary import HappenedPrecision
from geostories.web import cards, language, sounds
from geostories.web.error_pages import wants_json
from geostories.web.forms.photos import ALT, CREDIT, THEN, moved
from geostories.web.forms.tell import PHOTO_TYPES, SOUND_TYPES, WordsForm
from geostories.web.guards import current_person, open_to_all, own_scope, settings
from geostories.web.ids import read_id
from geostories.web.pages.tell import homes, photos, recording
from geostories.web.pages.tell.preview import preview_of
from geostories.web.pages.tell.steps import (
    EXIF_READER,
    blueprint,
    draft_of,
    frame,
    saved_text,
    step_url,
)


@blueprint.get("/beratta/<story>/berattelse")
@open_to_all
def words(story: str) -> ResponseReturnValue:
    """The words of a draft."""
    draft = draft_of(story)
    kinds = categories()
    return _page(WordsForm(_slugs(kinds), draft=draft, formdata=None), draft, kinds)


@blueprint.post("/beratta/<story>/berattelse")
@open_to_all
def save_words(story: str) -> ResponseReturnValue:
    """Keep what was typed, whole or not; photos chosen without scripts come along."""
    draft = draft_of(story)
    kinds = categories()
    form = WordsForm(_slugs(kinds), draft=draft)
    _keep(form, draft)
    if wants_json():
        return _saved(form, draft_of(story))
    kept, refused = photos.take_in(draft, form.files())
    for sentence in refused:
        form.complain("photos", sentence)
    _take_in_sound(form, draft)
    draft = draft_of(story)
    action = request.form.get("action", "")
    if action == "next" and not kept:
        form.require_all(
            photos_described=all(photo.alt for photo in draft.photos),
            speaks=draft.sound is not None,
        )
    if form.errors and action != "back":
        return _page(form, draft, kinds), 422
    if action == "next" and not kept:
        with transaction(own_scope()) as session:
            homes.coarsen(session, draft.story_id)
        return redirect(step_url("check", draft), code=303)
    if action == "back":
        return redirect(step_url("place", draft), code=303)
    return redirect(step_url("words", draft, _anchor="photos"), code=303)


def _keep(form: WordsForm, draft: VersionInfo) -> None:
    """Write down what can be kept; the rest stays in the form with its error."""
    fits = form.validate()
    today = to_user_timezone(datetime.now(UTC)).date()
    given = form.words(today=today)
    said = moved(form.photo_words(), request.form.get("move_photo", ""))
    removed = request.form.get("remove_photo")
    with transaction(own_scope()) as session:
        if fits:
            drafts.save_words(session, story_id=draft.story_id, words=given)
        drafts.describe_photos(session, story_id=draft.story_id, photos=said)
        if "transcript" in request.form and not form.transcript.errors:
            recordings.write_down(session, story_id=draft.story_id, transcript=form.transcript.data)
        if "remove_recording" in request.form and draft.sound:
            recordings.remove(session, story_id=draft.story_id)
        if removed:
            drafts.remove_photo(
                session, story_id=draft.story_id, media_id=read_id(removed, "no_photo")
            )


def _take_in_sound(form: WordsForm, draft: VersionInfo) -> None:
    """What was chosen without scripts."""
    if form.sound.data:
        try:
            recording.take_in(draft, form.sound.data)
        except (InvalidInput, NotNow) as error:
            form.blame(error)


def _saved(form: WordsForm, draft: VersionInfo) -> ResponseReturnValue:
    """The answer to the script that saves while one writes."""
    if form.errors:
        return jsonify(saved_text="", happened_text="", errors=form.errors), 422
    return jsonify(
        saved_text=saved_text(draft), happened_text=cards.happened_text(draft.happened), errors={}
    )


def categories() -> list[CategoryInfo]:
    """The categories in the language of the page."""
    with reading(Scope.public()) as session:
        return list_categories(session, language=language.current())


def _slugs(kinds: list[CategoryInfo]) -> list[str]:
    return [kind.slug for kind in kinds]


def _page(form: WordsForm, draft: VersionInfo, kinds: list[CategoryInfo]) -> str:
    shown = replace(
        draft, title=form.title.data, body=form.body.data, category=form.category.data or ""
    )
    asks_for_alt = bool(form.photos.errors)
    recording.let_record()
    return render_template(
        "tell/words.html",
        form=form,
        categories=kinds,
        photos=[_photo(photo, asks_for_alt) for photo in draft.photos],
        photo_types=PHOTO_TYPES,
        sound=sounds.of_sound(draft.sound) if draft.sound else None,
        sound_types=SOUND_TYPES,
        precisions=_precisions(),
        limits=settings(),
        preview=preview_of(shown, kinds, current_person()),
        page_data=_page_data(draft),
        **frame(2, draft),
    )


def _photo(photo: Photo, asks_for_alt: bool) -> dict[str, Any]:
    """A photo's row: what was typed comes back, also when it could not be kept."""
    key, then_id = public_id.encode(photo.id), photo.then_id
    typed = request.form.get(f"{ALT}{key}", photo.alt)
    return {
        "id": key,
        "url": cards.photo_url(photo.id),
        "full_url": cards.photo_url(photo.id, "medium"),
        "alt": typed,
        "credit": request.form.get(f"{CREDIT}{key}", photo.credit),
        "then_id": request.form.get(f"{THEN}{key}", public_id.encode(then_id) if then_id else ""),
        "missing": asks_for_alt and not typed.strip(),
    }


def _precisions() -> list[tuple[str, str, str]]:
    """How exactly one may know: value, words, and an example of what to write."""
    return [
        (HappenedPrecision.DAY.value, _("Date"), "1987-06-20"),
        (HappenedPrecision.MONTH.value, _("Month"), "1987-06"),
        (HappenedPrecision.YEAR.value, _("Year"), "1987"),
        (HappenedPrecision.DECADE.value, _("Decade"), _("1980s")),
        (HappenedPrecision.ABOUT.value, _("Roughly"), _("when I was little")),
    ]


def _page_data(draft: VersionInfo) -> dict[str, Any]:
    """What static/js/stories/tell-words.js needs to know."""
    return {
        "csrf_token": generate_csrf(),
        "story": public_id.encode(draft.story_id),
        "language": language.current(),
        "urls": {
            "save": step_url("save_words", draft),
            "uploads": step_url("begin_upload", draft),
            "exif_reader": current_app.extensions["asset"](EXIF_READER),
            "remove": step_url("remove_photo", draft, media="MEDIA"),
        },
        "limits": {
            "photos": settings().photos_per_story,
            "photo_bytes": settings().photo_bytes,
            "photo_edge": settings().photo_edge,
            "part_bytes": settings().upload_part_bytes,
            "alt": settings().alt_length,
            "credit": settings().credit_length,
        },
        "sound": recording.page_data(draft),
        "examples": {value: example for value, _words, example in _precisions()},
        "words": {
            "count": _("{n} of {most} characters"),
            "example": _("For example {example}"),
            "saving": _("Saving"),
            "not_saved": _("Not saved. We try again."),
            "uploaded": _("The picture is in. Describe it."),
            "removed": _("The picture is removed."),
            "moved": _("Picture {n} of {most}"),
            "choice": _("Picture {n}: {alt}"),
            "choice_undescribed": _("Picture {n}"),
            "under_way": _("The pictures are on their way. We go on when they have arrived."),
            "line_away": _("The line is away. We go on by ourselves."),
            "cancelled": _("The picture is not sent."),
            "taken": _("The picture says it was taken on {date}."),
            "upload_refused": _("{name}: {reason}"),
            "upload_failed": _("{name}: the picture did not arrive. Try again."),
            "too_large": _(
                "{name}: the picture is larger than %(megabytes)s MB. Choose a smaller one.",
                megabytes=settings().photo_bytes // 10**6,
            ),
            "too_many": _(
                "A story holds %(most)s pictures. Remove one first.",
                most=settings().photos_per_story,
            ),
        },
    }
