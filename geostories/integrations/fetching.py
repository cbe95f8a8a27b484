"""Asking other hosts: the only way out. Public addresses, checked and then kept; bounded answers."""

from __future__ import annotations

import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from geostories.integrations.web_addresses import (
    FetchFailed,
    FetchRefused,
    WebAddress,
    resolve,
    understand,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from geostories.config import Settings

__all__ = ["Answer", "FetchFailed", "FetchRefused", "fetch"]

MOST_REDIRECTS = 3

REDIRECTS = frozenset({301, 302, 303, 307, 308})

SECRETS = frozenset({"authorization", "cookie"})
"""Headers for the host that was named, not for one it sends us on to."""

CHUNK = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back. `url` is where it came from in the end; header names are in small letters."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    settings: Settings,
    headers: Mapping[str, str] | None = None,
    most_bytes: int,
    seconds: int,
) -> Answer:
    """GET an address, whatever its status; redirects are followed, each checked like the first.

    Not more than `most_bytes`, unpacked, and `seconds` in all (looking up names apart, which the
    system limits). Raises FetchRefused and FetchFailed.
    """
    ends_at = time.monotonic() + seconds
    address = understand(url, private_hosts=settings.fetch_private_hosts)
    sent = {"User-Agent": _user_agent(settings), "Accept-Encoding": "gzip", **(headers or {})}
    for _ in range(MOST_REDIRECTS + 1):
        places = resolve(address, private_hosts=settings.fetch_private_hosts)
        answer = _ask(address, places, sent, most_bytes=most_bytes, ends_at=ends_at)
        if answer.status not in REDIRECTS:
            return answer
        following = _next(answer, settings)
        if following.authority != address.authority:
            sent = {name: value for name, value in sent.items() if name.lower() not in SECRETS}
        if address.scheme == "https" and following.scheme == "http":
            raise FetchRefused("fetch_bad_redirect")
        address = following
    raise FetchRefused("fetch_bad_redirect")


def _user_agent(settings: Settings) -> str:
    """Who asks, and where to complain."""
    name = f"GeoStories/{version('geostories')}"
    return f"{name} (+{settings.base_url})" if settings.base_url else name


def _next(answer: Answer, settings: Settings) -> WebAddress:
    if "location" not in answer.headers:
        raise FetchRefused("fetch_bad_redirect")
    try:
        onward = urljoin(answer.url, answer.headers["location"])
    except ValueError:
        raise FetchRefused("fetch_bad_redirect") from None
    return understand(onward, private_hosts=settings.fetch_private_hosts)


def _ask(
    address: WebAddress,
    places: list[tuple[int, tuple[object, ...]]],
    headers: Mapping[str, str],
    *,
    most_bytes: int,
    ends_at: float,
) -> Answer:
    """One request to one of the checked places; network trouble becomes FetchFailed."""
    try:
        line = _connect(address, places, ends_at)
        try:
            response = _request(line, address, headers)
            body = b"" if response.status in REDIRECTS else _body(response, most_bytes)
        finally:
            line.hang_up()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, address.url, names, body)
    except TimeoutError:
        raise FetchFailed("fetch_too_slow") from None
    except ssl.SSLError:
        raise FetchFailed("fetch_no_trust") from None
    except (OSError, HTTPException, zlib.error, ValueError):
        raise FetchFailed("fetch_broke_off") from None


def _request(line: TimedLine, address: WebAddress, headers: Mapping[str, str]) -> HTTPResponse:
    connection = HTTPConnection(address.host, address.port)
    connection.sock = line  # connected already: to the checked place, not by name
    connection.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
    for name, value in {**headers, "Host": address.authority, "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _connect(
    address: WebAddress, places: list[tuple[int, tuple[object, ...]]], ends_at: float
) -> TimedLine:
    """The first of the places that answers; with https it must prove to be the name."""
    for tries_left, (family, where) in zip(range(len(places), 0, -1), places, strict=True):
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(_left(ends_at) / tries_left)
        try:
            plain.connect(where)
        except OSError:
            plain.close()
            continue
        return TimedLine(_secured(plain, address, ends_at), ends_at)
    _left(ends_at)
    raise FetchFailed("fetch_no_answer")


def _secured(plain: socket.socket, address: WebAddress, ends_at: float) -> socket.socket:
    if address.scheme == "http":
        return plain
    try:
        plain.settimeout(_left(ends_at))
        return _tls().wrap_socket(plain, server_hostname=address.host)
    except OSError:
        plain.close()
        raise


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class TimedLine(io.RawIOBase):
    """A socket as http.client uses it, with one end of time: a drip of bytes does not move it.

    http.client closes its socket before it reads; this one ends with `hang_up`.
    """

    def __init__(self, connected: socket.socket, ends_at: float) -> None:
        self._socket = connected
        self._ends_at = ends_at

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, room: WriteableBuffer) -> int:
        """Wait for some bytes, no longer than there is time."""
        self._socket.settimeout(_left(self._ends_at))
        return self._socket.recv_into(room)

    def sendall(self, data: bytes) -> None:
        """Send all, no longer than there is time."""
        self._socket.settimeout(_left(self._ends_at))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the answer is read from."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """Nothing."""

    def hang_up(self) -> None:
        """Close the socket."""
        self._socket.close()


def _body(response: HTTPResponse, most_bytes: int) -> bytes:
    """The whole body, unpacked; a cut-off one raises HTTPException or ValueError."""
    announced = response.getheader("Content-Length", "")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise _too_large(most_bytes)
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        pieces = _whole(response)
    elif encoding in {"gzip", "x-gzip"}:
        pieces = _unpacked(_whole(response))
    else:
        raise ValueError(encoding)
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(body)


def _too_large(most_bytes: int) -> FetchRefused:
    return FetchRefused("fetch_too_large", megabytes=max(1, most_bytes // 1_000_000))


def _whole(response: HTTPResponse) -> Iterator[bytes]:
    """The bytes as sent; http.client itself does not mind when fewer come than were announced."""
    announced = response.length
    came = 0
    while piece := response.read(CHUNK):
        came += len(piece)
        yield piece
    if announced is not None and came != announced:
        raise ValueError("cut off")


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of a gzip stream, no more than a chunk at a time however far they expand."""
    stream = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest, room_left = piece, False
        while not stream.eof and not (room_left and not rest):
            unpacked = stream.decompress(rest, CHUNK)
            rest, room_left = stream.unconsumed_tail, len(unpacked) < CHUNK
            yield unpacked
    if not stream.eof:
        raise ValueError("cut off")
