"""Security and cache headers of every answer; the CSP nonce."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g

if TYPE_CHECKING:
    from geostories.config import Settings

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), browsing-topics=()",
}
WITH_MICROPHONE = FIXED["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
"""For the one page where people record."""

FILE_POLICY = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
"""A static file may load nothing: a drawing opened by itself runs no script."""

MEDIA_POLICY = f"{FILE_POLICY}; img-src 'self'; media-src 'self'; sandbox"
"""What people sent in, opened by itself: should it ever be a page, it is one of nowhere."""


def init(app: Flask) -> None:
    """Give every answer its headers."""
    app.after_request(_add_headers)


def of_files(settings: Settings) -> dict[str, str]:
    """The headers of static files, which do not pass through the app."""
    return {"Content-Security-Policy": FILE_POLICY, **FIXED, **_transport(settings)}


def _transport(settings: Settings) -> dict[str, str]:
    if not settings.is_https:
        return {}
    return {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def nonce() -> str:
    """This answer's nonce for scripts, made when it is first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    # A page is never kept: what was withdrawn must be gone on the next look, back button included.
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(_transport(current_app.config["SETTINGS"]))
    return response
