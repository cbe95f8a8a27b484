"""A page asks the database as often for thirty stories as for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import NoticeKind, StoryStatus
from tests.conftest import SignIn
from tests.factories.notices import make_notice
from tests.factories.person import make_person
from tests.factories.story import make_story

MANY = 30
LIST = re.compile(r"IN \((?:%\(\w+\)s(?:::\w+)?(?:, )?)+\)")
"""One question about many ids is one question."""

AUTHOR = "skriver-mycket@example.se"
PAGES = {
    "list": ("visitor", "/vaxjo/berattelser/"),
    "map": ("visitor", "/vaxjo/"),
    "items": ("visitor", "/api/v1/collections/stories/items?municipality=vaxjo"),
    "start": ("visitor", "/"),
    "my stories": (AUTHOR, "/konto/berattelser"),
    "telling": (AUTHOR, "/vaxjo/beratta"),
    "queue": ("granskare@example.se", "/vaxjo/granska/"),
}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration without the stories of Växjö, where a notice marks whatever there is."""
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "UPDATE story_version SET municipality_id = "
                "(SELECT id FROM municipality WHERE slug = 'katrineholm')"
            )
        )
        session.execute(
            text(
                "UPDATE story SET municipality_id = "
                "(SELECT id FROM municipality WHERE slug = 'katrineholm')"
            )
        )
        town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
        make_notice(session, town, kind=NoticeKind.FIRE_BAN, title="Eldningsförbud")
    return standing


@pytest.fixture(scope="module")
def author(app: Flask) -> Person:
    """Somebody who tells it all."""
    with app.test_request_context(), transaction(Scope.operator()) as session:
        return make_person(session, AUTHOR)


def tell(app: Flask, author: Person, number: int) -> None:
    """Tell so many stories of each kind that the pages list: published, waiting, drafts."""
    with transaction(Scope.operator()) as session:
        town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
        for n in range(number):
            for status in (StoryStatus.PUBLISHED, StoryStatus.PENDING, StoryStatus.DRAFT):
                make_story(
                    session,
                    owner=author,
                    municipality_id=town,
                    status=status,
                    title=f"{status} {n}",
                    at=(14.80906 + n / 1000, 56.87767),
                    store=app.extensions["files"],
                )


@contextmanager
def counted(app: Flask) -> Iterator[Counter[str]]:
    """Count the statements that the app's pool sends, by their first line."""
    sent: Counter[str] = Counter()

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent[LIST.sub("IN (…)", " ".join(statement.split()))] += 1

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", count)


def statements_of(app: Flask, clients: dict[str, FlaskClient]) -> dict[str, Counter[str]]:
    """What each page asks."""
    found = {}
    for name, (who, path) in PAGES.items():
        with counted(app) as sent:
            assert clients[who].get(path).status_code == 200
        found[name] = sent
    return found


def test_thirty_stories_cost_as_many_queries_as_one(
    app: Flask, author: Person, sign_in: SignIn
) -> None:
    people = {who for who, _ in PAGES.values()} - {"visitor"}
    clients = {"visitor": app.test_client()} | {who: sign_in(who) for who in people}
    tell(app, author, 1)
    one = statements_of(app, clients)
    tell(app, author, MANY - 1)
    many = statements_of(app, clients)
    for name in PAGES:
        assert many[name] == one[name], f"{name}: {many[name] - one[name]}"
    listed = clients["visitor"].get("/vaxjo/berattelser/").text
    assert "30 berättelser" in listed
    assert listed.count("Eldningsförbud till") == MANY
    print({name: sum(sent.values()) for name, sent in many.items()})


def test_no_page_asks_the_same_question_many_times(app: Flask, client: FlaskClient) -> None:
    for path in ("/katrineholm/", "/katrineholm/berattelser/", "/katrineholm/platser/"):
        with counted(app) as sent:
            client.get(path)
        repeated = {s: n for s, n in sent.items() if n > 1 and "set_config" not in s}
        assert repeated == {}, path
