"""One's own collections: what was typed, as an entry of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from geostories import public_id
from geostories.domain.collections import CollectionEntry
from geostories.domain.decisions import Ruling
from geostories.queries.collections import CollectionInfo
from geostories.vocabulary import RESTRICTIONS, CollectionKind, DecisionAction, DecisionGround
from geostories.web.forms.base import SiteForm, at_most, is_own_name, one_line, unix_lines
from geostories.web.forms.tell import in_name_of, read_voice
from geostories.web.guards import settings
from geostories.wording import gathering as saying

NOTE = "note-"
"""What the names of the notes' fields begin with; the story's id follows."""

Choices = list[tuple[str, str]]


class CollectionForm(SiteForm):
    """A draft's words; notes on its stories are read from the request, one field each."""

    title = StringField(
        _l("Title"),
        validators=[DataRequired(_l("Write a title.")), at_most("title_length")],
        filters=[one_line],
    )
    introduction = TextAreaField(
        _l("What is the collection about?"),
        validators=[at_most("introduction_length")],
        filters=[unix_lines],
        render_kw={"rows": 4},
    )
    kind = RadioField(_l("How is it read?"), validators=[InputRequired()])
    trail = SelectField(_l("Which way does the walk take?"), validate_choice=False)
    voice = RadioField(_l("Who has made it?"), validate_choice=False)
    author_label = StringField(
        _l("Your name, as it stands there"),
        description=_l("Leave it empty, and no name stands there."),
        validators=[is_own_name],
        filters=[one_line],
    )

    def __init__(self, *, voices: Choices, trails: Choices, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [
            (CollectionKind.COLLECTION.value, _("As a collection, in any order")),
            (CollectionKind.WALK.value, _("As a story walk, from one place to the next")),
        ]
        self.trail.choices = [("", _("Straight from stop to stop")), *trails]
        self.voice.choices = voices

    def entry(self) -> CollectionEntry:
        """What was typed."""
        voice, association_id = read_voice(self.voice.data)
        kind = CollectionKind(self.kind.data)
        return CollectionEntry(
            title=self.title.data,
            introduction=self.introduction.data,
            kind=kind,
            voice=voice,
            association_id=association_id,
            author_label=self.author_label.data,
            trail_id=public_id.decode(self.trail.data or "")
            if kind is CollectionKind.WALK
            else None,
        )

    def notes(self) -> dict[UUID, str]:
        """What is said of each story, cut where it is too long."""
        most = settings().sentence_length
        found = {
            public_id.decode(name.removeprefix(NOTE)): one_line(text)[:most]
            for name, text in request.form.items()
            if name.startswith(NOTE)
        }
        return {story_id: text for story_id, text in found.items() if story_id is not None}


def as_typed(collection: CollectionInfo) -> Mapping[str, object]:
    """A collection as the form holds it."""
    return {
        "title": collection.title,
        "introduction": collection.introduction,
        "kind": collection.kind.value,
        "trail": public_id.encode(collection.trail_id) if collection.trail_id else "",
        "voice": in_name_of(collection.association_id) or collection.voice.value,
        "author_label": collection.author_label,
    }


class PutForm(SiteForm):
    """Where a story goes: into one of one's own drafts, or into a new one."""

    collection = RadioField(_l("Which collection?"), validate_choice=False)
    title = StringField(
        _l("What is the new one called?"), validators=[at_most("title_length")], filters=[one_line]
    )
    story = HiddenField()

    def __init__(self, *, own: Choices, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.collection.choices = [*own, ("", _("A new collection"))]
        if not own:
            self.title.flags.required = True

    def chosen(self) -> UUID | None:
        """The draft that was chosen; None for a new one, whose title is there then."""
        return public_id.decode(self.collection.data or "")

    def validate_title(self, field: StringField) -> None:
        """A new one needs a name."""
        if not self.collection.data and not field.data:
            raise ValidationError(_("Write a title."))


class ReviewForm(SiteForm):
    """A moderator's decision on a collection, as it stood when they `seen` it."""

    seen = HiddenField()
    action = RadioField(_l("Decision"), validators=[InputRequired(_l("Choose what to do."))])
    reason = TextAreaField(
        _l("To whoever made it"),
        description=_l("Needed when it is not shown: why, and what can be done."),
        validators=[at_most("message_length")],
        filters=[unix_lines],
        render_kw={"rows": 4},
    )

    def __init__(self, actions: list[DecisionAction], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.action.choices = [(each.value, saying.action(each)) for each in actions]

    def ruling(self) -> Ruling:
        """The decision; here the words alone say why."""
        action = DecisionAction(self.action.data)
        ground = DecisionGround.OTHER if action in RESTRICTIONS else DecisionGround.NONE
        return Ruling(action, ground, self.reason.data or "")

    def seen_at(self) -> datetime:
        """When what was read had last been changed; long ago for what is no time."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)
