"""Which addresses of the web this machine may ask: public ones, and those an operator names."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from geostories.errors import GeoStoriesError

DEFAULT_PORTS = {"http": 80, "https": 443}

PORTS = frozenset({80, 443, 8080, 8443})
"""Where map servers answer; the others belong to mail, databases and the like."""

LONGEST = 4_000
"""A filter of WFS is long; more than this is no address."""

LONGEST_NAME = 254
"""Of a host (RFC 1035), with the dot at its end."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*\.?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_NEVER_THERE = re.compile(r"[\x00-\x1f\x7f\\]|^ ")
"""What readers of addresses leave out or take for a slash, each in its own way."""

_OUTSIDE_ASCII_OR_BLANK = re.compile(r"[^\x21-\x7e]")

_IPV6_IN_USE = ipaddress.ip_network("2000::/3")
_HOLDS_ANOTHER = tuple(
    ipaddress.ip_network(net) for net in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")
)
"""Teredo, 6to4 and documentation: addresses that stand for others, or for none."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchRefused(GeoStoriesError):
    """The address may not be asked, or its answer not be taken; asking again will not help."""


class FetchFailed(GeoStoriesError):
    """There was no whole answer this time; it may be there later."""


@dataclass(frozen=True)
class WebAddress:
    """An address taken apart: `host` in ASCII, `target` the path and query as they are sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address written out."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def is_named_in(self, hosts: str) -> bool:
        """Whether `hosts` ("host:port,…") has this very host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" in {each.strip().casefold() for each in hosts.split(",")}


def understand(url: str, *, private_hosts: str) -> WebAddress:
    """Take an http or https address apart; raises FetchRefused for anything unusual in it."""
    if _NEVER_THERE.search(url) or len(url) > LONGEST:
        raise FetchRefused("fetch_bad_address")
    try:
        parts = urlsplit(url)
        usual = DEFAULT_PORTS[parts.scheme]
        port = usual if parts.port is None else parts.port
        address = WebAddress(parts.scheme, _host(parts), port, _target(parts))
    except (KeyError, ValueError):
        raise FetchRefused("fetch_bad_address") from None
    if parts.username is not None:
        raise FetchRefused("fetch_bad_address")
    if port not in PORTS and not address.is_named_in(private_hosts):
        raise FetchRefused("fetch_bad_port")
    return address


def _host(parts: SplitResult) -> str:
    """The name in ASCII, or the number in its one usual form; raises ValueError."""
    if "[" in parts.netloc:
        return str(ipaddress.IPv6Address((parts.hostname or "").partition("%")[0] or "-"))
    name = (parts.hostname or "").encode("idna").decode("ascii").casefold()
    if len(name) > LONGEST_NAME or not _HOST.fullmatch(name):
        raise ValueError(name)
    if _NUMBER.fullmatch(name.rstrip(".").rpartition(".")[2]):
        return str(ipaddress.IPv4Address(name))
    return name


def _target(parts: SplitResult) -> str:
    """Path and query, with letters outside ASCII and blanks written as browsers do."""
    whole = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _OUTSIDE_ASCII_OR_BLANK.sub(lambda sign: quote(sign[0]), whole)


def resolve(address: WebAddress, *, private_hosts: str) -> list[tuple[int, tuple[object, ...]]]:
    """Family and socket address of every place the name stands for, asked once.

    Raises FetchRefused if one of them is not public, FetchFailed if there is none.
    """
    try:
        answers = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchFailed("fetch_no_such_host") from None
    if not address.is_named_in(private_hosts):
        for *_, where in answers:
            if not is_public(ipaddress.ip_address(str(where[0]).partition("%")[0])):
                raise FetchRefused("fetch_private_address")
    return [(family, where) for family, *_, where in answers]


def is_public(ip: IPAddress) -> bool:
    """Whether an address belongs to the Internet, and to one machine there."""
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if ip.version == 4:
        return True
    return ip in _IPV6_IN_USE and not any(ip in net for net in _HOLDS_ANOTHER)
