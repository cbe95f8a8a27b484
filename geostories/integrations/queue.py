"""Procrastinate's App and the task names; jobs are deferred on the ORM's own connection."""

from __future__ import annotations

import json

import procrastinate
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.database import APP_ROLE

SEND_MAIL = "send_mail"
TELL_UNIT = "tell_unit"
READ_LAYER = "read_layer"
APPLY_LAYER = "apply_layer"
WAKE_IMPORTS = "wake_imports"
FETCH_REGISTER = "fetch_register"
FETCH_DUE = "fetch_due"
MAKE_PICTURES = "make_pictures"
SWEEP = "sweep"
OBSERVE = "observe"
WEEKLY_MAIL = "weekly_mail"
ALERTS = "alerts"
KEEP_HEADS = "keep_heads"
MAKE_EXPORT = "make_export"
UNUSED_ACCOUNTS = "unused_accounts"
ALARM_WAITING = "alarm_waiting"
DISPOSE = "dispose_of_records"

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :task, 0, NULL, NULL, "
    "CAST(:args AS jsonb), now() + make_interval(secs => NULLIF(:wait, 0)))"
    "::procrastinate_job_to_defer_v1])"
)


_WAITING = text(
    "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'todo' "
    "AND task_name = :task AND args @> CAST(:args AS jsonb))"
)

_UNDER_WAY = text(
    "SELECT args FROM procrastinate_jobs WHERE task_name = :task AND ("
    "status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) "
    "OR status = 'doing' AND worker_id IS NOT NULL)"
)


def defer(session: Session, task: str, *, wait_seconds: int = 0, **args: str) -> None:
    """Queue a task so that it exists exactly when the session's transaction commits.

    It is taken after `wait_seconds`, counted from the transaction's beginning.
    """
    session.execute(_DEFER, {"task": task, "args": json.dumps(args), "wait": wait_seconds})


def is_waiting(session: Session, task: str, **args: str) -> bool:
    """Whether such a task is queued and no worker has taken it yet."""
    return bool(session.scalar(_WAITING, {"task": task, "args": json.dumps(args)}))


def list_under_way(session: Session, task: str) -> list[dict[str, str]]:
    """The arguments of such tasks that a living worker has, or takes next; not of later tries."""
    return list(session.scalars(_UNDER_WAY, {"task": task}))


def connect(url: str, *, switch_role: bool) -> procrastinate.App:
    """The worker's App on its own connections, in the app's role."""
    options = f"-c role={APP_ROLE}" if switch_role else ""
    connector = procrastinate.PsycopgConnector(
        conninfo=url.replace("postgresql+psycopg://", "postgresql://"),
        kwargs={"options": options},
        pool_factory=AsyncConnectionPool,
    )
    return procrastinate.App(connector=connector)
