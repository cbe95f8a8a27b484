"""The archive package: valid METS, right checksums, the same counts when it is opened again."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random

import metsrw
import pytest
from flask import Flask
from lxml import etree

from geostories.domain.transaction import Scope, transaction
from geostories.exporters.archive.make import Wanted, make_package
from geostories.exporters.archive.mets import DESCRIPTION, METS
from geostories.exporters.archive.reader import open_package
from geostories.vocabulary import DecisionAction, Role, StoryStatus
from geostories.wording.extract import write_extract
from tests.db.review.conftest import Town, count
from tests.factories.reports import make_report
from tests.factories.story import make_moderator, make_story

pytestmark = pytest.mark.trust

XLINK = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/1999/xlink">
  <xs:attribute name="href" type="xs:anyURI"/><xs:attribute name="role" type="xs:string"/>
  <xs:attribute name="arcrole" type="xs:string"/><xs:attribute name="title" type="xs:string"/>
  <xs:attribute name="show" type="xs:string"/><xs:attribute name="actuate" type="xs:string"/>
  <xs:attribute name="label" type="xs:string"/><xs:attribute name="from" type="xs:string"/>
  <xs:attribute name="to" type="xs:string"/>
  <xs:attributeGroup name="simpleLink"><xs:attribute name="type" form="qualified" fixed="simple"/>
    <xs:attribute ref="href"/><xs:attribute ref="role"/><xs:attribute ref="arcrole"/>
    <xs:attribute ref="title"/><xs:attribute ref="show"/><xs:attribute ref="actuate"/>
  </xs:attributeGroup>
  <xs:attributeGroup name="extendedLink"><xs:attribute name="type" form="qualified"
      fixed="extended"/>
    <xs:attribute ref="role"/><xs:attribute ref="title"/></xs:attributeGroup>
  <xs:attributeGroup name="locatorLink"><xs:attribute name="type" form="qualified"
      fixed="locator"/>
    <xs:attribute ref="href" use="required"/><xs:attribute ref="label"/></xs:attributeGroup>
  <xs:attributeGroup name="arcLink"><xs:attribute name="type" form="qualified"
      fixed="arc"/>
    <xs:attribute ref="from"/><xs:attribute ref="to"/></xs:attributeGroup>
</xs:schema>"""
"""The attributes of XLink that METS names: its schema asks for them at an address on the net."""


class _Offline(etree.Resolver):
    """No schema is fetched."""

    def resolve(self, address: str, _public_id: object, context: object) -> object:
        return self.resolve_string(XLINK, context) if "xlink" in address else None


def read_schema() -> etree.XMLSchema:
    """The METS schema that comes with metsrw."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline())
    source = files(metsrw) / "resources" / "mets.xsd"
    return etree.XMLSchema(etree.fromstring(source.read_bytes(), parser))


@pytest.fixture(scope="module")
def package(town: Town, standing_empty: Flask) -> bytes:
    """A package of cases of every kind, with pictures."""
    store = standing_empty.extensions["files"]
    for action in (DecisionAction.REJECT, DecisionAction.PUBLISH, DecisionAction.REQUEST_CHANGES):
        town.decide(town.tell(), action)
    with transaction(Scope.operator()) as session:
        told = make_story(
            session,
            municipality_id=town.id,
            owner=town.teller,
            status=StoryStatus.PUBLISHED,
            title="Sjön & <ladan> \x0b «åäö» 😀",
            store=store,
        )
        make_report(session, told.id, email="lena@example.se")
    day = datetime.now(UTC)
    wanted = Wanted(
        town.id,
        "Katrineholms kommun",
        day - timedelta(days=1),
        day + timedelta(days=1),
        make_moderator(town.id, Role.ADMINISTRATOR),
    )
    with standing_empty.test_request_context():
        return make_package(
            wanted,
            store=store,
            as_text=lambda case: write_extract([case], giver="Katrineholm", at=day),
        )


def description(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(DESCRIPTION)


def test_the_description_is_valid(package: bytes) -> None:
    schema, mets = read_schema(), etree.fromstring(description(package))
    assert schema.validate(mets), schema.error_log
    broken = etree.fromstring(description(package))
    broken.find(f".//{{{METS}}}file").set("CHECKSUMTYPE", "SHA-7")
    assert not schema.validate(broken)
    assert len(mets.findall(f".//{{{METS}}}file")) > 5


def test_it_is_opened_again_with_the_same_counts(package: bytes, town: Town) -> None:
    opened = open_package(io.BytesIO(package))
    here = "WHERE municipality_id = :id"
    wanted = {
        "cases": count(f"SELECT count(*) FROM case_file {here}", id=town.id),
        "decision": count(f"SELECT count(*) FROM decision {here}", id=town.id),
        "report": count(f"SELECT count(*) FROM report {here}", id=town.id),
        "version": count(f"SELECT count(*) FROM story_version {here}", id=town.id),
        "log": count(
            f"SELECT count(*) FROM audit_entry {here} AND action <> 'archive'", id=town.id
        ),
    }
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        names = Counter(name.rpartition(".")[2] for name in zipped.namelist())
    print(f"archive: {opened.files} files, faults {len(opened.faults)}, counts {opened.counts}")
    assert opened.faults == []
    assert opened.counts == wanted
    assert opened.files == sum(names.values()) - 1
    assert names["webp"] == 1
    assert names["txt"] == wanted["cases"]
    logged = f"SELECT count(*) FROM audit_entry {here} AND action = 'archive'"
    assert count(logged, id=town.id) == 1


def rewrite(package: bytes, change: dict[str, bytes | None]) -> bytes:
    """The package with files changed, left out or slipped in, the description untouched."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = change.pop(name, before.read(name))
            if content is not None:
                after.writestr(name, content)
        for name, content in change.items():
            after.writestr(name, content or b"")
    return out.getvalue()


def test_every_flipped_byte_is_found(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        whole = {n: opened.read(n) for n in opened.namelist() if n != DESCRIPTION}
    rnd, found = Random(34), 0
    for name, content in whole.items():
        at = rnd.randrange(len(content))
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        opened_again = open_package(io.BytesIO(rewrite(package, {name: flipped})))
        found += opened_again.faults == [f"{name} is not what was packed"]
    print(f"archive: a byte flipped in {len(whole)} files, found {found}")
    assert found == len(whole)


@pytest.mark.parametrize("change", ["missing", "slipped in", "cut off", "no description"])
def test_what_is_missing_or_slipped_in_is_found(package: bytes, change: str) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        some = opened.namelist()[3]
    other = {
        "missing": lambda: rewrite(package, {some: None}),
        "slipped in": lambda: rewrite(package, {"content/extra.json": b"{}"}),
        "cut off": lambda: package[: len(package) // 2],
        "no description": lambda: rewrite(package, {DESCRIPTION: None}),
    }[change]()
    assert not open_package(io.BytesIO(other)).is_sound
