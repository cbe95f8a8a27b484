"""Importing a file as one step of a test, and what its report counts."""

from __future__ import annotations

from collections.abc import Callable

from geostories.importers.report import Report

Import = Callable[..., Report]


def counts(report: Report) -> tuple[int, int, int, int, int, int]:
    """Read, added, changed, unchanged, withdrawn, refused."""
    return (
        report.read,
        report.added,
        report.changed,
        report.unchanged,
        report.withdrawn,
        report.refused,
    )
