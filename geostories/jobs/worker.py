"""The job worker: which tasks there are, and their clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate
from flask import Flask
from sqlalchemy.orm import Session

from geostories.domain import data_exports as ordered_exports
from geostories.domain import (
    drafts,
    faults,
    invitations,
    outbox,
    photos,
    rates,
    recordings,
    sessions,
    subscriptions,
    teller_links,
    uploads,
    visits,
)
from geostories.domain.days import today
from geostories.domain.transaction import Scope, transaction
from geostories.integrations import queue, tile_cache
from geostories.integrations.fetching import FetchFailed
from geostories.jobs import (
    alerts,
    audit_heads,
    data_exports,
    layer_imports,
    mail,
    observations,
    pictures,
    registers,
    retention,
    unused_accounts,
    waiting,
    weekly_mail,
)

if TYPE_CHECKING:
    from geostories.config import Settings

TRIES = procrastinate.RetryStrategy(max_attempts=12, exponential_wait=4)
"""A mail server that is away is asked again over some three hours, further apart each time."""

REGISTER_TRIES = procrastinate.RetryStrategy(
    max_attempts=5, wait=60, exponential_wait=6, retry_exceptions={FetchFailed}
)
"""A register that is away is asked again after some minutes, then hours, further apart each time."""


def make_worker(app: Flask, url: str) -> procrastinate.App:
    """Procrastinate's App with our tasks; they run inside the Flask app's context."""
    settings: Settings = app.config["SETTINGS"]
    worker = queue.connect(url, switch_role=not settings.app_database_url)

    @worker.task(name=queue.SEND_MAIL, retry=TRIES)
    def send_mail(mail_id: str) -> None:
        with app.test_request_context("/", base_url=settings.base_url or None):
            mail.send(UUID(mail_id), settings=settings)

    @worker.task(name=queue.TELL_UNIT, retry=TRIES)
    def tell_unit(fault_id: str) -> None:
        with transaction(Scope.operator()) as session:
            faults.tell_unit(session, fault_id=UUID(fault_id))

    @worker.task(name=queue.MAKE_EXPORT, retry=TRIES)
    def make_export(export_id: str) -> None:
        with app.test_request_context("/", base_url=settings.base_url or None):
            data_exports.make(
                UUID(export_id),
                settings=settings,
                media=app.extensions["files"],
                exports=app.extensions["export_files"],
            )

    @worker.periodic(cron="*/15 * * * *")
    @worker.task(name=queue.OBSERVE, pass_context=False)
    def observe(timestamp: int) -> None:
        observations.observe(settings, at=datetime.fromtimestamp(timestamp, UTC))

    add_imports(worker, app)
    add_housekeeping(worker, app)
    return worker


def add_imports(worker: procrastinate.App, app: Flask) -> None:
    """What brings in official nature: layers that somebody uploaded, registers that are due."""

    @worker.task(name=queue.READ_LAYER)
    def read_layer(import_id: str, municipality_id: str) -> None:
        layer_imports.read(layer_task(app, import_id, municipality_id))

    @worker.task(name=queue.APPLY_LAYER)
    def apply_layer(import_id: str, municipality_id: str) -> None:
        layer_imports.apply(layer_task(app, import_id, municipality_id))

    @worker.periodic(cron="* * * * *")
    @worker.task(name=queue.WAKE_IMPORTS, pass_context=False)
    def wake_imports(timestamp: int) -> None:
        layer_imports.wake()

    @worker.task(name=queue.FETCH_REGISTER, retry=REGISTER_TRIES)
    def fetch_register(source_id: str, municipality_id: str) -> None:
        registers.sync(
            registers.Fetch(
                UUID(source_id),
                UUID(municipality_id),
                app.config["SETTINGS"],
                app.extensions["layer_files"],
            )
        )

    @worker.periodic(cron="*/15 * * * *")
    @worker.task(name=queue.FETCH_DUE, pass_context=False)
    def fetch_due(timestamp: int) -> None:
        registers.claim_due()


def add_housekeeping(worker: procrastinate.App, app: Flask) -> None:
    """What is done when nobody waits: smaller pictures, and sweeping up."""

    @worker.periodic(cron="*/5 * * * *")
    @worker.task(name=queue.MAKE_PICTURES, queueing_lock=queue.MAKE_PICTURES, pass_context=False)
    def make_pictures(timestamp: int) -> None:
        pictures.make_smaller(app.config["SETTINGS"], app.extensions["files"])

    @worker.periodic(cron="*/15 * * * *")
    @worker.task(name=queue.WEEKLY_MAIL, pass_context=False)
    def promise_weekly_mail(timestamp: int) -> None:
        weekly_mail.promise_due(datetime.fromtimestamp(timestamp, UTC))

    @worker.periodic(cron="*/15 * * * *")
    @worker.task(name=queue.ALERTS, pass_context=False)
    def promise_alerts(timestamp: int) -> None:
        alerts.promise_due(datetime.fromtimestamp(timestamp, UTC), app.config["SETTINGS"])

    @worker.periodic(cron="10 2 * * *")
    @worker.task(name=queue.KEEP_HEADS, pass_context=False)
    def keep_heads(timestamp: int) -> None:
        audit_heads.keep(app.config["SETTINGS"], at=datetime.fromtimestamp(timestamp, UTC))

    @worker.periodic(cron="17 3 * * *")
    @worker.task(name=queue.UNUSED_ACCOUNTS, pass_context=False)
    def see_to_unused_accounts(timestamp: int) -> None:
        unused_accounts.see_to(
            app.config["SETTINGS"],
            files=app.extensions["files"],
            ledger=app.extensions["erasure_files"],
            at=datetime.fromtimestamp(timestamp, UTC),
        )

    @worker.periodic(cron="*/15 * * * *")
    @worker.task(name=queue.ALARM_WAITING, pass_context=False)
    def alarm_waiting(timestamp: int) -> None:
        waiting.alarm_due(datetime.fromtimestamp(timestamp, UTC), app.config["SETTINGS"])

    @worker.periodic(cron="20 3 * * *")
    @worker.task(name=queue.DISPOSE, queueing_lock=queue.DISPOSE, pass_context=False)
    def dispose_of_records(timestamp: int) -> None:
        retention.dispose_due(app.extensions["files"])

    @worker.periodic(cron="*/10 * * * *")
    @worker.task(name=queue.SWEEP, pass_context=False)
    def sweep(timestamp: int) -> None:
        sweep_up(app)


def layer_task(app: Flask, import_id: str, municipality_id: str) -> layer_imports.Task:
    """What a queued import is about, with this installation's settings and files."""
    return layer_imports.Task(
        UUID(import_id),
        UUID(municipality_id),
        settings=app.config["SETTINGS"],
        store=app.extensions["layer_files"],
    )


def sweep_up(app: Flask) -> tuple[int, int]:
    """Remove what crashes and time have left; answers how many photo rows and files went.

    Each in a transaction of its own, those that touch files last: a store that is away keeps
    nobody's address.
    """
    settings: Settings = app.config["SETTINGS"]
    files, grace = app.extensions["files"], timedelta(minutes=settings.sweep_grace_minutes)
    forgotten, waiting = (
        timedelta(days=days) for days in (settings.fault_address_days, settings.confirm_days)
    )
    _each(
        partial(visits.forget, day=today(), months=settings.visit_count_months),
        rates.sweep,
        partial(
            sessions.sweep,
            signed_in=timedelta(days=settings.session_days),
            visiting=timedelta(hours=settings.visit_hours),
        ),
        partial(faults.sweep, age=forgotten),
        partial(outbox.sweep, age=forgotten),
        partial(teller_links.sweep, age=waiting),
        invitations.sweep,
        partial(subscriptions.sweep, age=waiting),
        partial(drafts.sweep_abandoned, age=timedelta(hours=settings.visit_hours)),
    )
    layer_imports.sweep(settings, app.extensions["layer_files"])
    tile_cache.sweep(settings)
    _each(
        partial(
            uploads.sweep,
            store=app.extensions["upload_files"],
            age=timedelta(hours=settings.upload_hours),
            grace=grace,
        ),
        partial(recordings.sweep, store=files, grace=grace),
        partial(ordered_exports.sweep, store=app.extensions["export_files"], grace=grace),
    )
    with transaction(Scope.operator()) as session:
        return photos.sweep(session, store=files, grace=grace)


def _each(*sweeps: Callable[[Session], object]) -> None:
    for sweep in sweeps:
        with transaction(Scope.operator()) as session:
            sweep(session)
