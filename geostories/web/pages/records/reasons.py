"""Statements of reasons of a period, to download as the Commission's database takes them."""

from __future__ import annotations

import io
from collections import Counter

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading
from geostories.exporters.reasons import rules, statements
from geostories.queries.reasons import StatementRow, list_statements
from geostories.web.forms.records import PeriodForm
from geostories.web.guards import allowed
from geostories.web.municipality import current, scope
from geostories.web.pages.records.desk import blueprint
from geostories.wording import vocabulary as words


@blueprint.get("/handlingar/motiveringar")
@allowed(Permission.KEEP_RECORDS)
def show_reasons() -> ResponseReturnValue:
    """How many were given in a period, on which grounds."""
    form = PeriodForm(request.args)
    found = _find(form) if form.validate() else []
    grounds = Counter(row.ground for row in found)
    return render_template(
        "records/reasons.html",
        form=form,
        total=len(found),
        files=-(-len(found) // rules.MOST_IN_A_CALL),
        grounds=[(words.ground(ground), count) for ground, count in grounds.most_common()],
    ), 422 if form.errors else 200


@blueprint.get("/handlingar/motiveringar.zip")
@allowed(Permission.KEEP_RECORDS)
def download_reasons() -> ResponseReturnValue:
    """The batches, a hundred statements each, in one file; for no period, back to where one chooses."""
    form = PeriodForm(request.args)
    if not form.validate():
        return redirect(url_for("records.show_reasons", municipality=current().slug), code=303)
    return send_file(
        io.BytesIO(statements.as_zip(_find(form), _rules_url())),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{current().slug}-{form.since.data}-{form.until.data}.zip",
    )


def _find(form: PeriodForm) -> list[StatementRow]:
    since, until = form.moments()
    with reading(scope()) as session:
        return list_statements(session, municipality_id=current().id, since=since, until=until)


def _rules_url() -> str:
    return url_for("about.show", municipality=current().slug, page="regler", _external=True)
