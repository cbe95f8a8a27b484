"""Links that open what somebody told without an account; known here only by their hash."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now
from geostories.vocabulary import LinkPurpose


class TellerLink(Base):
    """Opens the stories of `person_id`, or, when it is one to claim, that one story.

    `address` is the e-mail address it was sent to; empty for a link that the teller keeps. `seed` is
    what the installation's secret makes the token of: the database alone opens nothing.
    """

    __tablename__ = "teller_link"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    seed: Mapped[bytes]
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    person_id: Mapped[UUID] = mapped_column(index=True)
    story_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("story.id", ondelete="CASCADE"), index=True
    )
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Instant] = mapped_column(default=now)
    expires_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]
