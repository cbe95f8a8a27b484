"""The lines of the table of layers: what is there, how it went the last time, what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from geostories import public_id
from geostories.queries.layer_imports import MOVING, ImportInfo
from geostories.queries.layers import LayerInfo
from geostories.queries.place_content import OWN_REGISTER
from geostories.queries.register_sources import SourceInfo
from geostories.vocabulary import ImportStatus
from geostories.web.pages.layers.desk import desk_url, import_url
from geostories.wording import layers as words
from geostories.wording import times
from geostories.wording.official import import_status

FETCHED = frozenset({ImportStatus.APPLIED, ImportStatus.UNCHANGED})
UNDECIDED = frozenset({ImportStatus.PREVIEWED, ImportStatus.WAITING})


@dataclass(frozen=True)
class State:
    """A badge and the one thing to do next. `look` is a class of badge.css, `is_post`: a button."""

    look: str
    icon: str
    words: str
    action: str
    url: str
    is_post: bool = False
    is_moving: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the table. `change_url`: where it is updated by hand, or its address changed."""

    title: str
    source: str
    fetched: str
    contents: str
    state: State
    change: str
    change_url: str


@dataclass(frozen=True)
class Known:
    """What the desk knows: registers by address, newest imports, and which are being fetched."""

    sources: Mapping[str, SourceInfo]
    latest: Mapping[str, ImportInfo]
    under_way: frozenset[UUID]
    at: datetime


def list_rows(layers: list[LayerInfo], known: Known) -> Iterator[Row]:
    """Each layer, and each register that something may still come of, by title."""
    there = {layer.register for layer in layers}
    begun = [name for name, newest in known.latest.items() if newest.file_key]
    waiting = [name for name in dict.fromkeys([*known.sources, *begun]) if name not in there]
    rows = [_row(layer.register, layer, known) for layer in layers]
    rows += [_row(register, None, known) for register in waiting]
    return iter(sorted(rows, key=lambda row: row.title.casefold()))


def _row(register: str, layer: LayerInfo | None, known: Known) -> Row:
    source, newest = known.sources.get(register), known.latest.get(register)
    change, change_url = _change(register, source)
    return Row(
        title=source.title if source else words.title(register),
        source=_source(source, layer, newest),
        fetched=_fetched(source, layer, newest, known.at),
        contents=words.contents(layer.noun, layer.count) if layer else "",
        state=_state(register, source, newest, known.under_way),
        change=change,
        change_url=change_url,
    )


def _source(source: SourceInfo | None, layer: LayerInfo | None, newest: ImportInfo | None) -> str:
    if layer and layer.has_more_sources:
        return _("%(source)s and others", source=layer.source)
    return next((each.source for each in (source, layer, newest) if each and each.source), "")


def _change(register: str, source: SourceInfo | None) -> tuple[str, str]:
    if source:
        return _("Change"), source_url(source.id)
    if register == OWN_REGISTER:
        return "", ""
    return _("Update"), desk_url("choose", lager=register)


def _fetched(
    source: SourceInfo | None, layer: LayerInfo | None, newest: ImportInfo | None, now: datetime
) -> str:
    """When somebody last knew that the layer is as the register has it."""
    seen = newest.finished_at if newest and newest.status in FETCHED else None
    told = (seen, source and source.fetched_at, layer and layer.fetched_at)
    dates = [at for at in told if at]
    return times.moment_near(max(dates), now) if dates else _("Never")


def _state(
    register: str,
    source: SourceInfo | None,
    newest: ImportInfo | None,
    under_way: frozenset[UUID],
) -> State:
    log_url = desk_url("log", lager=register)
    if source and source.id in under_way:
        return State(
            "pending", "refresh-cw", _("Being fetched"), _("Show the log"), log_url, is_moving=True
        )
    if newest and newest.status in MOVING:
        status, url = import_status(newest.status), import_url(newest.id)
        return State("pending", "refresh-cw", status, _("Show"), url, is_moving=True)
    if newest and newest.status in UNDECIDED:
        told, url = words.waiting(newest.report), import_url(newest.id)
        return State("changes_requested", "circle-alert", told, _("Look at it"), url)
    if newest and newest.status not in FETCHED:
        return _failed(newest, source)
    if source and not source.is_enabled:
        return State("draft", "circle-pause", _("Paused"), _("Show the log"), log_url)
    if source and source.last_run is None:
        url = source_url(source.id, "fetch")
        return State("pending", "clock", _("Not fetched yet"), _("Fetch now"), url, is_post=True)
    return State("published", "circle-check", _("Up to date"), _("Show the log"), log_url)


def _failed(newest: ImportInfo, source: SourceInfo | None) -> State:
    if source and newest.source_id == source.id and not newest.file_key:
        url, is_post = source_url(source.id, "fetch"), True
    else:
        url, is_post = import_url(newest.id), False
    told, action = _("Import failed"), _("Try again")
    return State("rejected", "triangle-alert", told, action, url, is_post=is_post)


def source_url(source_id: UUID, view: str = "source") -> str:
    """The address of a view on a register by address."""
    return desk_url(view, source=public_id.encode(source_id))
