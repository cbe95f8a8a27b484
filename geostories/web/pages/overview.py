"""*Översikt*: the staff's figures at a glance, with charts that are tables too, and CSV."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import periods
from geostories.domain.days import today
from geostories.domain.periods import Period
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading
from geostories.errors import NotFound
from geostories.exporters import csv_table
from geostories.queries.open_figures import list_figures
from geostories.queries.overview import list_areas, list_weeks, list_within
from geostories.web.guards import allowed
from geostories.web.municipality import current, of_municipality, scope

blueprint = of_municipality(Blueprint("overview", __name__))

WIDTH, HEIGHT = 640, 200


@blueprint.get("/oversikt/")
@allowed(Permission.MODERATE)
def show() -> ResponseReturnValue:
    """Key figures, what came in by week, where it is told, how long people waited."""
    period = _period()
    asked: dict[str, Any] = {
        "municipality_id": current().id,
        "since": period.since,
        "until": period.until,
    }
    with reading(scope()) as session:
        figures = {(each.topic, each.word): each.value for each in list_figures(session, **asked)}
        weeks = list_weeks(session, **asked)
        areas = list_areas(session, **asked)
        within = list_within(session, **asked)
    return render_template(
        "overview/show.html",
        period=period,
        rolling=(("30", _("30 days")), ("90", _("Quarter")), ("365", _("12 months"))),
        received=int(sum(value for (topic, _w), value in figures.items() if topic == "received")),
        published=int(figures.get(("published", "story"), 0)),
        median=figures.get(("hours", "median")),
        reviews=int(sum(value for (topic, _w), value in figures.items() if topic == "reviews")),
        reversed_count=int(figures.get(("review_outcomes", "reversed"), 0)),
        weeks=weeks,
        line=_line([count for _monday, count in weeks]),
        most=max([count for _monday, count in weeks], default=0),
        areas=areas,
        within=within,
    )


@blueprint.get("/oversikt.csv")
@allowed(Permission.MODERATE)
def download() -> ResponseReturnValue:
    """The numbers behind the charts, for a spreadsheet."""
    period = _period()
    asked: dict[str, Any] = {
        "municipality_id": current().id,
        "since": period.since,
        "until": period.until,
    }
    with reading(scope()) as session:
        rows: list[tuple[str, str, int]] = [
            (_("Came in, by week"), monday.isoformat(), count)
            for monday, count in list_weeks(session, **asked)
        ]
        rows += [(_("Stories by place"), *each) for each in list_areas(session, **asked)]
        rows += [
            (_("Answered within, per cent"), f"{each.hours} h", each.percent)
            for each in list_within(session, **asked)
        ]
    answer = Response(
        csv_table.write((_("What"), _("Which"), _("How many")), rows), mimetype="text/csv"
    )
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{current().slug}-oversikt-{period.first}-{period.last}.csv"'
    )
    return answer


def _period() -> Period:
    name = request.args.get("period", "90")
    if name not in periods.ROLLING:
        raise NotFound("no_page")
    return periods.read(name, today=today())


def _line(counts: list[int]) -> str:
    """The points of the chart's line, in a box of WIDTH × HEIGHT."""
    most, steps = max([*counts, 1]), max(len(counts) - 1, 1)
    return " ".join(
        f"{index * WIDTH / steps:.1f},{HEIGHT - count * HEIGHT / most:.1f}"
        for index, count in enumerate(counts)
    )
