"""What the platform's operator does: adds municipalities, and names who begins to administer one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import audit, mail, members
from geostories.domain.permissions import Person
from geostories.errors import InvalidInput, StateError
from geostories.geo.srid import WGS84
from geostories.models import Membership, Municipality, User
from geostories.queries import municipalities
from geostories.vocabulary import Role

RESERVED = frozenset(
    {
        "konto", "api", "tiles", "basemap", "static", "media", "healthz", "readyz", "metrics",
        "sw.js", "drift", "sprak", "favicon.ico", "robots.txt", "sitemap.xml", "manifest.webmanifest",
    }
)  # fmt: skip
"""First words of addresses that are not a municipality's; a house test knows the routes."""
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"\d{4}")
LONGEST_WORD = 40
"""Fits a label of a host name, with room."""


@dataclass(frozen=True)
class NewMunicipality:
    """What has to be known before the first page can be shown; its own people change the rest."""

    name: str
    site_name: str
    slug: str
    code: str
    contact_email: str
    contact_url: str
    border: MultiPolygon


def add(session: Session, *, new: NewMunicipality, by: Person | None) -> UUID:
    """Add a municipality; in the platform's scope. Raises InvalidInput, naming the field."""
    _check_words(session, new)
    border = from_shape(new.border, srid=WGS84)
    overlapped = municipalities.find_overlapping(session, border=border)
    if overlapped is not None:
        raise InvalidInput("border_overlaps", field="border", name=overlapped)
    municipality_id = uuid4()
    facts = {name: value for name, value in vars(new).items() if name != "border"}
    session.add(Municipality(id=municipality_id, geom=border, **facts))
    session.flush()
    _record(session, "add_municipality", "municipality", municipality_id, municipality_id, by)
    return municipality_id


def _check_words(session: Session, new: NewMunicipality) -> None:
    if not WORD.fullmatch(new.slug) or len(new.slug) > LONGEST_WORD:
        raise InvalidInput("address_word_unreadable", field="slug")
    if new.slug in RESERVED:
        raise InvalidInput("address_word_reserved", field="slug")
    if not CODE.fullmatch(new.code):
        raise InvalidInput("municipality_code_unreadable", field="code")
    for each in municipalities.list_municipalities(session):
        if each.slug == new.slug:
            raise InvalidInput("address_word_taken", field="slug", name=each.name)
        if each.code == new.code:
            raise InvalidInput("municipality_code_taken", field="code", name=each.name)


def ensure_account(session: Session, *, email: str, password_hash: str) -> UUID:
    """The account with this address, made with a password nobody knows; in the account scope.

    Whoever reads the mail chooses a password and is in: nobody else can.
    """
    wanted = email.strip()
    known = session.scalar(select(User.id).where(func.lower(User.email) == wanted.lower()))
    if known is None:
        return members.create_user(
            session,
            email=wanted,
            display_name=wanted.partition("@")[0],
            password_hash=password_hash,
        )
    return members.find_user_id(session, email=wanted)


def name_administrator(
    session: Session, *, municipality_id: UUID, user_id: UUID, by: Person | None
) -> None:
    """Make somebody a municipality's first administrator; in the platform's scope.

    From then on its people are its own affair. Raises StateError where there is one.
    """
    if by is not None and by.id == user_id:
        raise InvalidInput("operator_stays_apart", field="email")
    one_at_a_time = func.pg_advisory_xact_lock(func.hashtext(f"administrator {municipality_id}"))
    session.execute(select(one_at_a_time))
    if municipalities.is_administered(session, municipality_id):
        raise StateError("has_administrator")
    session.add(
        Membership(user_id=user_id, role=Role.ADMINISTRATOR, municipality_id=municipality_id)
    )
    _record(session, "give_role", "user", user_id, municipality_id, by, role=Role.ADMINISTRATOR)
    mail.promise(
        session,
        recipient_id=user_id,
        template="named_administrator",
        municipality_id=municipality_id,
    )


def _record(
    session: Session,
    action: str,
    subject: str,
    subject_id: UUID,
    municipality_id: UUID,
    by: Person | None,
    **details: str,
) -> None:
    audit.record(
        session,
        action=action,
        subject=subject,
        subject_id=subject_id,
        actor_id=by.id if by else None,
        municipality_id=municipality_id,
        **details,
    )
