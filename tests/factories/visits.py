"""Visitors: a browser at an address that opens pages, and what the database has counted of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import VisitCount

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 40 Build/TP1A) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36"
)
HOME = "198.51.100.77"


def visit(
    app: Flask, path: str, *, browser: str = FIREFOX, address: str = HOME, method: str = "GET",
    headers: dict[str, str] | None = None,
) -> int:  # fmt: skip
    """Open a page to its end, as a server does; answers the status."""
    answer = app.test_client().open(
        path,
        method=method,
        headers={"User-Agent": browser, **(headers or {})},
        environ_base={"REMOTE_ADDR": address},
    )
    answer.close()
    return answer.status_code


def counted(noun: str = "") -> tuple[int, int]:
    """Visits and unique ones of all days: of a noun's things, or of the municipalities' pages."""
    nouns = ("story", "place", "trail", "theme")
    about = " AND ".join(f"{each}_id IS {'NOT ' if each == noun else ''}NULL" for each in nouns)
    query = text(
        f"SELECT coalesce(sum(visits), 0), coalesce(sum(uniques), 0) FROM visit_count WHERE {about}"
    )
    with reading(Scope.operator()) as session:
        visits, uniques = session.execute(query).one()
    return int(visits), int(uniques)


def kept() -> dict[str, list[bytes]]:
    """The salts and the marks that are there."""
    with reading(Scope.operator()) as session:
        return {
            "salts": list(session.scalars(text("SELECT salt FROM day_salt"))),
            "marks": list(session.scalars(text("SELECT digest FROM visitor_mark"))),
        }


def forget_visits() -> None:
    """Begin anew."""
    with transaction(Scope.operator()) as session:
        session.execute(text("DELETE FROM visit_count"))
        session.execute(text("DELETE FROM day_salt"))


def make_count(
    session: Session, municipality_id: UUID, day: date, visits: int, uniques: int, **about: UUID
) -> None:
    """One day's count, as if it had been."""
    session.add(
        VisitCount(
            municipality_id=municipality_id, day=day, visits=visits, uniques=uniques, **about
        )
    )
