"""The moderators' desk: one queue, a case of any kind, the decision (Blueprint `moderation`)."""

from geostories.web.pages.moderation import changing, colleagues, deciding, desk, several
from geostories.web.pages.moderation.shown import blueprint

__all__ = ["blueprint", "changing", "colleagues", "deciding", "desk", "several"]
