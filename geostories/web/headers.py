"""Security and cache headers of every answer; the CSP nonce."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; "
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


def init(app: Flask) -> None:
    """Give every answer its headers."""
    app.after_request(_add_headers)


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
    if current_app.config["SETTINGS"].is_https:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response
