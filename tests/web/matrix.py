"""The plan of who gets in where: every route, method and person, and what is to come of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.subscriptions import token_of
from geostories.models import Base
from geostories.vocabulary import StoryStatus
from geostories.wording.about_pages import shipped
from tests.factories.doors import METHODS, NO_ID, UNSAFE, Door, list_doors
from tests.factories.layer_imports import SOURCE
from tests.factories.subscriptions import ADDRESS_ORDER, KEY
from tests.factories.two_towns import (
    ACTORS,
    ADMINISTRATOR,
    GATHERED_AT,
    MODERATOR_A,
    MODERATOR_B,
    OPERATOR,
    USER_A,
    VISITOR,
    TwoTowns,
)

IN, ASKED, REFUSED, ABSENT, NO_METHOD = "in", "asked to sign in", "refused", "absent", "no method"
MODERATES = {(MODERATOR_A, "katrineholm"), (ADMINISTRATOR, "katrineholm"), (MODERATOR_B, "vaxjo")}
ADMINISTERS = {(ADMINISTRATOR, "katrineholm")}
OPERATES = {(OPERATOR, town) for town in ("", "katrineholm", "vaxjo")}
HOLDERS = {
    "operate": OPERATES,
    "moderate": MODERATES,
    "edit_places": ADMINISTERS,
    "administer": ADMINISTERS,
    "keep_records": ADMINISTERS,
}
OF_LIBRARY = {"security.change_password": "signed_in", "security.verify": "signed_in"}
"""Flask-Security's doors are open to all, except these."""

PUBLIC = {
    "stories.show", "items.story", "reports.write", "reports.send", "comments.write",
    "comments.send", "thanks.ask", "thanks.give", "thanks.take_back", "feeds.teller",
}  # fmt: skip
OWN_DRAFT = {
    "compose.place", "compose.save_place", "compose.words", "compose.save_words", "compose.check",
    "compose.save_check", "compose.add_photos", "compose.remove_photo", "compose.discard",
    "compose.begin_upload", "compose.show_upload", "compose.add_part", "compose.finish_upload",
    "compose.cancel_upload", "compose.remove_recording",
}  # fmt: skip
OWN = {
    "compose.reopen", "compose.submit", "account.withdraw", "account.change_name", "account.erase",
    "account.agree",
}  # fmt: skip
OWN_GATHERING = {
    "own_collections.edit", "own_collections.save", "own_collections.reopen",
    "own_collections.discard",
}  # fmt: skip
OWN_ORDER, OWN_COMMENT = {"own_subscriptions.end", "safety.remove"}, {"comments.withdraw"}
OWN_DECISION = {"own_decisions.show", "own_decisions.appeal"}
CASE = {
    "moderation.case", "moderation.decide", "moderation.transcribe", "moderation.assign",
    "moderation.write_note", "moderation.change",
}  # fmt: skip
NOT_SET_UP = {"basemap.first", "basemap.tile", "basemap.archive"}
"""The installation has no base map but the quiet one."""
NOT_MADE = {"own_data.download"}
"""A copy of one's data that nobody has ordered; tests/web/test_export_data.py tries those of others."""


@dataclass(frozen=True)
class Cell:
    """One attempt: somebody, a method, an address, and what is to come of it."""

    actor: str
    method: str
    door: Door
    expected: str

    def __str__(self) -> str:
        return f"{self.actor}: {self.method} {self.door}"


def guard_of(app: Flask, door: Door) -> str:
    return getattr(
        app.view_functions[door.endpoint], "guard", OF_LIBRARY.get(door.endpoint, "open_to_all")
    )


def expected(app: Flask, actor: str, method: str, door: Door) -> str:
    """What the plan says: first the method, then the guard, then whose thing it is."""
    if method not in door.known_on_path:
        return NO_METHOD
    if method == "OPTIONS":
        return IN
    guard = guard_of(app, door)
    if guard != "open_to_all" and actor == VISITOR:
        return ASKED
    if guard in HOLDERS and (actor, door.town) not in HOLDERS[guard]:
        return REFUSED
    return IN if is_theirs(actor, door) else ABSENT


def is_theirs(actor: str, door: Door) -> bool:
    """Whether the thing an address names is there for this person."""
    if door.endpoint in NOT_SET_UP | NOT_MADE:
        return False
    if door.endpoint in OWN_GATHERING | OWN_ORDER | OWN_DECISION:
        return actor == USER_A
    if door.member_of:
        is_author = actor == USER_A or door.endpoint not in OWN_COMMENT
        return door.member_of == door.town and is_author
    thing = door.thing
    if thing is None:
        return True
    is_own = thing.owner == actor
    is_submitted = thing.status is not StoryStatus.DRAFT
    if door.endpoint in PUBLIC:
        return thing.status is StoryStatus.PUBLISHED
    if door.endpoint in OWN_DRAFT:
        return is_own and not is_submitted
    if door.endpoint == "compose.sent":
        return is_own and is_submitted
    if door.endpoint in OWN:
        return is_own
    if door.endpoint in CASE:
        return is_submitted and thing.town == door.town
    assert door.endpoint in ("media.photo", "media.sound"), (
        f"whose is the thing of {door.endpoint}?"
    )
    moderates = (actor, thing.town) in MODERATES and is_submitted
    return thing.status is StoryStatus.PUBLISHED or is_own or moderates


def list_cells(app: Flask, towns: TwoTowns) -> list[Cell]:
    """The matrix. What does not reach a view is tried once a route and person, not once a thing."""
    cells, tried = [], set()
    for door in list_doors(app, towns):
        for method in METHODS:
            is_wrong = method not in door.methods
            if is_wrong and method in door.known_on_path:
                continue  # another route's, at the same address
            if is_wrong or method in ("HEAD", "OPTIONS"):
                if (door.endpoint, method) in tried:
                    continue
                tried.add((door.endpoint, method))
            cells += [Cell(a, method, door, expected(app, a, method, door)) for a in ACTORS]
    return cells


NOTICE = {
    "step": "save", "kind": "news", "title": "Stulen", "where": "everywhere",
    "starts_on": "2099-01-01",
}  # fmt: skip


OWN_PLACE = {
    "action": "save", "name": "Stulen", "kind": "viewpoint", "coordinates": "58.99587, 16.20721",
}  # fmt: skip
THEME = {
    "title": "Stulen", "question": "Stulen?", "colour": "lake", "opens_on": "2026-01-01",
}  # fmt: skip
ZONE = {"name": "Stulen", "reason": "Stulen", "shape": "59, 16\n59, 16.1\n59.1, 16.1"}
UNIT = {"name": "Stulen", "email": "stulen@example.se"}


MUNICIPALITY = {
    "name": "Stulens kommun", "site_name": "Stulen", "slug": "stulen", "code": "9999",
    "contact_email": "stulen@example.se", "contact_url": "https://stulen.example.se/",
    "border": '{"type": "Polygon", "coordinates": [[[18, 65], [18.1, 65], [18.1, 65.1], [18, 65]]]}',
}  # fmt: skip


def body_for(door: Door) -> dict[str, str]:
    """What would take effect, if only they were let in."""
    version = public_id.encode(door.thing.told.version_id) if door.thing else ""
    return {
        "compose.begin": {"coordinates": "58.99587, 16.20721", "precision": "exact"},
        "compose.save_place": {"coordinates": "58.9, 16.3", "precision": "exact"},
        "compose.save_words": {"title": "Stulen", "body": "Stulen", "category": "memory"},
        "compose.save_check": {"byline": "anonymous", "voice": "resident"},
        "compose.submit": {"byline": "name", "rights": "y", "submission_key": str(uuid4())},
        "account.change_name": {"byline": "anonymous"},
        "moderation.decide": {
            "action": "publish", "version_id": version, "ground": "other", "message": "Stulen",
        },
        "comments.send": {"body": "Stulen", "submission_key": str(uuid4())},
        "comment_review.decide": {"action": "publish"},
        "comment_review.set_rule": {"rule": "closed"},
        "subscriptions.send": {"email": "stulen@example.se"},
        "own_subscriptions.confirm": {"nyckel": token_of(ADDRESS_ORDER, KEY)},
        "own_subscriptions.end_by_link": {"nyckel": token_of(ADDRESS_ORDER, KEY)},
        "moderation.transcribe": {"version_id": version, "transcript": "Stulen"},
        "account.agree": {"transcript": "Stulen"},
        "moderation.assign": {"take": "1"},
        "moderation.change": {
            "version_id": version, "change": "mask", "phrase": door.thing.title if door.thing else "",
            "why": "other", "told": "Stulen",
        },
        "moderation.write_note": {"note": "Stulen"},
        "reports.send": {"ground": "other", "text": "Stulen"},
        "reports.send_place": {"ground": "other", "text": "Stulen"},
        "reports.send_gathering": {"ground": "other", "text": "Stulen"},
        "reports.appeal": {"text": "Stulen"},
        "own_decisions.appeal": {"text": "Stulen"},
        "layers.reread": {"register": "stulen", "kind": "place"},
        "layers.add_source": SOURCE | {"register": "stulen"},
        "layers.save_source": SOURCE | {"title": "Stulen"},
        "faults.send": {"text": "Stulen"},
        "faults.answer": {"status": "in_hand", "answer": "Stulen"},
        "notices.add": NOTICE,
        "notices.change": NOTICE,
        "place_editing.create": OWN_PLACE,
        "place_editing.save": OWN_PLACE | {"seen": "2"},
        "place_editing.undo": {"seen": "3", "number": "1"},
        "place_editing.withdraw": {"seen": "4"},
        "place_editing.restore": {"seen": "5"},
        "place_editing.add_unit": UNIT | {"name": "Ny"},
        "place_editing.change_unit": UNIT,
        "message_templates.add": {"title": "Stulen", "text": "Stulen", "action": ""},
        "message_templates.change": {"title": "Stulne", "text": "Stulen", "action": ""},
        "rules.add": {"kind": "word", "value": "stulen"},
        "rules.attempt": {"text": "Stulen"},
        "zones.add": ZONE,
        "zones.change": ZONE,
        "theme_desk.add": THEME,
        "theme_desk.change": THEME,
        "associations.add": {"name": "Stulen"},
        "associations.change": {"name": "Stulen av någon"},
        "associations.add_member": {"email": "user-b@example.se"},
        "associations.remove_member": {"user": NO_ID},
        "tip_desk.choose": {"week": "2099-01-01", "sentence": "Stulen"},
        "collect.put": {"title": "Stulen"},
        "own_collections.save": {"title": "Stulen", "kind": "collection", "action": "save"},
        "collection_review.decide": {
            "action": "hide", "reason": "Stulen", "seen": GATHERED_AT.isoformat(),
        },
        "page_desk.save": {
            "body": f"{shipped('regler', language='sv')} Stulen", "seen": "0", "action": "save",
        },
        "page_desk.save_contact": {"phone": "Stulen"},
        "guardians.answer": {"nyckel": "stulen", "answer": "yes"},
        "about.send_barrier": {"text": "Stulen"},
        "office.promise": {"review_days": "9"},
        "office.close": {"starts_on": "2098-07-01", "ends_on": "2098-07-31"},
        "platform.add": MUNICIPALITY,
        "platform.name_administrator": {"email": "stulen@example.se"},
        "records.make_archive": {"fran": "2026-01-01", "till": "2037-12-31"},
        "records.give_out": {"purpose": "supervision"},
        "records.read_copy": {"purpose": "supervision", "reference": ""},
        "records.add_rule": {
            "kind": "case_note", "months": "24", "code": "9.9", "reference": "Stulen",
        },
        "administration.set_limits": {"duty": "stories"},
        "invitations.accept": {"name": "Stulen", "nyckel": "not-a-token"},
        "administration.give": {"email": "user-b@example.se", "role": "administrator"},
    }.get(door.endpoint, {})  # fmt: skip


def outcome_of(response: TestResponse) -> str:
    if response.status_code in (302, 303) and "/konto/logga-in?next=" in response.location:
        return ASKED
    return {401: ASKED, 403: REFUSED, 404: ABSENT, 405: NO_METHOD}.get(response.status_code, IN)


CHANGES_BY_ITSELF = {"rate_count", "user_session"}
"""Tables that being asked anything writes to."""
STORED = sorted(Base.metadata.tables.keys() - CHANGES_BY_ITSELF)


def picture(app: Flask) -> dict[str, object]:
    """What everybody has stored, by table."""
    with app.extensions["database"].owner_engine.connect() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        return {
            table: connection.scalar(
                text(f"""SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM "{table}" t""")
            )
            for table in STORED
        }


def is_harmful(cell: Cell) -> bool:
    """Whether it ends the session that the other cells need, or changes what they look for."""
    return cell.method in UNSAFE and cell.expected == IN
