"""What kind of story it is."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base


class Category(Base):
    """A category: its words in both languages and its lucide icon."""

    __tablename__ = "category"

    slug: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name_sv: Mapped[str]
    name_en: Mapped[str]
    plural_sv: Mapped[str]
    plural_en: Mapped[str]
    icon: Mapped[str]
