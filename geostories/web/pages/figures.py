"""The open figures of the review and the yearly transparency report: a page, CSV and JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from geostories.domain import periods
from geostories.domain.days import today
from geostories.domain.periods import Period
from geostories.domain.transaction import reading
from geostories.exporters import csv_table
from geostories.queries.open_figures import Figure, find_first_year, list_figures
from geostories.web.guards import open_to_all
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import figures as words

blueprint = of_municipality(Blueprint("figures", __name__))


@blueprint.get("/siffror/")
@open_to_all
def show() -> ResponseReturnValue:
    """The figures of a period, or a year's report."""
    period = _period()
    with reading(scope()) as session:
        first = find_first_year(session, municipality_id=current().id) or today().year
    return render_template(
        "figures/show.html",
        period=period,
        title=words.title(period),
        groups=_groups(period),
        years=range(today().year, first - 1, -1),
        rolling=(("30", _("30 days")), ("90", _("Quarter")), ("365", _("12 months"))),
    )


@blueprint.get("/siffror.csv")
@open_to_all
def download() -> ResponseReturnValue:
    """The same numbers for a spreadsheet."""
    period = _period()
    rows = [
        (
            words.topic(each.topic),
            words.line(each.topic, each.word),
            _number(each),
            each.topic,
            each.word,
        )
        for each in _list(period)
    ]
    columns = (_("What"), _("Which"), _("How many"), "topic", "word")
    answer = Response(csv_table.write(columns, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{current().slug}-siffror-{period.first}-{period.last}.csv"'
    )
    return answer


@blueprint.get("/siffror.json")
@open_to_all
def as_json() -> ResponseReturnValue:
    """The same numbers for programs."""
    period = _period()
    figures: dict[str, dict[str, float | int]] = {name: {} for name in words.TOPICS}
    for each in _list(period):
        figures[each.topic][each.word] = _number(each)
    return jsonify(
        municipality=current().slug,
        first_day=period.first.isoformat(),
        last_day=period.last.isoformat(),
        figures=figures,
    )


def _period() -> Period:
    return periods.read(request.args.get("period", "90"), today=today())


def _list(period: Period) -> list[Figure]:
    """In the municipality's scope, although everybody may ask: only numbers leave it."""
    with reading(scope()) as session:
        found = list_figures(
            session, municipality_id=current().id, since=period.since, until=period.until
        )
    return sorted(found, key=lambda each: (words.TOPICS.index(each.topic), -each.value, each.word))


def _number(figure: Figure) -> float | int:
    is_time = figure.topic == "hours" and figure.word != "answered"
    return round(figure.value, 1) if is_time else int(figure.value)


def _groups(period: Period) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each topic's heading and its lines; topics without a number are left out."""
    found = _list(period)
    groups = []
    for name in words.TOPICS:
        lines = [
            (words.line(name, each.word), _shown(_number(each)))
            for each in found
            if each.topic == name and (each.value or name in ("automated", "hours"))
        ]
        if lines:
            groups.append((words.topic(name), lines))
    return groups


def _shown(number: float) -> str:
    return format_decimal(number)
