"""Anti-forgery tokens, as the pages of a session give them out."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import csrf_token

PAGES = ("/konto/", "/konto/logga-in", "/konto/andra-steget")
_known: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()


def token_of(client: FlaskClient) -> str:
    """The token of a client's session, asked for once; visitors get it with the sign-in form."""
    if client not in _known:
        pages = (client.get(path) for path in PAGES)
        _known[client] = csrf_token(next(page for page in pages if page.status_code == 200).text)
    return _known[client]


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form with the token of the session."""
    return client.post(path, data={**fields, "csrf_token": token_of(client)})
