"""*Översikt*: the staff's figures at a glance, with charts that are tables too, and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import periods
from geostories.domain.days import today
from geostories.domain.periods import Period
from geostories.domain.permissions import Permission
from geostories.errors import NotFound
from geostories.exporters import csv_table
from geostories.maps import line_chart
from geostories.web.guards import allowed, settings
from geostories.web.municipality import current, of_municipality
from geostories.web.pages.layers import table as layer_table
from geostories.web.pages.overview_tables import NOUNS, Cell, Overview, gather
from geostories.wording import overview as saying

blueprint = of_municipality(Blueprint("overview", __name__))


@dataclass(frozen=True)
class Key:
    """A number at the top: what it is, and a note with its sign (`icon`)."""

    label: str
    value: str
    note: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Table:
    """One table as it goes into a file."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@blueprint.get("/oversikt/")
@allowed(Permission.MODERATE)
def show() -> ResponseReturnValue:
    """Key figures, visits by week, what is read, where it is told, how long people waited."""
    found = gather(_period())
    layers, has_sources = layer_table.read_rows()
    return render_template(
        "overview/show.html",
        found=found,
        period=found.period,
        periods=saying.periods(),
        keys=_keys(found),
        visits_chart=_chart(
            found.period, [(monday, visits.count) for monday, visits, _u in found.weeks]
        ),
        came_chart=_chart(found.period, found.came),
        visited=[(slug, title, found.visited[noun]) for slug, title, noun in _visited()],
        shown=saying.shown,
        smallest=settings().smallest_count,
        rows=layers,
        has_sources=has_sources,
        is_moving=False,
    )


@blueprint.get("/oversikt.csv")
@allowed(Permission.MODERATE)
def download() -> ResponseReturnValue:
    """The numbers behind the page, for a spreadsheet; `?tabell=` one of its tables."""
    period, slug = _period(), request.args.get("tabell", "")
    tables = _tables(gather(period))
    if slug and slug not in tables:
        raise NotFound("no_page")
    body = (
        csv_table.write(tables[slug].columns, tables[slug].rows) if slug else _all(tables.values())
    )
    answer = Response(body, mimetype="text/csv")
    name = "-".join(each for each in (current().slug, "oversikt", slug) if each)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{period.first}-{period.last}.csv"'
    )
    return answer


def _period() -> Period:
    name = request.args.get("period", "90")
    if name not in periods.ROLLING:
        raise NotFound("no_page")
    return periods.read(name, today=today())


def _chart(period: Period, weeks: Iterable[tuple[date, int | None]]) -> line_chart.Chart:
    """The line of the whole weeks: parts of one at the ends would look like a fall."""
    whole = [
        (monday, count)
        for monday, count in weeks
        if monday >= period.first and monday + timedelta(days=6) <= period.last
    ]
    return line_chart.draw(
        [count for _monday, count in whole], [saying.week(monday) for monday, _count in whole]
    )


def _keys(found: Overview) -> list[Key]:
    now, before, name = found.now, found.before, found.period.name
    hours, goal = now.median, settings().alarm_hours
    return [
        _visits_key(found),
        Key(
            _("Published stories"),
            saying.shown(now.published),
            saying.change(now.published, before.published, name),
            _trend(now.published, before.published),
        ),
        Key(
            _("Time to an answer, median"),
            "–" if hours is None else _("%(hours)s h", hours=round(hours)),
            _("Goal: at most %(hours)s h", hours=goal),
            "circle-check" if hours is None or hours <= goal else "triangle-alert",
        ),
        Key(
            _("What came in"),
            saying.shown(now.received),
            saying.change(now.received, before.received, name),
            _trend(now.received, before.received),
        ),
    ]


def _visits_key(found: Overview) -> Key:
    note, icon = saying.uniques(found.words(found.uniques)), ""
    if found.can_compare_visits:
        now, before = found.now.visits, found.before.visits
        note = saying.change_in_percent(now, before, found.period.name)
        icon = _trend(now, before)
    return Key(_("Visits"), saying.shown(found.words(found.visits)), note, icon)


def _trend(now: int, before: int) -> str:
    return "trending-up" if now > before else "trending-down" if now < before else "circle-check"


def _visited() -> list[tuple[str, str, str]]:
    """The tables of what is visited: word in addresses, title, noun."""
    titles = (
        ("berattelser", _("Most visited stories")),
        ("platser", _("Most visited places")),
        ("leder", _("Most visited trails")),
        ("insamlingar", _("Most visited themes")),
    )
    return [(*each, noun) for each, noun in zip(titles, NOUNS, strict=True)]


def _tables(found: Overview) -> dict[str, Table]:
    """Every table of the page, by its word in the address."""
    week, visits, uniques = _("Week that begins"), _("Visits"), _("Unique by day")
    layers, _has_sources = layer_table.read_rows()
    return {
        "besok": Table(
            _("Visits by week"),
            (week, visits, uniques),
            [(day.isoformat(), found.words(v), found.words(u)) for day, v, u in found.weeks],
        ),
        **{
            slug: Table(
                title,
                (_("Name"), visits, uniques),
                [(line.title, line.visits, line.uniques) for line in found.visited[noun]],
            )
            for slug, title, noun in _visited()
        },
        "inkommet": Table(
            _("Came in, by week"),
            (week, _("How many")),
            [(day.isoformat(), count) for day, count in found.came],
        ),
        "omraden": Table(_("Stories by place"), (_("Place"), _("How many")), found.areas),
        "svarstid": Table(
            _("Answered within, per cent"),
            (_("Time to an answer"), _("Per cent")),
            [(f"{each.hours} h", each.percent) for each in found.within],
        ),
        "lager": Table(
            _("Official layers"),
            (_("Layer"), _("Source"), _("Last fetched"), _("Contents"), _("Status")),
            [(r.title, r.source, r.fetched, r.contents, r.state.words) for r in layers],
        ),
    }


def _all(tables: Iterable[Table]) -> bytes:
    """Every number in one file, a line each; the layers have none."""
    rows = [
        (table.title if len(table.columns) == 2 else f"{table.title}: {column}", row[0], row[at])
        for table in tables
        if len(table.columns) <= 3
        for at, column in enumerate(table.columns[1:], start=1)
        for row in table.rows
    ]
    return csv_table.write((_("What"), _("Which"), _("How many")), rows)
