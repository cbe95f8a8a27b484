"""What an account shows besides its password: an app's codes, passkeys, codes on paper."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import FactorKind


class SecondFactor(Base):
    """An app that makes codes, or a passkey.

    `secret` is an app's, sealed with the installation's key; a passkey has `credential_id`,
    `public_key` and `sign_count` instead. `last_step` is when the last code was taken, in half
    minutes: none is taken twice.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'app' AND secret IS NOT NULL AND credential_id IS NULL)"
            " OR (kind = 'passkey' AND secret IS NULL AND credential_id IS NOT NULL"
            " AND public_key IS NOT NULL)",
            name="whole",
        ),
    )

    id: Mapped[UUID] = primary_key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FactorKind] = mapped_column(choice(FactorKind))
    name: Mapped[str] = mapped_column(default="")
    secret: Mapped[bytes | None]
    last_step: Mapped[int] = mapped_column(default=0)
    credential_id: Mapped[bytes | None] = mapped_column(unique=True)
    public_key: Mapped[bytes | None]
    sign_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant] = mapped_column(default=now)
    used_at: Mapped[Instant | None]


class RecoveryCode(Base):
    """A code to keep on paper; it opens once, and is known here by its hash."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[Instant] = mapped_column(default=now)
