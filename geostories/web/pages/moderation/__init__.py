"""The moderators' desk: one queue, a case of any kind, the decision (Blueprint `moderation`)."""

from geostories.web.pages.moderation import colleagues, deciding, desk, several
from geostories.web.pages.moderation.shown import blueprint

__all__ = ["blueprint", "colleagues", "deciding", "desk", "several"]
