"""A network of the test's own: what a name stands for, and where each address leads."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.register_server import LoopbackServer

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
INTERNET = {(ip, port) for ip in (PUBLIC, PUBLIC_6) for port in (80, 443, 8080, 8443)}
"""The only places that are public here; whoever goes anywhere else meets the canary."""

Addresses = list[str] | Callable[[], list[str]]


class Network:
    """Stands where the machine's own network is: below `getaddrinfo` and `connect`.

    Numbers are understood as the system does it; names by the table.
    """

    def __init__(self, control: LoopbackServer, canary: LoopbackServer) -> None:
        self.names: dict[str, Addresses] = {}
        self.lookups: list[str] = []
        self._doors = {True: control.server_port, False: canary.server_port}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Take the place of the real one."""
        self._understand, self._connect = socket.getaddrinfo, socket.socket.connect
        patch.setattr(socket, "getaddrinfo", self._look_up)
        patch.setattr(socket.socket, "connect", lambda *call: self._route(*call))

    def _look_up(self, host: str, port: Any, *_: Any, **__: Any) -> list[Any]:
        self.lookups.append(host)
        known = self.names.get(host.rstrip(".").lower())
        found = known() if callable(known) else known
        if found is None:
            flags = socket.AI_NUMERICHOST
            return self._understand(host, port, type=socket.SOCK_STREAM, flags=flags)
        return [self._entry(ip, port) for ip in found]

    @staticmethod
    def _entry(ip: str, port: int) -> Any:
        where: tuple[Any, ...] = (ip, port)
        family = socket.AF_INET
        if ipaddress.ip_address(ip).version == 6:
            family, where = socket.AF_INET6, (ip, port, 0, 0)
        return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where

    def _route(self, plain: socket.socket, where: tuple[Any, ...]) -> None:
        door = self._doors[(str(where[0]), where[1]) in INTERNET]
        loopback = "::ffff:127.0.0.1" if plain.family == socket.AF_INET6 else "127.0.0.1"
        self._connect(plain, (loopback, door))
