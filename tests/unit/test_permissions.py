"""Who may do what: the table, spelled out."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from geostories.domain.permissions import Grant, Permission, Person, may, may_decide
from geostories.vocabulary import Role

HERE, ELSEWHERE = uuid4(), uuid4()
EVERY_CELL = list(product(Role, Permission))
MAY = {
    (Role.MODERATOR, Permission.MODERATE),
    (Role.MODERATOR, Permission.SPEAK_FOR_MUNICIPALITY),
    (Role.EDITOR, Permission.EDIT_PLACES),
    (Role.EDITOR, Permission.SPEAK_FOR_MUNICIPALITY),
    (Role.ADMINISTRATOR, Permission.MODERATE),
    (Role.ADMINISTRATOR, Permission.EDIT_PLACES),
    (Role.ADMINISTRATOR, Permission.ADMINISTER),
    (Role.ADMINISTRATOR, Permission.SPEAK_FOR_MUNICIPALITY),
    (Role.ADMINISTRATOR, Permission.KEEP_RECORDS),
}


def person(*grants: Grant, is_signed_in: bool = True) -> Person:
    return Person(uuid4(), is_signed_in, "Namn", frozenset(grants))


@pytest.mark.parametrize(("role", "permission"), EVERY_CELL)
def test_a_role_opens_its_doors_and_no_others(role: Role, permission: Permission) -> None:
    assert may(person(Grant(role, HERE)), permission, HERE) is ((role, permission) in MAY)


@pytest.mark.parametrize(("role", "permission"), EVERY_CELL)
def test_a_role_opens_nothing_in_another_municipality(role: Role, permission: Permission) -> None:
    assert not may(person(Grant(role, ELSEWHERE)), permission, HERE)


@pytest.mark.parametrize(("role", "permission"), EVERY_CELL)
def test_a_role_without_municipality_holds_everywhere(role: Role, permission: Permission) -> None:
    assert may(person(Grant(role, None)), permission, HERE) is ((role, permission) in MAY)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_without_a_role_or_a_sign_in_may_anything(permission: Permission) -> None:
    everything = [Grant(role, None) for role in Role]
    assert not may(person(), permission, HERE)
    assert not may(person(*everything, is_signed_in=False), permission, HERE)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_decides_on_their_own_story(role: Role) -> None:
    judge = person(Grant(role, HERE))
    assert may_decide(judge, municipality_id=HERE, owner_id=uuid4())
    assert not may_decide(judge, municipality_id=HERE, owner_id=judge.id)
    assert not may_decide(judge, municipality_id=ELSEWHERE, owner_id=uuid4())
