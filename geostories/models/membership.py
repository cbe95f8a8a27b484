"""Who may do what where."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import Role


class Membership(Base):
    """One role of one person in one municipality; without municipality, in all of them.

    With `categories` or `duties` it reaches over those only; without, over all.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_user_municipality_role",
            "user_id",
            "municipality_id",
            "role",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(
            "role <> 'operator' OR municipality_id IS NULL", name="operators_belong_nowhere"
        ),
    )

    id: Mapped[UUID] = primary_key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    categories: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    duties: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    created_at: Mapped[Instant] = mapped_column(default=now)
