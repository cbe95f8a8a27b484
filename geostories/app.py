"""create_app(): the only place where everything meets."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_alembic import Alembic
from flask_security.datastore import SQLAlchemySessionUserDatastore
from geoalchemy2 import alembic_helpers
from werkzeug.middleware.proxy_fix import ProxyFix

from geostories import models
from geostories.config import PACKAGE, Settings, resource
from geostories.database import Database
from geostories.domain import transaction
from geostories.extensions import account_session, babel, csrf
from geostories.integrations import private_postgres
from geostories.integrations.files import open_files
from geostories.web import (
    accounts,
    assets,
    bodies,
    error_pages,
    headers,
    language,
    routes,
    sessions,
    visits,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one installation."""
    settings = settings or Settings()
    app = Flask("geostories", template_folder=str(resource("templates")), static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.signing_key(),
        MAX_CONTENT_LENGTH=settings.request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.form_bytes,
        MAX_FORM_PARTS=settings.form_parts,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: people write for hours
        BABEL_DEFAULT_LOCALE="sv",
        BABEL_DEFAULT_TIMEZONE="Europe/Stockholm",
        BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "wording" / "catalogues"),
        MAIL_DEFAULT_SENDER=settings.mail_sender,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.request_class = bodies.SiteRequest
    database = _connect(app, settings)
    babel.init_app(app, locale_selector=language.current)
    app.before_request(bodies.refuse_misnamed)
    csrf.init_app(app)
    headers.init(app)
    sessions.init(app, settings)
    store = SQLAlchemySessionUserDatastore(account_session, models.User, models.Role)
    accounts.init(app, store, settings)
    assets.init(app, headers.of_files(settings))
    error_pages.init(app)
    routes.init(app)
    visits.init(app)
    app.extensions["files"] = open_files(settings, "media")
    app.extensions["layer_files"] = open_files(settings, "imports")
    app.extensions["upload_files"] = open_files(settings, "uploads")
    app.extensions["export_files"] = open_files(settings, "exports")
    app.extensions["erasure_files"] = open_files(settings, "erasures")
    app.extensions["database"] = database
    if settings.is_https:  # TLS ends at a proxy on the same host
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _connect(app: Flask, settings: Settings) -> Database:
    url = settings.database_url or private_postgres.ensure(settings.home)
    database = Database(url, settings.app_database_url, settings)
    bind(database)
    app.teardown_appcontext(lambda _error: account_session.remove())
    app.config["ALEMBIC"] = {"script_location": str(resource("migrations"))}
    app.config["ALEMBIC_CONTEXT"] = {
        "include_object": _is_ours,
        "process_revision_directives": alembic_helpers.writer,
        "transaction_per_migration": True,
    }
    Alembic(app, metadatas=models.Base.metadata, engines=database.owner_engine, run_mkdir=False)
    return database


def bind(database: Database) -> None:
    """Let this process work with a database; create_app does, once."""
    transaction.use(database)
    account_session.remove()
    account_session.configure(bind=database.engine)


def _is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether models and migrations must agree on it: not so PostGIS's and the queue's tables."""
    if kind == "table" and (name or "").startswith("procrastinate_"):
        return False
    return bool(alembic_helpers.include_object(thing, name, kind, reflected, compare_to))
