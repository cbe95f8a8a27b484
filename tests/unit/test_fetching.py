"""Answers of other hosts are whole, bounded in size and time, and from whom they say."""

from __future__ import annotations

import gzip
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from geostories.config import Settings
from geostories.integrations import fetching
from geostories.integrations.fetching import Answer, FetchFailed, FetchRefused, fetch
from tests.factories.network import PUBLIC, Network
from tests.factories.register_server import (
    LoopbackServer,
    LoopbackServer6,
    Page,
    Reply,
    Request,
    served,
    speak_tls,
)

MOST = 100_000
CHUNKED = {"Transfer-Encoding": "chunked"}


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with served(LoopbackServer()) as started:
        yield started


def ask(server: LoopbackServer, page: Page | Reply, *, seconds: int = 10, **headers: str) -> Answer:
    server.pages["/x"] = page if callable(page) else lambda _: page
    settings = Settings(fetch_private_hosts=server.host, base_url="https://stories.example")
    return fetch(
        f"{server.url}/x?a=1", settings=settings, headers=headers, most_bytes=MOST, seconds=seconds
    )


def refusal(server: LoopbackServer, page: Page | Reply, **options: Any) -> str:
    with pytest.raises((FetchRefused, FetchFailed)) as error:
        ask(server, page, **options)
    return error.value.code


def test_an_answer_has_status_headers_and_body(server: LoopbackServer) -> None:
    answer = ask(server, Reply(b"here", headers={"ETag": '"1"'}), **{"If-None-Match": '"0"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"here", '"1"')
    assert answer.url == f"{server.url}/x?a=1"
    [request] = server.asked
    assert request.query == {"a": "1"}
    assert request.headers["host"] == server.host
    assert request.headers["if-none-match"] == '"0"'
    assert request.headers["user-agent"].startswith("GeoStories/")
    assert request.headers["user-agent"].endswith("(+https://stories.example)")


@pytest.mark.parametrize("status", [204, 304, 404, 429, 500, 503])
def test_other_statuses_are_answers_too(server: LoopbackServer, status: int) -> None:
    assert ask(server, Reply(status=status)).status == status


def test_letters_and_blanks_in_an_address_are_written_as_browsers_do(
    server: LoopbackServer,
) -> None:
    settings = Settings(fetch_private_hosts=server.host)
    server.pages["/v%C3%A4xj%C3%B6"] = lambda _: Reply(b"found")
    url = f"{server.url}/växjö?CQL_FILTER=LAN='Kronobergs län' AND A=B#end"
    assert fetch(url, settings=settings, most_bytes=MOST, seconds=5).body == b"found"
    assert server.asked[0].query == {"CQL_FILTER": "LAN='Kronobergs län' AND A=B"}


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, MOST])
def test_packed_answers_are_unpacked(server: LoopbackServer, size: int) -> None:
    body = bytes(number % 251 for number in range(size))
    packed = Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})
    assert ask(server, packed).body == body


def dripping(letters: bytes) -> Iterator[bytes]:
    for letter in letters:
        yield bytes([letter])
        time.sleep(0.05)


HEAD = b"HTTP/1.1 200 OK\r\nX-Long: "
DRIPS = {
    "headers": Reply(status=0, raw=dripping(HEAD + b"x" * 400)),
    "body": Reply(raw=dripping(b"x" * 400)),
    "chunks": Reply(headers=CHUNKED, raw=dripping(b"1\r\nx\r\n" * 80)),
}


@pytest.mark.parametrize("reply", DRIPS.values(), ids=DRIPS)
def test_a_drip_of_bytes_ends_with_the_time(server: LoopbackServer, reply: Reply) -> None:
    begun = time.monotonic()
    assert refusal(server, reply, seconds=1) == "fetch_too_slow"
    took = time.monotonic() - begun
    print(f"\nslow drip: ended after {took:.2f} s of 1 s")
    assert took < 1.5


def test_slow_redirects_share_one_time(server: LoopbackServer) -> None:
    def slow(_: Request) -> Reply:
        time.sleep(0.4)
        return Reply(status=302, headers={"Location": "/x"})

    begun = time.monotonic()
    assert refusal(server, slow, seconds=1) == "fetch_too_slow"
    assert time.monotonic() - begun < 1.5


def test_a_host_that_says_nothing_ends_with_the_time(server: LoopbackServer) -> None:
    def mute(_: Request) -> Reply:
        time.sleep(3)
        return Reply()

    assert refusal(server, mute, seconds=1) == "fetch_too_slow"


LARGE = b"x" * (MOST + 1)
TOO_LARGE = {
    "announced": Reply(LARGE),
    "only announced": Reply(b"", announced=10**12),
    "not announced": Reply(raw=iter([LARGE])),
    "a lie": Reply(b"x", raw=iter([LARGE])),
    "packed": Reply(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("reply", TOO_LARGE.values(), ids=TOO_LARGE)
def test_an_answer_that_is_too_large_is_refused(server: LoopbackServer, reply: Reply) -> None:
    assert refusal(server, reply) == "fetch_too_large"


PACKED = gzip.compress(b"a whole layer" * 1_000)
BROKEN = {
    "shorter than announced": Reply(b"half", announced=8),
    "chunks without an end": Reply(b"4\r\nhalf\r\n", headers=CHUNKED),
    "a chunk cut off": Reply(b"8\r\nhalf", headers=CHUNKED),
    "packed and cut off": Reply(PACKED[:-9], headers={"Content-Encoding": "gzip"}),
    "packed and damaged": Reply(b"\x1f\x8bnonsense", headers={"Content-Encoding": "gzip"}),
    "packed with nothing in it": Reply(b"", headers={"Content-Encoding": "gzip"}),
    "packed in a way nobody asked for": Reply(b"x", headers={"Content-Encoding": "br"}),
    "endless headers": Reply(headers={f"X-{n}": "y" for n in range(200)}),
    "one long header": Reply(headers={"X": "y" * 70_000}),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_none(server: LoopbackServer, reply: Reply) -> None:
    assert refusal(server, reply) == "fetch_broke_off"


@pytest.mark.parametrize("reply", [Reply(b"4\r\nhalf\r\n0\r\n\r\n", headers=CHUNKED)])
def test_chunks_with_an_end_are_whole(server: LoopbackServer, reply: Reply) -> None:
    assert ask(server, reply).body == b"half"


def test_redirects_are_followed_three_times(server: LoopbackServer) -> None:
    for number in range(4):
        onward = Reply(status=302, headers={"Location": f"/{number - 1}"})
        server.pages[f"/{number}"] = lambda _, onward=onward: onward  # type: ignore[misc]
    server.pages["/-1"] = lambda _: Reply(b"there")
    settings = Settings(fetch_private_hosts=server.host)

    def after(redirects: int) -> Answer:
        url = f"{server.url}/{redirects - 1}"
        return fetch(url, settings=settings, most_bytes=MOST, seconds=5)

    assert after(3).body == b"there"
    assert after(3).url == f"{server.url}/-1"
    with pytest.raises(FetchRefused, match="fetch_bad_redirect"):
        after(4)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Location": "http://[::1"}, {"Location": "/x"}],
    ids=["nowhere", "nonsense", "round"],
)
def test_redirects_that_lead_nowhere_are_refused(
    server: LoopbackServer, headers: dict[str, str]
) -> None:
    assert refusal(server, Reply(status=302, headers=headers)) == "fetch_bad_redirect"


def test_another_host_is_not_told_the_password() -> None:
    with served(LoopbackServer()) as first, served(LoopbackServer()) as second:
        onward = Reply(status=307, headers={"Location": f"{second.url}/x"})
        first.pages["/x"] = lambda _: onward
        second.pages["/x"] = lambda _: Reply(b"there")
        settings = Settings(fetch_private_hosts=f"{first.host},{second.host}")
        secret = {"authorization": "Bearer 1", "Cookie": "a=b", "Accept": "image/png"}
        fetch(f"{first.url}/x", settings=settings, headers=secret, most_bytes=9, seconds=5)
        told = [
            {*request.headers} & {*map(str.lower, secret)}
            for request in (*first.asked, *second.asked)
        ]
    assert told == [{"authorization", "cookie", "accept"}, {"accept"}]


def test_a_host_that_is_away_has_no_answer() -> None:
    with served(LoopbackServer()) as gone:
        host = gone.host
    settings = Settings(fetch_private_hosts=host)
    with pytest.raises(FetchFailed, match="fetch_no_answer"):
        fetch(f"http://{host}/", settings=settings, most_bytes=MOST, seconds=5)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for register.example, made with the openssl that PostgreSQL's package brings."""
    folder = tmp_path_factory.mktemp("tls")
    files = (str(folder / "certificate.pem"), str(folder / "key.pem"))
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=register.example"
    named = [
        "-addext",
        "subjectAltName=DNS:register.example",
        "-out",
        files[0],
        "-keyout",
        files[1],
    ]
    subprocess.run([*words.split(), *named], check=True, capture_output=True)
    return files


@pytest.mark.parametrize(
    ("name", "is_trusted", "outcome"),
    [
        ("register.example", True, "there"),
        ("register.example", False, "fetch_no_trust"),
        ("another.example", True, "fetch_no_trust"),
    ],
)
def test_https_proves_the_name_although_a_number_is_connected_to(
    certificate: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    is_trusted: bool,
    outcome: str,
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    fetching._tls.cache_clear()
    control = LoopbackServer6(("::", 0))
    speak_tls(control, *certificate)
    control.pages["/"] = lambda _: Reply(b"there")
    with served(control), served(LoopbackServer6(("::", 0))) as canary:
        network = Network(control, canary)
        network.names[name] = [PUBLIC]
        network.install(monkeypatch)
        try:
            said = fetch(f"https://{name}/", settings=Settings(), most_bytes=9, seconds=5).body
        except FetchFailed as error:
            said = error.code.encode()
    fetching._tls.cache_clear()
    assert said.decode() == outcome


def test_https_does_not_lead_to_http(
    certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    fetching._tls.cache_clear()
    control = LoopbackServer6(("::", 0))
    speak_tls(control, *certificate)
    control.pages["/"] = lambda _: Reply(
        status=301, headers={"Location": "http://register.example/"}
    )
    with served(control), served(LoopbackServer6(("::", 0))) as canary:
        network = Network(control, canary)
        network.names["register.example"] = [PUBLIC]
        network.install(monkeypatch)
        with pytest.raises(FetchRefused, match="fetch_bad_redirect"):
            fetch("https://register.example/", settings=Settings(), most_bytes=9, seconds=5)
    fetching._tls.cache_clear()
    assert control.met == 1
