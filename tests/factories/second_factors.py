"""Second factors to test with: an app whose secret is known, and a passkey without a device."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any
from uuid import UUID

import cbor2
import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from geostories.domain import second_factors
from geostories.models import RecoveryCode, SecondFactor
from geostories.vocabulary import FactorKind

OWN_FACTOR = UUID(int=0xFAC)
"""The passkey of user A in the two towns."""
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def make_app(session: Session, user_id: UUID, key: str) -> str:
    """Give an account an app; answers its secret. In the operator's scope."""
    secret = pyotp.random_base32()
    sealed = second_factors.seal(secret, key).encode()
    session.add(SecondFactor(user_id=user_id, kind=FactorKind.APP, secret=sealed))
    return secret


def make_own_factor(session: Session, user_id: UUID) -> None:
    """Give an account the passkey OWN_FACTOR, and a code on paper. In the operator's scope."""
    session.add(
        SecondFactor(
            id=OWN_FACTOR,
            user_id=user_id,
            kind=FactorKind.PASSKEY,
            credential_id=OWN_FACTOR.bytes,
            public_key=b"none",
        )
    )
    session.add(RecoveryCode(code_hash=OWN_FACTOR.bytes, user_id=user_id))


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return pyotp.TOTP(secret).at(_now(), counter_offset=steps)


def _now() -> int:
    return int(second_factors.now().timestamp())


@dataclass
class SoftKey:
    """A passkey in memory. What a thief or a faulty device would do is a parameter."""

    host: str = "localhost"
    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    id: bytes = field(default_factory=lambda: token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to navigator.credentials.create()."""
        data = self._data(WITH_KEY) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id
        attested = {"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(self._cose())}
        return self._named(
            clientDataJSON=self._said("webauthn.create", options),
            attestationObject=cbor2.dumps(attested),
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to navigator.credentials.get()."""
        self.count += 1
        data, said = self._data(), self._said("webauthn.get", options)
        signed = data + hashlib.sha256(said).digest()
        return self._named(
            clientDataJSON=said,
            authenticatorData=data,
            signature=self.private.sign(signed, ec.ECDSA(SHA256())),
        )

    def _named(self, **response: bytes) -> dict[str, Any]:
        name = bytes_to_base64url(self.id)
        texts = {key: bytes_to_base64url(value) for key, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": texts}

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        assert base64url_to_bytes(options["challenge"])
        return json.dumps(said).encode()

    def _data(self, more: int = 0) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _cose(self) -> dict[int, Any]:
        point = self.private.public_key().public_numbers()
        return {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
