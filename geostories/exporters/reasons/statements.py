"""A statement of reasons as the Commission's database takes it: codes, days and sentences of ours.

Nothing that anybody wrote goes into it, not the moderator's message either. The sentences are
English, so that the decisions of different countries can be read side by side.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from geostories.domain.days import today
from geostories.exporters.reasons import codes
from geostories.exporters.reasons.laws import quote
from geostories.exporters.reasons.rules import (
    EARLIEST_CONTENT,
    ILLEGAL,
    INCOMPATIBLE,
    MOST_IN_A_CALL,
    validate_batch,
)
from geostories.queries.reasons import StatementRow
from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind

CATEGORIES = {
    DecisionGround.PERSONAL_DATA: "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    DecisionGround.IMAGE_RIGHTS: "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    DecisionGround.WRONG_PLACE: "OTHER_VIOLATION_TC",
    DecisionGround.OFFENSIVE: "ILLEGAL_OR_HARMFUL_SPEECH",
    DecisionGround.ILLEGAL: "ILLEGAL_OR_HARMFUL_SPEECH",
    DecisionGround.OTHER: "OTHER_VIOLATION_TC",
}
BY_STATUTE = {
    "upphovsrätt": "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "varumärkeslagen": "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "dataskyddsförordningen": "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "namn och bild": "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "terroristbrottslagen": "RISK_FOR_PUBLIC_SECURITY",
    "skyddslagen": "RISK_FOR_PUBLIC_SECURITY",
    "geografisk information": "RISK_FOR_PUBLIC_SECURITY",
    "marknadsföringslagen": "CONSUMER_INFORMATION",
}
"""Where what is illegal belongs; otherwise it is speech."""

RULES = {
    DecisionGround.PERSONAL_DATA: "Rules of the site: nobody is told about against their will",
    DecisionGround.IMAGE_RIGHTS: "Rules of the site: pictures need their maker's consent",
    DecisionGround.WRONG_PLACE: "Rules of the site: a story stands where it happened",
    DecisionGround.OFFENSIVE: "Rules of the site: no words that hurt or insult",
    DecisionGround.OTHER: "Rules of the site",
}
EXPLANATIONS = {
    DecisionGround.PERSONAL_DATA: "It tells about another person so that they can be recognised.",
    DecisionGround.IMAGE_RIGHTS: "It is not certain that the picture may be shown.",
    DecisionGround.WRONG_PLACE: "The place on the map is not the one that it tells about.",
    DecisionGround.OFFENSIVE: "There are words in it that may hurt or insult others.",
    DecisionGround.OTHER: "The reason is in the statement that its author was given.",
}
AGAINST_THE_LAW = "It is against the paragraph that is named."
PARTS = {
    "text": "CONTENT_TYPE_TEXT",
    "image": "CONTENT_TYPE_IMAGE",
    "audio": "CONTENT_TYPE_AUDIO",
}
OUTCOMES = {
    DecisionAction.REQUEST_CHANGES: "It is not shown until its author has changed it.",
    DecisionAction.REJECT: "It is not published.",
    DecisionAction.HIDE: "It is not shown any more.",
    DecisionAction.HOLD: "It is not shown until a moderator has read it.",
    DecisionAction.MASK: "Words in it are masked.",
    DecisionAction.REDACT: "A picture in it is not shown any more.",
    DecisionAction.BLUR: "A part of a picture in it is blurred.",
    DecisionAction.MOVE: "Its place is shown otherwise.",
}
DISABLES = frozenset({DecisionAction.REJECT, DecisionAction.HIDE})
"""The others show it still, or will."""
THINGS = {
    SubjectKind.STORY: "A story",
    SubjectKind.COMMENT: "A comment",
    SubjectKind.COLLECTION: "A collection of stories",
    SubjectKind.PICTURE: "A picture",
}


def describe(row: StatementRow, rules_url: str) -> dict[str, Any]:
    """One statement. `rules_url`: the page with the municipality's rules."""
    statement: dict[str, Any] = {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        "category": f"STATEMENT_CATEGORY_{CATEGORIES[row.ground]}",
        "content_type": sorted({PARTS.get(part, "CONTENT_TYPE_OTHER") for part in row.parts})
        or ["CONTENT_TYPE_TEXT"],
        "territorial_scope": sorted(codes.COUNTRIES),
        "content_date": max(row.content_on.isoformat(), EARLIEST_CONTENT),
        "application_date": today(row.decided_at).isoformat(),
        "decision_facts": _facts(row),
        "source_type": "SOURCE_ARTICLE_16" if row.from_report else "SOURCE_VOLUNTARY",
        "automated_detection": "Yes" if row.is_detected_automatically else "No",
        "automated_decision": "AUTOMATED_DECISION_FULLY"
        if row.action is DecisionAction.HOLD
        else "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": str(row.decision_id),
    }
    if row.action not in DISABLES:
        statement["decision_visibility"] = ["DECISION_VISIBILITY_OTHER"]
        statement["decision_visibility_other"] = OUTCOMES[row.action]
    if "CONTENT_TYPE_OTHER" in statement["content_type"]:
        statement["content_type_other"] = "Other parts of a story"
    if (language := row.language[:3].upper()) in codes.LANGUAGES:
        statement["content_language"] = language
    return statement | _ground(row, rules_url)


def _ground(row: StatementRow, rules_url: str) -> dict[str, str]:
    if row.ground is DecisionGround.ILLEGAL:
        law = quote(row.law)
        by_law = next((code for word, code in BY_STATUTE.items() if word in law), None)
        return {
            "decision_ground": ILLEGAL,
            "illegal_content_legal_ground": law,
            "illegal_content_explanation": AGAINST_THE_LAW,
        } | ({"category": f"STATEMENT_CATEGORY_{by_law}"} if by_law else {})
    return {
        "decision_ground": INCOMPATIBLE,
        "decision_ground_reference_url": rules_url,
        "incompatible_content_ground": RULES[row.ground],
        "incompatible_content_explanation": EXPLANATIONS[row.ground],
        "incompatible_content_illegal": "No",
    }


def _facts(row: StatementRow) -> str:
    found = "A reader had reported it." if row.from_report else ""
    pointed = "A rule of the site had pointed at it." if row.is_detected_automatically else ""
    thing = THINGS.get(row.subject, "Something told on the site")
    read = f"{thing} was read by a moderator of the municipality."
    if row.action is DecisionAction.HOLD:
        read = f"{thing} came from an e-mail address that the municipality reads first."
    told = "Its author was given a statement of reasons, and can ask for a review for six months."
    return " ".join(filter(None, [read, found, pointed, OUTCOMES[row.action], told]))


def batches(rows: Sequence[StatementRow], rules_url: str) -> Iterator[bytes]:
    """The bodies of the calls, at most a hundred statements each. Raises ValueError for a
    statement that the database would refuse: better none than one that is lost there.
    """
    for start in range(0, len(rows), MOST_IN_A_CALL):
        statements = [describe(row, rules_url) for row in rows[start : start + MOST_IN_A_CALL]]
        if faults := validate_batch(statements):
            raise ValueError(f"would be refused: {faults[:5]}")
        yield json.dumps({"statements": statements}, ensure_ascii=False, indent=1).encode()


def file_name(number: int) -> str:
    """Of one batch, counted from 1."""
    return f"statements-{number:03}.json"


def as_zip(rows: Sequence[StatementRow], rules_url: str) -> bytes:
    """All batches in one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for number, body in enumerate(batches(rows, rules_url), 1):
            package.writestr(file_name(number), body)
    return file.getvalue()
