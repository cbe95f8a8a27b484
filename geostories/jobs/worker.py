"""The job worker: which tasks there are, and their clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate
from flask import Flask

from geostories.domain import drafts, photos, rates, sessions
from geostories.domain.transaction import Scope, transaction
from geostories.integrations import queue
from geostories.jobs import mail

if TYPE_CHECKING:
    from geostories.config import Settings

TRIES = procrastinate.RetryStrategy(max_attempts=12, exponential_wait=4)
"""A mail server that is away is asked again over some three hours, further apart each time."""


def make_worker(app: Flask, url: str) -> procrastinate.App:
    """Procrastinate's App with our tasks; they run inside the Flask app's context."""
    settings: Settings = app.config["SETTINGS"]
    worker = queue.connect(url, switch_role=not settings.app_database_url)

    @worker.task(name=queue.SEND_MAIL, retry=TRIES)
    def send_mail(mail_id: str) -> None:
        with app.test_request_context("/", base_url=settings.base_url or None):
            mail.send(UUID(mail_id), settings=settings)

    @worker.periodic(cron="*/10 * * * *")
    @worker.task(name=queue.SWEEP, pass_context=False)
    def sweep(timestamp: int) -> None:
        sweep_up(app)

    return worker


def sweep_up(app: Flask) -> tuple[int, int]:
    """Remove what crashes and time have left; answers how many photo rows and files went."""
    settings: Settings = app.config["SETTINGS"]
    with transaction(Scope.operator()) as session:
        rates.sweep(session)
        sessions.sweep(
            session,
            signed_in=timedelta(days=settings.session_days),
            visiting=timedelta(hours=settings.visit_hours),
        )
        drafts.sweep_abandoned(session, age=timedelta(hours=settings.visit_hours))
        return photos.sweep(
            session,
            store=app.extensions["files"],
            grace=timedelta(minutes=settings.sweep_grace_minutes),
        )
