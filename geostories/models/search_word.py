"""The words of published stories, for search by their endings and their nearest spelling."""

from __future__ import annotations

from sqlalchemy import Computed, Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, search_vector


class SearchWord(Base):
    """A word as it stands in `stories` published stories, or its first form. Kept by triggers."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_search", "search", postgresql_using="gin"),
        Index(
            "ix_search_word_folded",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
    )

    word: Mapped[str] = mapped_column(primary_key=True)
    stories: Mapped[int]
    folded: Mapped[str | None] = mapped_column(Computed("search_fold(word)", persisted=True))
    search: Mapped[str | None] = search_vector("word")
