"""Loading the demonstration: municipalities, accounts, official layers, example stories."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.demo.answers import load_answers
from geostories.demo.counts import load_counts
from geostories.demo.gatherings import load_gatherings
from geostories.demo.municipalities import load_municipalities
from geostories.demo.stories import load_stories
from geostories.demo.visits import load_visits
from geostories.domain.layer_imports import Order
from geostories.domain.members import create_user, give_role
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.models import Municipality
from geostories.vocabulary import Role

if TYPE_CHECKING:
    from geostories.config import Settings

Progress = Callable[[str], None]

ACCOUNTS = {
    "invanare@example.se": ("Ingrid Invånare", None),
    "granskare@example.se": ("Kajsa Granskare", Role.MODERATOR),
    "redaktor@example.se": ("Rasmus Redaktör", Role.EDITOR),
    "admin@example.se": ("Amina Administratör", Role.ADMINISTRATOR),
    "drift@example.se": ("Doris Drift", Role.OPERATOR),
}
TELLERS = "berattare@example.se"
"""Holds the example stories; nobody can sign in to it."""

LAYERS = (
    ("katrineholm", "demo/katrineholm_places.geojson", "place"),
    ("katrineholm", "demo/katrineholm_trails.geojson", "trail"),
    ("katrineholm", "demo/place_names.geojson", "place_name"),
    ("vaxjo", "demo/vaxjo_places.gpkg", "place"),
    ("vaxjo", "demo/vaxjo_trails.geojson", "trail"),
)
REGISTERS = {"place": "platser", "trail": "leder"}
"""The layers' names, as the editors' table shows them."""


@dataclass(frozen=True)
class Cast:
    """The demonstration's people by what they do, and the settings they work under."""

    settings: Settings
    resident: Person
    tellers: Person
    moderator: Person


def is_empty() -> bool:
    """Whether there is no municipality yet."""
    with reading(Scope.public()) as session:
        return session.scalar(select(Municipality.id).limit(1)) is None


def password(settings: Settings) -> str:
    """The demo accounts' password: made once, kept in the home, the same for all."""
    file = settings.home / "demo-password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("-".join(secrets.choice(WORDS) for _ in range(4)))
    return file.read_text()


WORDS = (
    (
        "tall gran bjork asp lind alm rönn hassel sjo vik udde skar strand brygga stig spang "
        "mosse ang hage lund kulle berg dal back"
    )
    .replace("ö", "o")
    .split()
)


def load(app: Flask, *, picture_size: tuple[int, int], progress: Progress) -> None:
    """Load everything that is not there yet; a second call changes nothing.

    `picture_size` in pixels: tests draw small ones.
    """
    settings: Settings = app.config["SETTINGS"]
    progress("municipalities")
    with transaction(Scope.operator()) as session:
        municipalities = load_municipalities(session)
        cast = _load_accounts(session, list(municipalities.values()), settings)
    for slug, file, kind in LAYERS:
        progress(f"layer {file}")
        _load_layer(municipalities[slug], resource("data") / file, kind, settings)
    progress("visits")
    load_visits(app, municipalities=municipalities, picture_size=picture_size)
    load_stories(
        app, cast=cast, municipalities=municipalities, picture_size=picture_size, progress=progress
    )
    progress("gatherings")
    load_gatherings(cast=cast, municipalities=municipalities)
    load_answers(cast=cast)
    load_counts(municipalities["katrineholm"])


def _load_accounts(session: Session, municipality_ids: list[UUID], settings: Settings) -> Cast:
    people, secret = {}, password(settings)
    for email, (name, role) in ACCOUNTS.items():
        user_id = create_user(
            session,
            email=email,
            display_name=name,
            password_hash=hash_password(secret),
            is_example=True,
        )
        places = [None] if role is Role.OPERATOR else municipality_ids
        grants = {Grant(role, each) for each in places} if role else set()
        for grant in grants:
            give_role(
                session,
                user_id=user_id,
                role=grant.role,
                municipality_id=grant.municipality_id,
                by=None,
            )
        people[email] = Person(user_id, True, name, frozenset(grants))
    tellers = create_user(session, email=TELLERS, display_name="Exempel", password_hash=None)
    return Cast(
        settings=settings,
        resident=people["invanare@example.se"],
        tellers=Person(tellers, True, "Exempel"),
        moderator=people["granskare@example.se"],
    )


def _load_layer(municipality_id: UUID, file: Path, kind: str, settings: Settings) -> None:
    with transaction(Scope.operator()) as session:
        import_layer(
            session,
            file=file,
            municipality_id=municipality_id,
            order=Order(register=REGISTERS.get(kind, file.stem), kind=kind),
            settings=settings,
        )
