"""Passkeys: a key that a device keeps and unlocks by finger, face or PIN. In the account scope."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import webauthn
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from geostories.domain import second_factors
from geostories.errors import InvalidInput
from geostories.models import SecondFactor
from geostories.models.base import now
from geostories.vocabulary import FactorKind

VERIFIED = UserVerificationRequirement.REQUIRED
"""Holding the device is one factor, unlocking it the other: a passkey is both."""
MOST = 20
"""Passkeys of one account: nobody has more devices."""


@dataclass(frozen=True)
class Site:
    """Whom the passkeys are for: a host name, and the address that pages have."""

    host: str
    origin: str
    name: str


def offer_new(
    session: Session, *, user_id: UUID, email: str, display_name: str, site: Site
) -> tuple[dict[str, Any], str]:
    """What the browser needs to make a passkey, and the challenge to keep."""
    known = _known(session, user_id)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=user_id.bytes,
        user_name=email,
        user_display_name=display_name or email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge)


def _known(session: Session, user_id: UUID) -> list[bytes]:
    found = session.scalars(
        select(SecondFactor.credential_id).where(
            SecondFactor.user_id == user_id, SecondFactor.kind == FactorKind.PASSKEY
        )
    )
    return [each for each in found if each]


def add(
    session: Session,
    *,
    user_id: UUID,
    answer: dict[str, Any],
    challenge: str,
    name: str,
    site: Site,
) -> list[str]:
    """Keep a new passkey; answers recovery codes if there were none. Raises InvalidInput."""
    if len(_known(session, user_id)) >= MOST:
        raise InvalidInput("too_many_passkeys")
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise InvalidInput("passkey_refused") from None
    if session.scalar(
        select(SecondFactor.id).where(SecondFactor.credential_id == made.credential_id)
    ):
        raise InvalidInput("passkey_refused")
    session.add(
        SecondFactor(
            id=uuid4(),
            user_id=user_id,
            kind=FactorKind.PASSKEY,
            name=" ".join(name.split())[: second_factors.NAME_LENGTH],
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
        )
    )
    return second_factors.was_added(session, user_id=user_id, what="added_passkey")


def ask(site: Site) -> tuple[dict[str, Any], str]:
    """What the browser needs to show a passkey, and the challenge to keep.

    It names no passkeys: the device knows its own, and the answer tells nobody who has one.
    """
    options = webauthn.generate_authentication_options(rp_id=site.host, user_verification=VERIFIED)
    return json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge)


def show(session: Session, *, answer: dict[str, Any], challenge: str, site: Site) -> UUID:
    """Whose passkey this is. Raises InvalidInput for one that is nobody's, or not for this site."""
    try:
        credential_id = webauthn.base64url_to_bytes(str(answer["id"]))
        factor = session.scalars(
            select(SecondFactor)
            .where(SecondFactor.credential_id == credential_id)
            .with_for_update()
        ).one_or_none()
        if factor is None or factor.public_key is None:
            raise InvalidInput("passkey_refused")
        shown = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=factor.public_key,
            credential_current_sign_count=factor.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise InvalidInput("passkey_refused") from None
    factor.sign_count, factor.used_at = shown.new_sign_count, now()
    return factor.user_id
