"""Who runs it, rules, contact, privacy, accessibility: two clicks from everywhere, in own words."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geostories.domain.transaction import Scope, reading
from geostories.queries.municipalities import get_municipality
from geostories.queries.page_texts import ContactInfo
from geostories.wording.about_pages import (
    LANGUAGES,
    PAGES,
    facts_of,
    missing_parts,
    render_text,
    shipped,
)
from tests.conftest import SignIn
from tests.factories.doors import list_doors
from tests.factories.hostile_texts import RUNS
from tests.factories.links import clicks_to
from tests.factories.post import deliver
from tests.factories.tokens import send, token_of
from tests.factories.two_towns import ADMINISTRATOR, HERE, USER_A, TwoTowns, make_two_towns
from tests.factories.two_towns import email_of as address_of

pytestmark = pytest.mark.trust

DESK = "/katrineholm/admin/sidor/"
REACHED = {f"/{HERE}/om/{'' if page == 'om' else page}" for page in PAGES}
HARMLESS = re.compile(
    r"</?(p|br|em|strong|ul|ol|li|blockquote|a|h2|h3)"
    r"( (href=\"(?!javascript|data|vbscript)[^\"]*\"|rel=\"noopener noreferrer\"|title=\"[^\"]*\"))*>"
)
BARRIER = f"/{HERE}/om/tillganglighet/sag-till"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration with two towns in it."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Something at every address."""
    with app.test_request_context():
        return make_two_towns(app)


def reach(client: FlaskClient, page: str, known: dict[str, dict[str, int]]) -> set[str]:
    """What of the information is within two clicks of a page."""
    first = clicks_to(page)
    found = {path for path in first if first[path] <= 2}
    for path, clicks in first.items():
        if clicks == 1 and ("/om/" in path or path in ("/konto/om-kommunerna", f"/{HERE}/")):
            if path not in known:
                known[path] = clicks_to(client.get(path).text)
            found |= {each for each, more in known[path].items() if more == 1}
    return found & (REACHED | {BARRIER})


def test_every_page_is_two_clicks_from_what_the_law_wants_told(
    app: Flask, towns: TwoTowns, sign_in: SignIn
) -> None:
    pages: Counter[str] = Counter()
    missing = []
    for actor, client in (
        ("visitor", app.test_client()),
        (USER_A, sign_in(address_of(USER_A))),
        (ADMINISTRATOR, sign_in(address_of(ADMINISTRATOR))),
    ):
        known: dict[str, dict[str, int]] = {}
        doors = {d.path: d for d in list_doors(app, towns) if "GET" in d.methods}
        for path, door in sorted(doors.items()):
            if door.town not in ("", HERE) or pages[f"{actor} {door.endpoint}"]:
                continue
            answer = client.get(path)
            if "html" not in answer.mimetype or "<main" not in answer.text:
                continue
            pages[f"{actor} {door.endpoint}"] += 1
            gone = REACHED - reach(client, answer.text, known)
            missing += [f"{actor} at {path}: {each}" for each in gone]
    print(f"pages: tried {pages.total()}, missing {len(missing)}")
    assert missing == []
    assert pages.total() >= 90


def test_the_page_for_what_does_not_work_is_a_click_from_the_statement(app: Flask) -> None:
    statement = app.test_client().get(f"/{HERE}/om/tillganglighet").text
    assert clicks_to(statement)[BARRIER] == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_shipped_says_all_that_the_law_asks_for(
    app: Flask, page: str, language: str
) -> None:
    assert missing_parts(page, shipped(page, language=language)) == []
    with app.test_request_context(), reading(Scope.public()) as session:
        town = get_municipality(session, HERE)
        facts = facts_of(town, ContactInfo(), report_barrier=BARRIER)
        html = render_text(shipped(page, language=language), facts)
    assert not re.search(r"\{[a-z_]+\}|mailto:[^a-z]", html)
    assert "Katrineholms kommun" in html


def test_an_administrator_writes_looks_saves_and_goes_back(app: Flask, sign_in: SignIn) -> None:
    admin, visitor = sign_in("admin@example.se"), app.test_client()
    address = f"{DESK}regler?sprak=sv"
    own = "## Våra regler\n\nVar snäll. Rapportera det som är fel, enligt lag 1998:112. Begär omprövning."
    looked = send(admin, address, body=own, seen="0", action="preview")
    assert "<h2>Våra regler</h2>" in looked.text
    assert "Våra regler" not in visitor.get(f"/{HERE}/om/regler").text
    assert send(admin, address, body=own, seen="0", action="save").status_code == 303
    assert "<h2>Våra regler</h2>" in visitor.get(f"/{HERE}/om/regler").text
    assert "Våra regler" not in visitor.get("/vaxjo/om/regler").text
    late = send(admin, address, body=own + " Mer.", seen="0", action="save")
    assert late.status_code == 422
    assert "Någon annan sparade" in late.text
    assert "Begär omprövning" in admin.get(f"{address}&version=0").text
    shipped_text = shipped("regler", language="sv")
    assert send(admin, address, body=shipped_text, seen="1", action="save").status_code == 303
    assert "Våra regler" not in visitor.get(f"/{HERE}/om/regler").text
    assert "Våra regler" in admin.get(f"{address}&version=1").text


def test_what_the_law_asks_for_cannot_be_left_out(sign_in: SignIn) -> None:
    admin, tried, accepted = sign_in("admin@example.se"), 0, []
    for page in PAGES:
        whole = shipped(page, language="sv").splitlines()
        for part in range(6):
            body = "\n".join(line for n, line in enumerate(whole) if n % 6 == part)
            if not missing_parts(page, body):
                continue
            tried += 1
            answer = send(admin, f"{DESK}{page}?sprak=sv", body=body, seen="0", action="save")
            if answer.status_code != 422 or "Lagen kräver" not in answer.text:
                accepted.append((page, part))
    print(f"texts without a part the law asks for: tried {tried}, accepted {len(accepted)}")
    assert tried >= 20
    assert accepted == []


def test_a_text_of_theirs_is_never_code(app: Flask) -> None:
    facts = dict.fromkeys(("municipality", "contact_url"), "<script>alert(1)</script>")
    tried, ran = 0, []
    for run in RUNS:
        for text in (
            run,
            f"# {run}",
            f"[x]({run})",
            f"[{run}](javascript:alert(1))",
            "{municipality}",
        ):
            tried += 1
            html = str(render_text(text, facts))
            tags = re.findall(r"<[^>]*>", html)
            if not all(HARMLESS.fullmatch(tag) for tag in tags) or "<script" in html:
                ran.append(html)
    print(f"hostile texts: tried {tried}, code {len(ran)}")
    assert ran == []


def test_where_they_are_reached_is_told_in_the_texts(app: Flask, sign_in: SignIn) -> None:
    admin, visitor = sign_in("admin@example.se"), app.test_client()
    assert "Telefon:" not in visitor.get(f"/{HERE}/om/kontakt").text
    said = {
        "phone": "0150-570 00 <b>", "postal_address": "641 80 Katrineholm",
        "officer_name": "Dataskyddsombudet", "officer_email": "dso@katrineholm.example.se",
    }  # fmt: skip
    assert send(admin, DESK, **said).status_code == 303
    page = visitor.get(f"/{HERE}/om/kontakt").text
    assert "Telefon: 0150-570 00 &lt;b&gt;" in page
    assert "641 80 Katrineholm" in page
    assert "mailto:dso@katrineholm.example.se" in visitor.get(f"/{HERE}/om/personuppgifter").text
    assert send(admin, DESK, **said | {"officer_email": "no"}).status_code == 422


def test_who_cannot_use_something_says_so_without_an_account_and_nothing_is_kept(
    app: Flask,
) -> None:
    visitor = app.test_client()
    token_of(visitor)
    said = {
        "text": "Kartan läses inte upp.",
        "page": "/katrineholm/",
        "email": "lyssnare@example.se",
    }
    assert send(visitor, BARRIER, **said | {"text": " "}).status_code == 422
    assert send(visitor, BARRIER, **said).status_code == 303
    (message,) = (each for each in deliver(app) if "lyssnare@" in each.get_content())
    assert message["To"] == "kontakt@katrineholm.example.se"
    for each in said.values():
        assert each in message.get_content()
    with app.extensions["database"].owner_engine.connect() as connection:
        connection.exec_driver_sql("SELECT set_config('geostories.scope', 'operator', true)")
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM outgoing_mail o WHERE o::text LIKE '%%lyssnare@%%'"
        ).scalar()
    assert left == 0
