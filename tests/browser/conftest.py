"""Chromium, an installation of its own for each module, and a page that is watched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.layout import assert_fits
from tests.conftest import DEMO, MINE, Server, link_tree
from tests.site import Site, running_site

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
SETTLE = """() => {
  for (const each of document.getAnimations()) {
    if (each.effect?.getComputedTiming().iterations === Infinity) each.cancel();
    else each.finish();
  }
}"""
"""Colours that are still fading into the other scheme are nobody's contrast. Where no scripts run, no
promise tells that they have: waiting for it would never end."""
CLOCK = """() => {
  if (!document.querySelector("noscript > *")) return;
  window.setTimeout = (act, _ms, ...given) => Promise.resolve().then(() => act(...given));
}"""
"""axe waits by timer, and a page that was read without scripts has none."""
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The distribution's Chromium, which speaks to nobody on its own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: run scripts/setup.sh --with-browser"
    return {
        "executable_path": program,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--use-fake-device-for-media-stream",  # a microphone that beeps, for who may use it
        ],
    }


@pytest.fixture(scope="module")
def site(
    server: Server, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """A running installation with the demonstration.

    Of one web process, if a module names no more in WEB_WORKERS; without a job worker, unless it
    says NEEDS_WORKER.
    """
    workers = getattr(request.module, "WEB_WORKERS", 1)
    worker = getattr(request.module, "NEEDS_WORKER", False)
    name = f"{MINE}_{request.module.__name__.rpartition('.')[2]}"
    server.clone(name, of=DEMO)
    home = tmp_path_factory.mktemp("site")
    demo_home: Path = server.demo_home  # type: ignore[attr-defined]
    link_tree(demo_home / "media", home / "media")
    shutil.copy(demo_home / "demo-password", home / "demo-password")
    try:
        with running_site(home, server.url(name), workers=workers, worker=worker) as started:
            yield started
    finally:
        server.drop(name)


@dataclass
class Watch:
    """What a page did that it should not have."""

    origin: str
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("request", lambda request: self._ask(request.url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.console.append(str(error.error)))

    def _ask(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(self.origin):
            self.foreign.append(url)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.console.append(message.text)

    def assert_clean(self) -> None:
        """No other host was asked, nothing broke the policy, nothing failed."""
        assert self.foreign == []
        assert self.console == []


def assert_accessible(page: Page) -> None:
    """Axe finds nothing serious or critical, in light and in dark."""
    page.evaluate(CLOCK)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLE)
        page.evaluate(AXE.read_text())
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        worst = [
            (each["id"], [node["target"] for node in each["nodes"]][:5])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert worst == [], f"{page.url} in {scheme}: {worst}"
    page.emulate_media(color_scheme="light")


def assert_sound(page: Page) -> None:
    """What holds on every page that is met: accessible in both colours, and it fits."""
    assert_accessible(page)
    assert_fits(page)


@pytest.fixture
def watch(site: Site) -> Watch:
    """One watch for all pages of a test."""
    return Watch(site.url)


def open_context(browser: Browser, site: Site, watch: Watch, **options: Any) -> BrowserContext:
    """A browser of its own, Swedish, watched."""
    context = browser.new_context(base_url=site.url, locale="sv-SE", **options)
    watch.follow(context)
    context.set_default_timeout(15_000)
    return context


def sign_in(page: Page, site: Site, email: str) -> None:
    """Sign in as one of the demonstration's accounts."""
    page.goto("/konto/logga-in")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(site.password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/konto/**")
