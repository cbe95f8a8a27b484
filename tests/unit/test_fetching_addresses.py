"""Nobody sends this server to an address inside its own network: trust.md check 50."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import pytest

from geostories.config import Settings
from geostories.integrations.fetching import Answer, FetchFailed, FetchRefused, fetch
from tests.factories.forbidden_addresses import NAMES, OTHER_SCHEMES, list_forbidden
from tests.factories.network import PUBLIC, PUBLIC_6, Network
from tests.factories.register_server import LoopbackServer, LoopbackServer6, Reply, Request, served

FORBIDDEN = list_forbidden()


@dataclass
class World:
    """The public host that may be asked, the canary that may not, and the network between."""

    control: LoopbackServer
    canary: LoopbackServer
    network: Network

    def met(self) -> dict[str, int]:
        return {"control": self.control.met, "canary": self.canary.met}


def welcome(_: Request) -> Reply:
    return Reply(b"welcome")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with (
        served(LoopbackServer6(("::", 0))) as control,
        served(LoopbackServer6(("::", 0))) as canary,
    ):
        for server in (control, canary):
            server.pages |= {"/layer": welcome, "/": welcome}
        network = Network(control, canary)
        network.names |= {**NAMES, "public.example": [PUBLIC], "public6.example": [PUBLIC_6]}
        network.install(monkeypatch)
        yield World(control, canary, network)


def ask(url: str, *, seconds: int = 5, **settings: str) -> Answer:
    return fetch(url, settings=Settings(**settings), most_bytes=1_000, seconds=seconds)


def what_comes_of(url: str) -> str:
    try:
        return f"answered {ask(url).status}"
    except (FetchRefused, FetchFailed) as error:
        return f"{type(error).__name__} {error.code}"


def test_no_way_of_writing_it_leads_inside(world: World) -> None:
    outcomes = {url: what_comes_of(url) for url in FORBIDDEN}
    print(f"\nforms: tried {len(outcomes)}, met {world.met()}")
    assert len(outcomes) >= 120
    assert world.met() == {"control": 0, "canary": 0}
    assert {url: said for url, said in outcomes.items() if "Refused" not in said} == {}


def test_the_public_control_is_allowed(world: World) -> None:
    assert ask("http://public.example/layer").body == b"welcome"
    assert world.met() == {"control": 1, "canary": 0}


@pytest.mark.parametrize(
    "url",
    [
        f"http://{PUBLIC}/layer",
        f"http://[{PUBLIC_6}]/layer",
        "http://public6.example:8080/layer",
        "HTTP://PUBLIC.EXAMPLE./layer#part",
        "http://ｐｕｂｌｉｃ.example/layer",
    ],
)
def test_public_hosts_are_asked_however_they_are_written(world: World, url: str) -> None:
    assert ask(url).status == 200
    assert world.met() == {"control": 1, "canary": 0}


def test_no_redirect_leads_inside(world: World) -> None:
    targets = [*FORBIDDEN, *(f"http://{name}:8080/" for name in NAMES), "//127.0.0.1/layer"]
    outcomes = {}
    for number, target in enumerate(targets):
        status = (301, 302, 303, 307, 308)[number % 5]
        location = "".join(target.splitlines()).encode().decode("latin-1")
        if location in {"", "../../etc/passwd", "127.0.0.1", "localhost", "/etc/passwd"}:
            continue  # there these are paths of the public host itself
        reply = Reply(status=status, headers={"Location": location})
        world.control.pages["/on"] = lambda _, reply=reply: reply  # type: ignore[misc]
        outcomes[target] = what_comes_of("http://public.example/on")
    print(f"\nredirects: tried {len(outcomes)}, met {world.met()}")
    assert len(outcomes) >= 120
    assert world.canary.met == 0
    assert [url for url, said in outcomes.items() if said == "answered 200"] == []


def test_a_name_that_changes_its_meaning_leads_where_it_was_checked(world: World) -> None:
    """DNS rebinding: the second answer of the resolver would be this machine."""
    meanings = cycle([[PUBLIC], ["127.0.0.1"]])
    world.network.names["rebinds.example"] = lambda: next(meanings)
    assert ask("http://rebinds.example/layer").body == b"welcome"
    assert world.met() == {"control": 1, "canary": 0}
    assert world.network.lookups == ["rebinds.example"]


def test_a_name_that_changes_its_meaning_between_redirects_is_looked_at_again(world: World) -> None:
    meanings = iter([[PUBLIC], ["127.0.0.1"]])
    world.network.names["rebinds.example"] = lambda: next(meanings)
    away = Reply(status=302, headers={"Location": "/layer"})
    world.control.pages["/on"] = lambda _: away
    assert what_comes_of("http://rebinds.example/on") == "FetchRefused fetch_private_address"
    assert world.met() == {"control": 1, "canary": 0}


def test_an_operator_may_name_a_host_inside_and_nothing_else_of_it(world: World) -> None:
    named = {"fetch_private_hosts": "intranet.example:8123, [::1]:8080"}
    assert ask("http://intranet.example:8123/layer", **named).status == 200
    assert ask("http://[::1]:8080/layer", **named).status == 200
    assert world.met() == {"control": 0, "canary": 2}
    for other in ("http://intranet.example/", "http://localhost:8123/", "http://[::1]/"):
        with pytest.raises(FetchRefused):
            ask(other, **named)
    assert world.canary.met == 2


def test_no_proxy_of_the_environment_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    assert ask("http://public.example/layer").status == 200
    assert world.met() == {"control": 1, "canary": 0}


def test_other_schemes_are_refused_before_anything_is_looked_up(world: World) -> None:
    for url in OTHER_SCHEMES:
        with pytest.raises(FetchRefused) as refused:
            ask(url)
        assert refused.value.code == "fetch_bad_address"
    assert world.network.lookups == []
