"""Telling a story in three steps: place, words, check (Blueprint `compose`)."""

from geostories.web.pages.tell import check, photos, place, recording, send, uploads, words
from geostories.web.pages.tell.steps import blueprint

__all__ = ["blueprint", "check", "photos", "place", "recording", "send", "uploads", "words"]
