"""The real worker on the real queue, until nothing is left to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from geostories.jobs.worker import make_worker


def work(app: Flask) -> None:
    """Do all that is queued, in the order it was queued, and come back.

    In a thread of its own: a browser test leaves an event loop running in the one it ran in.
    """

    def run() -> None:
        worker = make_worker(app, app.extensions["database"].url)
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(run).result()
