"""Categories in their order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import Category


@dataclass(frozen=True)
class CategoryInfo:
    """A category with its words in one language."""

    slug: str
    name: str
    plural: str
    icon: str


def list_categories(session: Session, *, language: str) -> list[CategoryInfo]:
    """All categories, by position, in Swedish or (`en`) English."""
    rows = session.scalars(select(Category).order_by(Category.position))
    english = language == "en"
    return [
        CategoryInfo(
            slug=c.slug,
            name=c.name_en if english else c.name_sv,
            plural=c.plural_en if english else c.plural_sv,
            icon=c.icon,
        )
        for c in rows
    ]
