"""Engines, sessions and the scope that row-level security reads (docs/decisions/0005)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, NullPool, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from geostories.config import Settings

APP_ROLE = "geostories_app"
LOCK_MS = 4_000
"""A migration that waits longer for a table gives up: all who read it would queue up behind."""


@dataclass(frozen=True)
class Scope:
    """Whose rows a transaction may touch. Without one, row-level security shows nothing."""

    value: str

    @classmethod
    def public(cls) -> Scope:
        """Published rows of every municipality, to read."""
        return cls("public")

    @classmethod
    def municipality(cls, municipality_id: UUID) -> Scope:
        """Public, and all rows of one municipality."""
        return cls(f"municipality:{municipality_id}")

    @classmethod
    def person(cls, person_id: UUID) -> Scope:
        """Public, and one person's own rows; a visitor without an account has a random id."""
        return cls(f"person:{person_id}")

    @classmethod
    def link(cls, thing_id: UUID) -> Scope:
        """The one row whose private link somebody holds, to read; nothing that is public besides."""
        return cls(f"link:{thing_id}")

    @classmethod
    def account(cls) -> Scope:
        """Users, sessions and rate counts, and nothing that anybody has told."""
        return cls("account")

    @classmethod
    def counting(cls, municipality_id: UUID) -> Scope:
        """One municipality's visits, to count one more; nothing that anybody has told."""
        return cls(f"counting:{municipality_id}")

    @classmethod
    def platform(cls) -> Scope:
        """Which municipalities there are, for the platform's operator; nothing that is in them."""
        return cls("platform")

    @classmethod
    def operator(cls) -> Scope:
        """Everything: migrations, imports from the command line, the worker's upkeep."""
        return cls("operator")


class Database:
    """The owner's engine (migrations) and the app's pool, which cannot step out of its role."""

    def __init__(self, url: str, app_url: str, settings: Settings) -> None:
        self.url = url
        self.owner_engine = create_engine(  # used rarely, kept never
            url, poolclass=NullPool, connect_args={"options": f"-c lock_timeout={LOCK_MS}"}
        )
        self.engine = create_engine(
            app_url or url,
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"prepare_threshold": 0},
        )
        _enter_role(self.engine, switch=not app_url, timeout_ms=settings.statement_timeout_ms)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def session(self, scope: Scope) -> Session:
        """A session every transaction of which begins by naming its scope."""
        session = self._sessions()
        session.info["scope"] = scope.value
        return session

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        self.owner_engine.dispose()


def _enter_role(engine: Engine, *, switch: bool, timeout_ms: int) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.autocommit = True
        if switch:
            connection.execute(f"SET ROLE {APP_ROLE}")
        connection.execute(f"SET statement_timeout = {timeout_ms:d}")
        connection.autocommit = False


@event.listens_for(Session, "after_begin")
def _name_the_scope(session: Session, _transaction: object, connection: Any) -> None:
    scope = session.info.get("scope")
    if scope is not None:
        connection.execute(
            text("SELECT set_config('geostories.scope', :scope, true)"), {"scope": scope}
        )
