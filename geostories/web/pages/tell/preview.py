"""The story as others will see its card, before it is sent in."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from geostories.domain import bylines
from geostories.domain.permissions import Person
from geostories.domain.personal_hints import find_hints
from geostories.domain.transaction import Scope, reading
from geostories.queries.associations import get_association
from geostories.queries.categories import CategoryInfo
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import RING_RADIUS_M
from geostories.web import cards, sounds
from geostories.wording import telling
from geostories.wording.markdown import render_body


def preview_of(draft: VersionInfo, kinds: list[CategoryInfo], person: Person) -> dict[str, Any]:
    """What templates/tell/_preview.html shows."""
    author = _author(draft, person)
    photo = draft.photos[0] if draft.photos else None
    return {
        "category": next((kind.plural for kind in kinds if kind.slug == draft.category), ""),
        "happened_text": cards.happened_text(draft.happened),
        "title": draft.title,
        "body": render_body(draft.body) if draft.body else Markup(),
        "author": author,
        "initials": bylines.initials(author),
        "voice": draft.voice.value,
        "place": draft.place_label,
        "ring_m": RING_RADIUS_M[draft.precision],
        "more_photos": len(draft.photos) - 1 if photo else 0,
        "language": draft.language,
        "photo_url": cards.photo_url(photo.id, "full") if photo else "",
        "photo_alt": photo.alt if photo else "",
        "sound": sounds.of_sound(draft.sound) if draft.sound else None,
    }


def _author(draft: VersionInfo, person: Person) -> str:
    if draft.association_id:
        with reading(Scope.public()) as db:
            return get_association(
                db, association_id=draft.association_id, municipality_id=draft.municipality_id
            ).name
    name = draft.teller_name or person.display_name
    if not name and person.is_signed_in:
        name = _("You")
    return bylines.label(name, draft.byline) or _("Anonymous")


def hints_of(draft: VersionInfo, person: Person) -> list[dict[str, str]]:
    """What may be somebody's personal data: `lead` quotes it, `advice` says what to think of."""
    alts = (photo.alt for photo in draft.photos)
    own_name = draft.teller_name or person.display_name
    spoken = draft.sound.transcript if draft.sound else ""
    return [
        {"lead": telling.hint_lead(hint), "advice": telling.hint_advice(hint)}
        for hint in find_hints(draft.title, draft.body, spoken, *alts, own_name=own_name)
    ]
