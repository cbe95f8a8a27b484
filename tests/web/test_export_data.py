"""A copy of all that is kept about somebody: whole, theirs alone, gone again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import data_exports
from geostories.jobs.worker import sweep_up
from geostories.models import Base, DataExport
from geostories.models.base import now
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.personal_register import REGISTER
from tests.conftest import SignIn
from tests.factories.post import deliver
from tests.factories.tokens import send
from tests.factories.whole_life import NAME, SEALED, WORD, Life, live

pytestmark = pytest.mark.trust

EMAIL, OTHER = "kanarina@example.se", "frammande@example.se"
PAGE = "/konto/mina-uppgifter"
NOT_USED = {"sealed_copy", "retention_rule", "minor", "account_use", "second_factor", "recovery_code", "invitation", "roles_users", "membership", "case_file", "case_note", "page_text", "revision", "tip", "notice", "held_zone",
            "layer_import", "erasure", "data_export", "review_rule"}  # fmt: skip
"""Kinds of which nobody without a role, or nobody before the first copy, has rows."""


@pytest.fixture
def life(app: Flask, municipality: MunicipalityInfo) -> Life:
    """Somebody who has used all there is, and somebody else who has too."""
    store = app.extensions["files"]
    with app.test_request_context():
        live(store, municipality.id, times=3, email=OTHER)
        return live(store, municipality.id, times=8, email=EMAIL)


def make_all(app: Flask) -> None:
    """What the worker does."""
    with reading(Scope.operator()) as session:
        waiting = session.scalars(select(DataExport.id).where(DataExport.ready_at.is_(None))).all()
    for export_id in waiting:
        with app.test_request_context():
            data_exports.make(
                export_id,
                settings=app.config["SETTINGS"],
                media=app.extensions["files"],
                exports=app.extensions["export_files"],
            )


def fetch(app: Flask, client: FlaskClient) -> tuple[str, zipfile.ZipFile]:
    """Order a copy, have it made, and download it."""
    assert send(client, PAGE).status_code == 303
    make_all(app)
    page = client.get(PAGE).text
    address = f"{PAGE}/{page.partition(f'{PAGE}/')[2].partition('.zip')[0]}.zip"
    answer = client.get(address)
    assert answer.mimetype == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    return address, zipfile.ZipFile(io.BytesIO(answer.data))


def rows_of(copy: zipfile.ZipFile) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for kind in REGISTER:
        yield kind, json.loads(copy.read(f"data/{kind}.json"))


def test_it_holds_everything_and_says_what_it_is(app: Flask, life: Life, sign_in: SignIn) -> None:
    _, copy = fetch(app, sign_in(EMAIL))
    assert copy.testzip() is None
    rows = dict(rows_of(copy))
    for kind, found in rows.items():
        schema = json.loads(copy.read(f"schema/{kind}.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(found, schema)
    empty = {kind for kind, found in rows.items() if not found}
    print(f"kinds: {len(rows)}, without a row {sorted(empty)}")
    assert empty <= NOT_USED
    assert {each["id"] for each in rows["story"]} == {str(each) for each in life.stories}
    assert len(rows["comment"]) == len(rows["thanks"]) == len(rows["report"]) == len(life.others)
    photos = [name for name in copy.namelist() if name.startswith("photos/")]
    assert len(photos) == len(life.stories)
    assert all(copy.read(name)[8:12] == b"WEBP" for name in photos)
    readme = copy.read("README.txt").decode()
    assert "Allt som finns sparat om dig" in readme
    text = json.dumps(rows, ensure_ascii=False)
    assert all(word in text for word in (NAME, WORD, SEALED, EMAIL))


def test_every_row_that_names_the_person_is_in_it_or_apart_for_a_reason(
    app: Flask, life: Life, sign_in: SignIn
) -> None:
    """Asked of the database itself: every column of every table is searched for the account's id."""
    _, copy = fetch(app, sign_in(EMAIL))
    given = {kind: len(found) for kind, found in rows_of(copy)}
    tried, missing = 0, []
    with app.extensions["database"].owner_engine.connect() as connection:
        connection.exec_driver_sql("SELECT set_config('geostories.scope', 'operator', true)")
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                tried += 1
                count = connection.exec_driver_sql(
                    f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}"::text = %(id)s',
                    {"id": str(life.person.id)},
                ).scalar()
                if count and not is_accounted_for(table.name, column.name, given, count):
                    missing.append(f"{table.name}.{column.name}")
    print(f"columns: tried {tried}, missing {missing}")
    assert missing == []


def is_accounted_for(table: str, column: str, given: dict[str, int], count: int) -> bool:
    """Whether the rows are in the export, or the column is on the list of what is apart."""
    holding = REGISTER.get(table)
    if holding is None:
        return False
    if column in holding.whose:
        return given[table] >= count
    return column in holding.columns


def test_nothing_in_it_is_anybody_elses(app: Flask, life: Life, sign_in: SignIn) -> None:
    _, copy = fetch(app, sign_in(EMAIL))
    with reading(Scope.operator()) as session:
        ids = session.connection().exec_driver_sql('SELECT id, email FROM "user"').all()
    others = {str(key) for key, _ in ids} - {str(life.person.id)}
    others |= {email for _, email in ids} - {EMAIL} | {"Kajsa Sandberg"}
    text = "".join(copy.read(name).decode() for name in copy.namelist() if name[-4:] == "json")
    text += copy.read("README.txt").decode()
    found = sorted(each for each in others if each in text)
    print(f"others' names, addresses and ids: looked for {len(others)}, found {len(found)}")
    assert found == []


def test_it_is_for_its_owner_alone_and_runs_out(app: Flask, life: Life, sign_in: SignIn) -> None:
    owner = sign_in(EMAIL)
    address, _ = fetch(app, owner)
    told = [each for each in deliver(app) if each["To"] == EMAIL and PAGE in each.get_content()]
    assert len(told) == 1
    assert sign_in(OTHER).get(address).status_code == 404
    assert app.test_client().get(address).status_code == 303
    key = public_id.decode(address.rpartition("/")[2].removesuffix(".zip"))
    assert isinstance(key, UUID)
    with transaction(Scope.operator()) as session:
        past = now() - timedelta(seconds=1)
        session.execute(update(DataExport).where(DataExport.id == key).values(expires_at=past))
    assert owner.get(address).status_code == 404
    stored = f"{key}.zip"
    assert app.extensions["export_files"].has(stored)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"sweep_grace_minutes": 0})
    sweep_up(app)
    assert not app.extensions["export_files"].has(stored)


def test_a_second_order_waits_for_the_first_and_the_day_has_a_limit(
    app: Flask, life: Life, sign_in: SignIn
) -> None:
    owner = sign_in(EMAIL)
    answers = [send(owner, PAGE).status_code for _ in range(7)]
    assert answers == [303] * 5 + [429] * 2
    with reading(Scope.operator()) as session:
        assert (
            len(
                session.scalars(
                    select(DataExport).where(DataExport.owner_id == life.person.id)
                ).all()
            )
            == 1
        )
