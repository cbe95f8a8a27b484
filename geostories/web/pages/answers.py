"""What a story's page has besides the story: thanks, comments, sharing, following."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import segno
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from geostories import public_id
from geostories.domain.bylines import first_name, initials
from geostories.domain.permissions import Permission, may
from geostories.domain.transaction import reading
from geostories.queries.comments import CommentInfo, get_rule, has_thanked, list_comments
from geostories.queries.stories import StoryCard, StoryPage
from geostories.vocabulary import CommentRule, CommentStatus, Voice
from geostories.web import cards
from geostories.web.forms.comments import CommentForm
from geostories.web.guards import current_person, own_scope, settings
from geostories.web.municipality import current
from geostories.web.sessions import current_session
from geostories.wording import vocabulary as words


def of_story(page: StoryPage) -> dict[str, Any]:
    """What templates/stories/_thanks.html, _comments.html, _share.html and _follow.html show."""
    card, has_session = page.card, not current_session().new
    return {
        "thanks": thanks_part(page, has_session=has_session),
        "share": _share(card),
        "follow": _follow(page),
        **comment_part(card, fresh_form() if has_session else None),
        "has_session": has_session,
        "initials": initials(card.author_label),
        "head": _head(page),
    }


def fresh_form() -> CommentForm:
    """A form that nothing has been typed in; an account's name stands there already."""
    given = {"name": current_person().display_name, "submission_key": str(uuid4())}
    return CommentForm(formdata=None, data=given)


def comment_part(card: StoryCard, form: CommentForm | None) -> dict[str, Any]:
    """The comments under a story, and the form, which begins a session where there is none."""
    person = current_person()
    with reading(own_scope()) as session:
        found = list_comments(session, story_id=card.id, person_id=person.id)
        rule = get_rule(session, current().id)
    shown = [each for each in found if each.status is CommentStatus.PUBLISHED]
    return {
        "comments": [_comment(each, card) for each in found],
        "comment_count": len(shown),
        "takes_comments": rule is CommentRule.REVIEWED,
        "comment_form": form,
        "speaks_for_municipality": may(person, Permission.SPEAK_FOR_MUNICIPALITY, current().id),
        "comment_url": url_for(
            "comments.send", municipality=card.municipality, story=public_id.encode(card.id)
        ),
        "comment_length": settings().comment_length,
    }


def _comment(comment: CommentInfo, card: StoryCard) -> dict[str, Any]:
    key = public_id.encode(comment.id)
    is_shown = comment.status is CommentStatus.PUBLISHED
    return {
        "key": key,
        "author_label": comment.author_label or _("Anonymous"),
        "initials": initials(comment.author_label),
        "is_official": comment.voice is Voice.MUNICIPALITY,
        "body": comment.body,
        "status": comment.status.value,
        "is_shown": is_shown,
        "reason": comment.reason,
        "at": comment.created_at,
        "is_own": comment.author_id == current_person().id,
        "withdraw_url": url_for("comments.withdraw", municipality=card.municipality, comment=key),
        "decision_url": url_for("own_decisions.show", decision=key),
        "report_url": url_for(
            "reports.write",
            municipality=card.municipality,
            story=public_id.encode(card.id),
            kommentar=key,
        ),
    }


def thanks_part(page: StoryPage, *, has_session: bool) -> dict[str, Any]:
    """How many have thanked, and the button; without a session it leads to the page that has one."""
    person, card = current_person(), page.card
    with reading(own_scope()) as session:
        is_given = has_thanked(session, story_id=card.id, person_id=person.id)
    endpoint = "thanks.take_back" if is_given else "thanks.give"
    name = first_name(card.author_label) if card.voice is Voice.RESIDENT else ""
    return {
        "has_session": has_session,
        "is_given": is_given,
        "is_own": page.owner_id == person.id,
        "count": card.thanks_count,
        "number": ngettext("%(num)s person", "%(num)s people", card.thanks_count),
        "rest": ngettext(
            "has said thanks for the story", "have said thanks for the story", card.thanks_count
        ),
        "label": _("Thank you, %(name)s", name=name) if name else _("Thank you"),
        "url": url_for(endpoint, municipality=card.municipality, story=public_id.encode(card.id)),
        "ask_url": url_for(
            "thanks.ask", municipality=card.municipality, story=public_id.encode(card.id)
        ),
    }


def _share(card: StoryCard) -> dict[str, str]:
    """The address of a story, in letters and as a QR code."""
    key = public_id.encode(card.id)
    url = url_for("stories.show", municipality=card.municipality, story=key, _external=True)
    code = segno.make(url, error="m")
    return {"url": url, "code": code.svg_data_uri(scale=4, light="white")}


def _follow(page: StoryPage) -> list[dict[str, str]]:
    """What one can have mail about from here, in the order of the page."""
    card, town = page.card, page.card.municipality
    links = [
        {
            "icon": "map-pin",
            "label": _("New stories around here"),
            "url": url_for(
                "subscriptions.order", municipality=town, punkt=f"{card.lon:.3f},{card.lat:.3f}"
            ),
        }
    ]
    if card.author_label and card.voice is Voice.RESIDENT:
        links.append(
            {
                "icon": "user-round",
                "label": _("More by %(name)s", name=card.author_label),
                "url": url_for(
                    "subscriptions.order",
                    municipality=town,
                    berattare=public_id.encode(card.id),
                ),
            }
        )
    return links


def _head(page: StoryPage) -> dict[str, Any]:
    """What programs read of the page: whom it is by, when it changed, which picture shows it."""
    card = page.card
    photo = next(iter(page.photos), None)
    is_changed = (page.changed_at - card.published_at).total_seconds() > MEANT_TOGETHER_S
    return {
        "published": card.published_at.isoformat(),
        "changed": page.changed_at.isoformat(),
        "changed_on": words.longdate(page.changed_at) if is_changed else "",
        "image_url": _absolute(cards.photo_url(photo.id, "medium", "jpg")) if photo else "",
        "image_alt": photo.alt if photo else "",
    }


MEANT_TOGETHER_S = 60
"""Publishing writes both moments one after the other."""


def _absolute(path: str) -> str:
    return url_for("start.index", _external=True).rstrip("/") + path
