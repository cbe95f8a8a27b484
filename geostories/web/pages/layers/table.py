"""The table of official layers, and the log of what was read into them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from geostories.domain.permissions import Permission
from geostories.domain.register_sources import list_under_way
from geostories.domain.transaction import reading
from geostories.queries.layer_imports import list_imports, list_latest_imports
from geostories.queries.layers import list_layers
from geostories.queries.register_sources import list_sources
from geostories.web.guards import allowed
from geostories.web.municipality import current, scope
from geostories.web.pages.layers.desk import blueprint, import_url
from geostories.web.pages.layers.rows import Known, Row, list_rows
from geostories.wording import layers as words
from geostories.wording import times
from geostories.wording.official import import_status


@blueprint.get("/redaktion/")
@allowed(Permission.EDIT_PLACES)
def show() -> ResponseReturnValue:
    """The layers of this municipality."""
    rows, has_sources = read_rows()
    return render_template(
        "editing/layers/show.html",
        rows=rows,
        has_sources=has_sources,
        is_moving=any(row.state.is_moving for row in rows),
    )


def read_rows() -> tuple[list[Row], bool]:
    """The table's lines, and whether any register is fetched by its address."""
    here: UUID = current().id
    with reading(scope()) as session:
        layers = list_layers(session, municipality_id=here)
        sources = list_sources(session, municipality_id=here)
        known = Known(
            sources={source.register: source for source in sources},
            latest=list_latest_imports(session, municipality_id=here),
            under_way=list_under_way(session),
            at=datetime.now(UTC),
        )
    return list(list_rows(layers, known)), any(source.is_enabled for source in sources)


@blueprint.get("/redaktion/lager/logg")
@allowed(Permission.EDIT_PLACES)
def log() -> ResponseReturnValue:
    """What was read in, newest first; `?lager=` of one layer."""
    register = request.args.get("lager")
    with reading(scope()) as session:
        imports = list_imports(session, municipality_id=current().id, register=register)
        sources = list_sources(session, municipality_id=current().id)
    titles = {source.register: source.title for source in sources}
    now = datetime.now(UTC)
    return render_template(
        "editing/layers/log.html",
        title=titles.get(register, words.title(register)) if register else "",
        imports=imports,
        layer_title=lambda name: titles.get(name, words.title(name)),
        result=words.result,
        status=import_status,
        import_url=import_url,
        moment_near=lambda at: times.moment_near(at, now),
    )
