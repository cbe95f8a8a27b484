"""A real account, to which nothing is spared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, transaction
from geostories.models import Municipality
from geostories.vocabulary import Role
from tests.conftest import SignIn
from tests.factories.person import make_person
from tests.factories.second_factors import code_of, make_app
from tests.factories.tokens import send

MakeAccount = Callable[..., "Account"]


@dataclass
class Account:
    """An account with its address, and the secret of its app, if it has one."""

    app: Flask
    email: str
    secret: str
    enter: SignIn

    def sign_in(self) -> FlaskClient:
        """With the password alone."""
        return self.enter(self.email)

    def sign_in_whole(self) -> FlaskClient:
        """With password and app."""
        client = self.sign_in()
        answer = send(client, "/konto/andra-steget", code=code_of(self.secret, steps=1))
        assert answer.status_code == 303, answer.text
        return client

    @property
    def password(self) -> str:
        """What everybody's is."""
        return demonstration.password(self.app.config["SETTINGS"])


@pytest.fixture
def make_account(app: Flask, sign_in: SignIn) -> MakeAccount:
    """Make a real account: with a role in Katrineholm, with an app, if they are asked for."""

    def make(email: str, role: Role | None = None, *, with_app: bool = False) -> Account:
        with app.test_request_context(), transaction(Scope.operator()) as session:
            town = session.scalars(
                select(Municipality.id).where(Municipality.slug == "katrineholm")
            ).one()
            where = None if role is Role.OPERATOR else town
            person = make_person(session, email, role=role, municipality_id=where, is_example=False)
            key = app.config["SETTINGS"].signing_key()
            secret = make_app(session, person.id, key) if with_app else ""
        return Account(app, email, secret, sign_in)

    return make
