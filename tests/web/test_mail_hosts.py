"""Mails lead to the site's own name, whatever name a request came under."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import STANDING, Server, csrf_token, make_settings, opened
from tests.factories.post import deliver

FORM = "/konto/glomt-losenord"


@pytest.fixture(scope="module")
def app(
    standing: Flask, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An installation with a name, on the demonstration's database."""
    settings = make_settings(tmp_path_factory.mktemp("hosts"), server.url(STANDING))
    named = settings.model_copy(update={"base_url": "http://kartan.example.se"})
    with opened(named) as made:
        yield made


def test_a_forged_host_is_in_no_mail(app: Flask, client: FlaskClient) -> None:
    for head in ("Host", "X-Forwarded-Host"):
        forged = {head: "evil.example"}
        token = csrf_token(client.get(FORM, headers=forged).text)
        form = {"email": "redaktor@example.se", "csrf_token": token}
        assert client.post(FORM, data=form, headers=forged).status_code < 400
    mails = [mail.get_content() for mail in deliver(app)]
    print(f"mails {len(mails)}, with a foreign link {sum('evil' in mail for mail in mails)}")
    assert mails
    assert all("http://kartan.example.se/konto/" in mail for mail in mails)
    assert not any("evil" in mail for mail in mails)
