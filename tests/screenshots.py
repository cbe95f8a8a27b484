"""`make screenshots`: every page at two sizes, light and dark, into docs/img/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, reading
from geostories.integrations import private_postgres
from geostories.public_id import encode
from geostories.queries.associations import list_associations
from geostories.queries.collections import list_collections
from geostories.queries.municipalities import get_municipality
from geostories.queries.places import PlaceFilter, list_places
from geostories.queries.review_queue import list_queue
from geostories.queries.stories import StoryFilter, list_stories
from geostories.queries.trails import TrailFilter, list_trails
from tests.conftest import make_settings, opened
from tests.site import ROOT, Site, running_site

HOME = ROOT / "var" / "screenshots"
INTO = ROOT / "docs" / "img"
SIZES = {"desktop": (1440, 900), "mobile": (390, 844)}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def prepare() -> tuple[str, list[tuple[str, str, str]]]:
    """A home made anew with the whole demonstration; answers the database's address, and the pages."""
    private_postgres.stop(HOME)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    cluster = private_postgres.ensure_cluster(HOME)
    with opened(make_settings(HOME, cluster.url())) as app:
        with app.test_request_context():
            app.extensions["alembic"].upgrade()
            demonstration.load(app, picture_size=(1600, 1200), progress=print)
        return cluster.url(), list(find_pages())


def find_pages() -> Iterator[tuple[str, str, str]]:
    """Name, path and account of every page worth a picture."""
    with reading(Scope.public()) as session:
        town = get_municipality(session, "katrineholm")
        told = list_stories(session, wanted=StoryFilter(municipality_id=town.id), limit=100)
        place = list_places(session, wanted=PlaceFilter(municipality_id=town.id), limit=1)[0]
        lines = list_trails(session, wanted=TrailFilter(municipality_id=town.id), limit=100)
        gathered = list_collections(session, municipality_id=town.id, limit=100)
    with reading(Scope.municipality(town.id)) as session:
        case = list_queue(session, municipality_id=town.id)[0]
        association = list_associations(session, municipality_id=town.id)[0]
    blurred = next(s for s in told if s.photo and s.precision != "exact")
    walk = next(each for each in gathered if each.kind == "walk")
    collection = next(each for each in gathered if each.kind == "collection")
    by_association = next(s for s in told if s.voice == "association")
    example = next(line for line in lines if line.is_example)
    base = "/katrineholm"
    yield "start", "/", ""
    yield "map", f"{base}/", ""
    yield "map-nature", f"{base}/?visa=natur", ""
    yield "map-selected", f"{base}/?vald={encode(blurred.id)}", ""
    yield "stories", f"{base}/berattelser/", ""
    yield "story", f"{base}/berattelser/{encode(blurred.id)}", ""
    yield "places", f"{base}/platser/", ""
    yield "place", f"{base}/platser/{encode(place.id)}", ""
    yield "trail", f"{base}/platser/{encode(example.id)}", ""
    yield "report-fault", f"{base}/platser/{encode(place.id)}/fel", ""
    yield "about", f"{base}/om/", ""
    yield "tell-place", f"{base}/beratta", ""
    yield "report", f"{base}/berattelser/{encode(blurred.id)}/rapportera", ""
    yield "themes", f"{base}/insamlingar/", ""
    yield "theme", f"{base}/insamlingar/kvarnen", ""
    yield "collections", f"{base}/samlingar/", ""
    yield "walk", f"{base}/samlingar/{encode(walk.id)}", ""
    yield "collection", f"{base}/samlingar/{encode(collection.id)}", ""
    yield "story-of-association", f"{base}/berattelser/{encode(by_association.id)}", ""
    yield "association", f"{base}/foreningar/{encode(association.id)}", ""
    yield "tips", f"{base}/veckans-tips/", ""
    yield "order-tips", f"{base}/bevaka?tips=1", ""
    yield "sign-in", "/konto/logga-in", ""
    yield "register", "/konto/skapa", ""
    yield "security", "/konto/sakerhet/", "invanare@example.se"
    yield "my-stories", "/konto/berattelser", "invanare@example.se"
    yield "my-collections", "/konto/samlingar/", "invanare@example.se"
    yield (
        "put-in-collection",
        f"{base}/samlingar/lagg-i?berattelse={encode(blurred.id)}",
        "invanare@example.se",
    )
    yield "my-data", "/konto/mina-uppgifter", "invanare@example.se"
    yield "erase-account", "/konto/radera", "invanare@example.se"
    yield "queue", f"{base}/granska/", "granskare@example.se"
    yield "collections-to-review", f"{base}/granska/samlingar/", "granskare@example.se"
    yield "message-templates", f"{base}/admin/mallar/", "admin@example.se"
    yield "rules", f"{base}/admin/regler/", "admin@example.se"
    yield "case", f"{base}/granska/{encode(case.subject_id)}", "granskare@example.se"
    editor = "redaktor@example.se"
    yield "layers", f"{base}/redaktion/", editor
    yield "upload", f"{base}/redaktion/lager/ladda-upp", editor
    yield "edit-places", f"{base}/redaktion/platser/", editor
    yield "edit-place", f"{base}/redaktion/platser/{encode(place.id)}", editor
    yield "overdue", f"{base}/redaktion/platser/att-kontrollera", editor
    yield "notices", f"{base}/redaktion/meddelanden/", editor
    yield "write-notice", f"{base}/redaktion/meddelanden/nytt", editor
    yield "faults", f"{base}/redaktion/fel/", editor
    yield "theme-desk", f"{base}/redaktion/insamlingar/", editor
    yield "write-theme", f"{base}/redaktion/insamlingar/ny", editor
    yield "association-desk", f"{base}/redaktion/foreningar/", editor
    yield "tip-desk", f"{base}/redaktion/veckans-tips/", editor
    yield "information", "/konto/om-kommunerna", ""
    yield "figures", f"{base}/siffror/", ""
    yield "overview", f"{base}/oversikt/", "granskare@example.se"
    yield "about-accessibility", f"{base}/om/tillganglighet", ""
    yield "report-barrier", f"{base}/om/tillganglighet/sag-till", ""
    yield "texts", f"{base}/admin/sidor/", "admin@example.se"
    yield "edit-text", f"{base}/admin/sidor/regler?sprak=sv", "admin@example.se"
    yield "answering-times", f"{base}/admin/svarstider", "admin@example.se"
    yield "platform", "/drift/", "drift@example.se"
    yield "members", f"{base}/admin/", "admin@example.se"
    yield "records", f"{base}/handlingar/?q=sjön", "admin@example.se"
    yield "sealed", f"{base}/handlingar/forseglat", "admin@example.se"
    yield "disposal", f"{base}/handlingar/gallring", "admin@example.se"
    yield "archive", f"{base}/handlingar/arkiv", "admin@example.se"
    yield "reasons-given", f"{base}/handlingar/motiveringar", "admin@example.se"


def shoot(browser: Browser, site: Site, pages: list[tuple[str, str, str]]) -> None:
    """Every page in every size and scheme."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            for account in sorted({account for _, _, account in pages}):
                context = browser.new_context(
                    base_url=site.url,
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                    locale="sv-SE",
                )
                page = enter(context, site, account)
                for name, path, wanted in pages:
                    if wanted == account:
                        page.goto(path)
                        page.wait_for_load_state("networkidle")
                        page.wait_for_timeout(500)  # the map's last fade
                        page.screenshot(path=INTO / f"{name}-{size}-{scheme}.png")
                context.close()


def enter(context: BrowserContext, site: Site, account: str) -> Page:
    """A page, signed in if an account is named."""
    page = context.new_page()
    if account:
        page.goto("/konto/logga-in")
        page.get_by_label("E-postadress").fill(account)
        page.get_by_label("Lösenord", exact=True).fill(site.password)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url("**/konto/**")
    return page


def main() -> None:
    """Prepare, serve, shoot."""
    INTO.mkdir(parents=True, exist_ok=True)
    address, pages = prepare()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with running_site(HOME, address, worker=True) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        shoot(browser, site, pages)
        browser.close()
    private_postgres.stop(HOME)
    print(f"{len(pages) * 4} pictures in {os.path.relpath(INTO, Path.cwd())}")


if __name__ == "__main__":
    main()
