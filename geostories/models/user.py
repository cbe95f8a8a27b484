"""Accounts. The only file that knows Flask-Security's mixins."""

from __future__ import annotations

from uuid import UUID

from flask_security.models import sqla
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, primary_key

sqla.FsModels.set_db_info(base_model=Base)  # type: ignore[no-untyped-call]


class Role(Base, sqla.FsRoleMixin):
    """Exists because the library wants it; Membership decides rights."""

    __tablename__ = "role"


class User(Base, sqla.FsUserMixin):
    """An account. `display_name` is what others may see, where the teller lets them."""

    __tablename__ = "user"

    id: Mapped[UUID] = primary_key()  # type: ignore[assignment]
    display_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    is_example: Mapped[bool] = mapped_column(default=False)
    """One of the demonstration's: its password is shown to who starts it."""

    webauthn = ()  # the library asks; our passkeys are in `second_factor`
