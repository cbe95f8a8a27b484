"""A small web server on loopback: it answers what the test lays out, and remembers what was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from urllib.parse import parse_qsl, urlsplit

Chunks = Iterator[bytes]


@dataclass(frozen=True)
class Request:
    """What somebody asked. Names of headers are in small letters."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What is answered. `raw` is written after the body as it comes, with no length said.

    With status 0 the raw bytes are all there is, the first line too.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    raw: Chunks | None = None


Page = Callable[[Request], Reply]


class LoopbackServer(ThreadingHTTPServer):
    """Answers with `pages` by path; `asked` lists every request, `met` counts connections."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(address, _Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[Request] = []
        self.met = 0

    @property
    def host(self) -> str:
        """`host:port`, as `fetch_private_hosts` has it."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://{self.host}"

    def process_request(self, request: object, client_address: object) -> None:
        """Count, and answer in a thread."""
        self.met += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: those who ask may hang up when they have seen enough."""


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(parts.path, dict(parse_qsl(parts.query)), headers)
        self.server.asked.append(request)
        page = self.server.pages.get(parts.path)
        self._send(page(request) if page else Reply(status=404))

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.status:
            self._begin(reply)
        self.wfile.write(reply.body)
        for chunk in reply.raw or ():
            self.wfile.write(chunk)
            self.wfile.flush()

    def _begin(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.raw is None and "Transfer-Encoding" not in reply.headers:
            length = len(reply.body) if reply.announced is None else reply.announced
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(server: LoopbackServer) -> Iterator[LoopbackServer]:
    """Let a server answer until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class LoopbackServer6(LoopbackServer):
    """The same for both families: IPv4 comes as mapped addresses."""

    address_family = AF_INET6


def speak_tls(server: LoopbackServer, certificate: str, key: str) -> None:
    """Make a server answer https with a certificate of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
