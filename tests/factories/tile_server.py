"""A source of tiles on loopback: answers z/y/x behind a token, as Lantmäteriet's service does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from PIL import Image

TOKEN = "0a1b2c3d-secret"


@dataclass
class TileSource:
    """What was asked, and what is answered."""

    port: int
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    status: int = 200
    body: bytes = b""

    @property
    def template(self) -> str:
        """As it stands in the configuration."""
        return f"http://127.0.0.1:{self.port}/token/{{token}}/3857/{{z}}/{{y}}/{{x}}.png"


def tile_of(colour: str) -> bytes:
    """A PNG of 256 pixels in one colour."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


@contextmanager
def tile_source() -> Iterator[TileSource]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            source.asked.append(self.path)
            source.agents.append(self.headers["User-Agent"])
            self.send_response(source.status)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(source.body)))
            self.end_headers()
            self.wfile.write(source.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    source = TileSource(server.server_port, body=tile_of("green"))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield source
    finally:
        server.shutdown()
        server.server_close()


def describe(file: Path, source: TileSource, /, **more: object) -> None:
    """Write a configuration with this source as the only base map."""
    facts: dict[str, object] = {
        "slug": "karta",
        "name_sv": "Karta",
        "name_en": "Map",
        "url": source.template,
        "token": TOKEN,
        "attribution": "© Lantmäteriet <b>",
        "max_zoom": 15,
        **more,
    }
    lines = [
        f"{name} = {list(value) if isinstance(value, tuple) else value!r}"
        for name, value in facts.items()
    ]
    file.write_text("[[base_map]]\n" + "\n".join(lines) + "\n")
