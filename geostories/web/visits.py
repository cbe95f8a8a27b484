"""Which requests are visits: a page that somebody opened, and nobody who asks not to be counted."""

from __future__ import annotations

import logging
import re
from functools import partial
from uuid import UUID

from flask import Flask, Response, g, request

from geostories.domain import visits
from geostories.domain.days import today
from geostories.domain.transaction import Scope, transaction
from geostories.domain.visits import Noun, Visit
from geostories.web.guards import current_person, settings, visitor_address
from geostories.web.municipality import current

logger = logging.getLogger(__name__)

PAGES = {
    "map.show", "stories.index", "stories.show", "places.index", "places.show", "themes.index",
    "themes.show", "collections.index", "collections.show", "tips.index", "associations.show",
    "about.show",
}  # fmt: skip
"""What everybody reads. Forms, receipts and whatever is somebody's own are not counted."""
MACHINE = re.compile(
    r"compatible;|(?<!cu)bot\b|crawl|spider|slurp|scan|monitor|preview|headless|lighthouse|archiv"
    r"|https?:",
    re.IGNORECASE,
)
"""Words of crawlers, monitors and link previews, which say who they are; CUBOT is a telephone."""
BROWSER = ("Mozilla/5.0 ", "Opera/")
"""How every browser begins; programs that fetch pages mostly begin otherwise."""


def init(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(_count_afterwards)


def is_about(noun: Noun, thing_id: UUID) -> None:
    """This page is one thing's: the visit is counted for it too."""
    g.visited_thing = (noun, thing_id)


def _count_afterwards(response: Response) -> Response:
    """Count when the answer has gone out: nobody waits for it, and nothing it meets is shown."""
    if _is_visit(response) and not _asks_not_to() and not _works_here():
        noun, thing_id = g.get("visited_thing", (None, None))
        browser = request.user_agent.string
        visit = Visit(current().id, visitor_address(), browser, noun, thing_id)
        response.call_on_close(partial(_count, visit, settings().signing_key()))
    return response


def _is_visit(response: Response) -> bool:
    """A page, whole, opened by a person: not fetched ahead, by a script, or by a machine."""
    given = request.headers
    return (
        request.method == "GET"
        and request.endpoint in PAGES
        and response.status_code == 200
        and response.mimetype == "text/html"
        and given.get("Sec-Fetch-Dest", "document") in ("document", "iframe")
        and not any(name in given for name in ("Sec-Purpose", "Purpose", "X-Moz"))
        and is_browser(request.user_agent.string)
    )


def is_browser(name: str) -> bool:
    """Whether a browser calls itself so. Who lies is believed: this counts, it does not keep out."""
    return name.startswith(BROWSER) and MACHINE.search(name) is None


def _asks_not_to() -> bool:
    return "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))


def _works_here() -> bool:
    """Whoever has a role looks at their own work."""
    person = current_person()
    return bool(person.grants) or person.has_sleeping_roles


def _count(visit: Visit, key: str) -> None:
    """Count in a transaction of its own. A visit that cannot be counted is lost, and that is all."""
    try:
        with transaction(Scope.counting(visit.municipality_id)) as session:
            visits.count(session, visit=visit, day=today(), key=key)
    except Exception as error:
        logger.warning("A visit was not counted: %s", type(error).__name__)
