"""Words of the records: purposes, kinds that a rule can dispose of, what is sealed."""

from __future__ import annotations

from flask_babel import gettext as _

from geostories.vocabulary import DecisionGround, Purpose, RetentionKind
from geostories.wording import vocabulary as words


def purpose(value: Purpose) -> str:
    """Why somebody opens what is sealed."""
    return {
        Purpose.PUBLIC_RECORDS: _("Somebody has asked for public records"),
        Purpose.POLICE: _("The police"),
        Purpose.REVIEW: _("A review of the decision"),
        Purpose.SUPERVISION: _("Supervision"),
        Purpose.ARCHIVE: _("To the archive"),
    }[value]


def retention_kind(value: RetentionKind) -> str:
    """What may go under a rule."""
    return {
        RetentionKind.REPORT: _("Reports that are answered"),
        RetentionKind.CASE_NOTE: _("Notes between colleagues"),
        RetentionKind.COMMENT: _("Comments that were refused, hidden or taken back"),
        RetentionKind.STORY: _("Stories that were refused and never shown"),
        RetentionKind.SEALED_COPY: _("Sealed copies"),
    }[value]


def part(name: str) -> str:
    """A part of what is sealed, by its name there; unknown ones by that name."""
    known = {
        "title": _("Title"),
        "body": _("Text"),
        "introduction": _("Introduction"),
        "transcript": _("What is said"),
        "author_label": _("Signed"),
        "author": _("Account"),
        "owner": _("Account"),
        "place_label": _("Place"),
        "longitude": _("Longitude"),
        "latitude": _("Latitude"),
        "submitted_at": _("Sent in"),
        "created_at": _("Written"),
        "version": _("Version"),
        "language": _("Language"),
        "story": _("Story"),
        "recording": _("Recording"),
        "picture": _("Picture"),
        "phrase": _("Masked words"),
        "happened_text": _("When"),
        "text": _("Text"),
        "email": _("E-mail"),
        "ground": _("Reason"),
        "action": _("Decision"),
        "law": _("Law or rule"),
        "message": _("Message"),
        "status": _("Status"),
    }
    return known.get(name, name)


def sealed_because(reason: str) -> str:
    """A law as it was written, or the ground of a decision in words."""
    known = {ground.value: ground for ground in DecisionGround}
    return words.ground(known[reason]) if reason in known else reason


def found_in(place: str) -> str:
    """In which papers of a case the words stand."""
    return {
        "story": _("Story"),
        "comment": _("Comment"),
        "collection": _("Collection"),
        "report": _("Report"),
        "decision": _("Decision"),
        "appeal": _("Review asked for"),
        "note": _("Note between colleagues"),
    }[place]
