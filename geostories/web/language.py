"""Which language the page speaks: Swedish, or English for who asked for it."""

from __future__ import annotations

from flask import g, has_request_context, request

COOKIE = "sprak"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""Its name over TLS: no neighbour under the same domain can set it."""
LANGUAGES = ("sv", "en")


def current() -> str:
    """`sv` unless the visitor chose `en`, by cookie or, in the API, by `lang`."""
    if not has_request_context():
        return str(g.get("language", "sv"))
    asked = request.args.get("lang") if request.path.startswith("/api/") else None
    chosen = asked or request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "sv"
