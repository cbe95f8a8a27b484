"""The part of a story's case where a part of the story is changed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.story_changes import may_be_changed
from geostories.queries.own_stories import VersionInfo
from geostories.web.forms.moderation import seen_key
from geostories.web.forms.story_change import ChangeForm
from geostories.web.pages.moderation.shown import Shown, case_url


def context(version: VersionInfo, form: ChangeForm | None, *, is_own: bool) -> dict[str, Any]:
    """The form, where there is something to change; what was typed before a refusal stays."""
    if is_own or not may_be_changed(version.story_status, version.status):
        return {}
    shown = form or ChangeForm(formdata=None)
    shown.version_id.data = seen_key(version.version_id, version.edition)
    shown.offer(
        [
            (public_id.encode(photo.id), _("Picture %(number)s", number=n) + f": {photo.alt[:60]}")
            for n, photo in enumerate(version.photos, start=1)
        ]
    )
    return {
        "change": shown,
        "photo_key": public_id.encode,
        "change_url": case_url(version.story_id, Shown.asked(), "change"),
    }
