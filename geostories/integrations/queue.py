"""Procrastinate's App and the task names; jobs are deferred on the ORM's own connection."""

from __future__ import annotations

import json

import procrastinate
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.database import APP_ROLE

SEND_MAIL = "send_mail"
SWEEP = "sweep"

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :task, 0, NULL, NULL, "
    "CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
)


def defer(session: Session, task: str, **args: str) -> None:
    """Queue a task so that it exists exactly when the session's transaction commits."""
    session.execute(_DEFER, {"task": task, "args": json.dumps(args)})


def connect(url: str, *, switch_role: bool) -> procrastinate.App:
    """The worker's App on its own connections, in the app's role."""
    options = f"-c role={APP_ROLE}" if switch_role else ""
    connector = procrastinate.PsycopgConnector(
        conninfo=url.replace("postgresql+psycopg://", "postgresql://"),
        kwargs={"options": options},
        pool_factory=AsyncConnectionPool,
    )
    return procrastinate.App(connector=connector)
