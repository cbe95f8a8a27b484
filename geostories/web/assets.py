"""Static files: one address prefix per content of the whole tree, so that all may be kept for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

from geostories.config import resource

_LICENCE = re.compile(r"<!--.*?-->\s*|<\?xml.*?\?>\s*", re.DOTALL)


def init(app: Flask, headers: Mapping[str, str]) -> None:
    """Serve static/ and the quiet map's data with `headers`; give templates `asset` and `icon_svg`."""
    static, basemap = resource("static"), resource("data") / "basemap"
    folders = _served(static)
    prefix = f"static/{_fingerprint(*folders, basemap)}/"

    def add_headers(own: Headers, _path: str, _url: str) -> None:
        for name, value in headers.items():
            own[name] = value

    served = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda _path, _url: True,
        mimetypes={".geojson": "application/geo+json"},
        add_headers_function=add_headers,
        allow_all_origins=False,
    )
    for folder in folders:
        served.add_files(str(folder), prefix=f"{prefix}{folder.relative_to(static)}/")
    served.add_files(str(basemap), prefix=f"{prefix}basemap/")
    app.wsgi_app = served  # type: ignore[method-assign]

    def asset(name: str) -> str:
        """The address of a static file."""
        return f"/{prefix}{name}"

    app.add_template_global(asset)
    app.add_template_global(icon_svg)
    app.extensions["asset"] = asset


def _served(static: Path) -> list[Path]:
    """The folders that are asked for by address; icon sets are drawn into pages instead."""
    vendored = [folder for folder in (static / "vendor").iterdir() if folder.name != "icons"]
    return [static / "css", static / "js", static / "img", *filter(Path.is_dir, vendored)]


def _fingerprint(*folders: Path) -> str:
    """Twelve hex digits of all that is served."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(folder.parent)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def icon_svg(name: str, family: str = "lucide") -> Markup:
    """An icon of a vendored set as inline SVG; the macro `icon` puts it in its place."""
    file = resource("static") / "vendor" / "icons" / family / f"{name}.svg"
    svg = _LICENCE.sub("", file.read_text()).strip()
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(class|width|height|id)="[^"]*"', "", opening)
    return Markup(f'{opening} focusable="false">{rest}')  # noqa: S704 (a vendored file)
