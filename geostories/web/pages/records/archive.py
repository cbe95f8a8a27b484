"""The cases of a period as a package for the archive."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from flask import current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from geostories.domain.permissions import Permission
from geostories.exporters.archive.make import Wanted, make_package
from geostories.queries.record_papers import CaseRecord
from geostories.web.forms.records import PeriodForm
from geostories.web.guards import allowed, current_person
from geostories.web.municipality import current
from geostories.web.pages.records.desk import blueprint
from geostories.wording.extract import write_extract


@blueprint.get("/handlingar/arkiv")
@allowed(Permission.KEEP_RECORDS)
def show_archive() -> ResponseReturnValue:
    """What a package holds, and the form to make one."""
    return render_template("records/archive.html", form=PeriodForm({}))


@blueprint.post("/handlingar/arkiv")
@allowed(Permission.KEEP_RECORDS)
def make_archive() -> ResponseReturnValue:
    """The package, as a file."""
    form = PeriodForm(request.form)
    if not form.validate():
        return render_template("records/archive.html", form=form), 422
    since, until = form.moments()
    package = make_package(
        Wanted(current().id, current().site_name, since, until, current_person()),
        store=current_app.extensions["files"],
        as_text=_as_text,
    )
    return send_file(
        io.BytesIO(package),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{current().slug}-arkiv-{form.since.data}-{form.until.data}.zip",
    )


def _as_text(case: CaseRecord) -> str:
    return write_extract([case], giver=current().site_name, at=datetime.now(UTC))
