"""Who may do what: one page to read aloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from geostories.vocabulary import Duty, Role


@dataclass(frozen=True)
class Grant:
    """A role in a municipality; without municipality, in all of them."""

    role: Role
    municipality_id: UUID | None
    categories: frozenset[str] = frozenset()
    duties: frozenset[Duty] = frozenset()
    """Where there are any, the role reaches over these only."""

    def reaches(self, duties: frozenset[Duty], category: str) -> bool:
        """Whether one of the duties is part of it; categories limit what has one."""
        is_theirs = not self.duties or bool(self.duties & duties)
        return is_theirs and (not self.categories or not category or category in self.categories)


@dataclass(frozen=True)
class Person:
    """Whoever asks. A visitor has a random id of its own and no grants."""

    id: UUID
    is_signed_in: bool = False
    display_name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    has_sleeping_roles: bool = False
    """Holds roles that wait for a second factor."""

    def has(self, roles: frozenset[Role], municipality_id: UUID) -> bool:
        """Whether one of the roles is held here or everywhere."""
        return any(
            grant.role in roles and grant.municipality_id in (None, municipality_id)
            for grant in self.grants
        )


class Permission(StrEnum):
    """What a door can ask for."""

    MODERATE = "moderate"
    EDIT_PLACES = "edit_places"
    ADMINISTER = "administer"
    SPEAK_FOR_MUNICIPALITY = "speak_for_municipality"
    KEEP_RECORDS = "keep_records"


STAFF = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR})
"""Roles in which somebody acts for a municipality."""

ROLES = {
    Permission.MODERATE: frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
    Permission.EDIT_PLACES: frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    Permission.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Permission.KEEP_RECORDS: frozenset({Role.ADMINISTRATOR}),
    Permission.SPEAK_FOR_MUNICIPALITY: STAFF,
}


def is_staff(grants: frozenset[Grant]) -> bool:
    """Whether one of the roles is more than a resident's."""
    return any(grant.role in STAFF | {Role.OPERATOR} for grant in grants)


def may(person: Person, permission: Permission, municipality_id: UUID) -> bool:
    """Whether this person may do this in this municipality."""
    return person.is_signed_in and person.has(ROLES[permission], municipality_id)


def may_operate(person: Person) -> bool:
    """Whether this person runs the platform, which gives no right in any municipality."""
    return person.is_signed_in and Grant(Role.OPERATOR, None) in person.grants


ANY_DUTY = frozenset(Duty)


def reviews(
    person: Person, municipality_id: UUID, *, duties: frozenset[Duty], category: str = ""
) -> bool:
    """Whether one of these duties, in this category, is part of this person's role here."""
    return person.is_signed_in and any(
        grant.role in ROLES[Permission.MODERATE]
        and grant.municipality_id in (None, municipality_id)
        and grant.reaches(duties, category)
        for grant in person.grants
    )


def duties_of(duty: Duty, *, waits: bool) -> frozenset[Duty]:
    """What a decision is part of: what has been shown is decided on after a report or a review."""
    return frozenset({duty}) if waits else frozenset({duty, Duty.REPORTS, Duty.APPEALS})


def may_decide(
    person: Person,
    *,
    municipality_id: UUID,
    owner_id: UUID,
    duties: frozenset[Duty] = ANY_DUTY,
    category: str = "",
) -> bool:
    """Whether this person may decide on a story: nobody judges what they told themselves."""
    is_theirs = reviews(person, municipality_id, duties=duties, category=category)
    return is_theirs and person.id != owner_id
