"""The story as others will see its card, before it is sent in."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from geostories.domain.permissions import Person
from geostories.queries.categories import CategoryInfo
from geostories.queries.own_stories import VersionInfo
from geostories.web import cards
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
        "initials": "".join(part[0] for part in author.split()[:2]).upper(),
        "voice": draft.voice.value,
        "photo_url": cards.photo_url(photo.id, "full") if photo else "",
        "photo_alt": photo.alt if photo else "",
    }


def _author(draft: VersionInfo, person: Person) -> str:
    if not draft.shows_name:
        return _("Anonymous")
    return person.display_name or _("You")
