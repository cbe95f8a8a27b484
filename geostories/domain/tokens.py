"""Tokens of links: made of what the database keeps and the installation's secret, known by a hash.

The database alone opens nothing, and a link can be shown or mailed again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac


def token_of(purpose: str, seed: bytes, key: str) -> str:
    """The token of a seed for this purpose, in 43 characters."""
    digest = hmac.digest(key.encode(), f"{purpose}\n".encode() + seed, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).digest()
