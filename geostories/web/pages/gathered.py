"""What a story belongs to: its association, its theme, the collections it is in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for

from geostories import public_id
from geostories.queries.associations import find_association_of
from geostories.queries.collections import list_with_story
from geostories.queries.themes import find_theme_of
from geostories.web import cards

COLLECTIONS = 4


def of_story(session: Any, story_id: UUID, municipality: str) -> dict[str, Any]:
    """What templates/stories/_gathered.html shows."""
    association = find_association_of(session, story_id=story_id)
    theme = find_theme_of(session, story_id=story_id)
    found = list_with_story(session, story_id=story_id, limit=COLLECTIONS)
    key = public_id.encode(story_id)
    return {
        "association": association
        and {
            "name": association.name,
            "url": url_for(
                "associations.show",
                municipality=municipality,
                association=public_id.encode(association.id),
            ),
        },
        "theme": theme
        and {
            "question": theme.question,
            "url": url_for("themes.show", municipality=theme.municipality, word=theme.slug),
        },
        "collections": [cards.of_collection(each) for each in found],
        "add_url": url_for("collect.choose", municipality=municipality, berattelse=key),
    }
