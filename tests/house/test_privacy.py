"""Every column that is a person's has a line: in the register, and in docs/privacy.md."""

from __future__ import annotations

import re

from sqlalchemy import Uuid

from geostories.models import Base
from geostories.queries.personal_register import NOBODYS, REGISTER
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text()
LINES = {
    match["table"]: match
    for match in re.finditer(
        r"^\| `(?P<table>\w+)` \| (?P<why>[^|]+) \| (?P<basis>[^|]+) \| (?P<long>[^|]+) "
        r"\| (?P<erased>[^|]+) \| (?P<columns>[^|]+) \|$",
        PAGE,
        re.MULTILINE,
    )
}
NOT_A_PERSON = {"id", "subject_id", "story_id", "version_id", "published_version_id", "appeal_id",
                "result_id", "submission_key", "key", "chain", "public_then_id"}  # fmt: skip


def test_every_table_is_somebodys_or_nobodys() -> None:
    tables = set(Base.metadata.tables)
    assert REGISTER.keys() & NOBODYS.keys() == set()
    assert tables - REGISTER.keys() - NOBODYS.keys() == set()
    assert REGISTER.keys() | NOBODYS.keys() == tables


def test_every_column_is_given_or_apart_for_a_reason() -> None:
    missing, tried = [], 0
    for name, holding in REGISTER.items():
        columns = set(Base.metadata.tables[name].columns.keys())
        tried += len(columns)
        assert len(holding.columns) == len(set(holding.columns)), name
        missing += [f"{name}.{each}" for each in columns ^ set(holding.columns)]
        assert {*holding.whose, *holding.sealed} <= columns, name
        assert bool(holding.sealed) or holding.erased != "kept", name
    print(f"columns: tried {tried}, without a line {len(missing)}")
    assert missing == []


def test_every_reference_to_an_account_or_a_person_is_named_as_one() -> None:
    walked, unnamed = 0, []
    for table in Base.metadata.tables.values():
        for column in table.columns:
            targets = {key.target_fullname for key in column.foreign_keys}
            to_account = "user.id" in targets
            loose = isinstance(column.type, Uuid) and not targets
            if not (to_account or (loose and column.name not in NOT_A_PERSON)):
                continue
            walked += 1
            holding = REGISTER.get(table.name)
            others = holding and any(column.name in names for names in holding.apart.values())
            if holding is None or not (column.name in holding.whose or others):
                unnamed.append(f"{table.name}.{column.name}")
    print(f"references to people: tried {walked}, unnamed {len(unnamed)}")
    assert walked > 30
    assert unnamed == []


def test_the_page_for_the_officer_names_the_same() -> None:
    assert LINES.keys() == REGISTER.keys()
    for name, line in LINES.items():
        assert set(re.findall(r"`(\w+)`", line["columns"])) == set(REGISTER[name].columns), name
        assert "?" not in line["why"] + line["basis"] + line["long"], name
        for sealed in REGISTER[name].sealed:
            assert f"`{sealed}`" in line["erased"], name
    listed = re.findall(r"^- `(\w+)`: ", PAGE.partition("## Tables without")[2], re.MULTILINE)
    assert set(listed) == NOBODYS.keys()
