"""The texts about the site at the administrators' desk: written, looked at first, kept in versions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import page_texts
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict, NotFound
from geostories.queries.page_texts import (
    TextVersion,
    get_contact,
    get_text,
    list_newest,
    list_versions,
)
from geostories.web.forms.page_text import ContactForm, PageTextForm
from geostories.web.guards import allowed, current_person
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording.about_pages import (
    LANGUAGES,
    PAGES,
    facts_of,
    render_text,
    shipped,
    title,
)
from geostories.wording.errors import say

blueprint = of_municipality(Blueprint("page_desk", __name__))
LISTED = 50


@blueprint.get("/admin/sidor/")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    """Every text in both languages, and where the municipality is reached."""
    with reading(scope()) as session:
        contact = get_contact(session, municipality_id=current().id)
    return _index(ContactForm(formdata=None, obj=contact))


@blueprint.post("/admin/sidor/")
@allowed(Permission.ADMINISTER)
def save_contact() -> ResponseReturnValue:
    """Say where the municipality is reached; every text says it from now on."""
    form = ContactForm()
    if not form.validate():
        return _index(form)
    with transaction(scope()) as session:
        page_texts.change_contact(
            session,
            municipality_id=current().id,
            contact=form.contact(),
            by=current_person().id,
        )
    flash(_("Saved."), "success")
    return redirect(url_for("page_desk.index", municipality=current().slug), code=303)


@blueprint.get("/admin/sidor/<page>")
@allowed(Permission.ADMINISTER)
def edit(page: str) -> ResponseReturnValue:
    """A text in one language; an older version, if the address asks for it."""
    spoken = _language(page)
    newest, versions = _versions(page, spoken)
    wanted = request.args.get("version", "")
    shown = next((each for each in versions if str(each.number) == wanted), newest)
    body = "" if wanted == "0" else shown.body
    data = {"body": body or shipped(page, language=spoken), "seen": newest.number}
    return _page(PageTextForm(formdata=None, data=data), page, spoken)


@blueprint.post("/admin/sidor/<page>")
@allowed(Permission.ADMINISTER)
def save(page: str) -> ResponseReturnValue:
    """Show how it would look, or keep it as the newest version: then everybody reads it."""
    spoken, form = _language(page), PageTextForm()
    is_whole = form.validate() and form.asks_for_all(page)
    if not is_whole or request.form.get("action") != "save":
        return _page(form, page, spoken, preview=form.body.data or "")
    body = "" if form.body.data == shipped(page, language=spoken).strip() else form.body.data
    try:
        with transaction(scope()) as session:
            page_texts.save(
                session,
                municipality_id=current().id,
                page=page,
                language=spoken,
                body=body,
                seen=form.seen.data,
                by=current_person().id,
            )
    except Conflict as error:
        form.complain("body", say(error))
        return _page(form, page, spoken)
    flash(_("The text is saved. Everybody reads it now."), "success")
    return redirect(url_for("page_desk.index", municipality=current().slug), code=303)


def _language(page: str) -> str:
    spoken = request.args.get("sprak", LANGUAGES[0])
    if page not in PAGES or spoken not in LANGUAGES:
        raise NotFound("no_page")
    return spoken


def _versions(page: str, spoken: str) -> tuple[TextVersion, list[TextVersion]]:
    of_text = {"municipality_id": current().id, "page": page, "language": spoken}
    with reading(scope()) as session:
        newest = get_text(session, **of_text)  # type: ignore[arg-type]
        return newest, list_versions(session, limit=LISTED, **of_text)  # type: ignore[arg-type]


def _index(form: ContactForm) -> ResponseReturnValue:
    with reading(scope()) as session:
        newest = list_newest(session, municipality_id=current().id)
    rows = [
        (title(page, site_name=current().site_name), page, spoken, newest.get((page, spoken)))
        for page in PAGES
        for spoken in LANGUAGES
    ]
    return render_template(
        "editing/pages/index.html", form=form, rows=rows
    ), 422 if form.errors else 200


def _page(form: PageTextForm, page: str, spoken: str, *, preview: str = "") -> ResponseReturnValue:
    with reading(scope()) as session:
        contact = get_contact(session, municipality_id=current().id)
    barrier = url_for("about.write_barrier", municipality=current().slug)
    facts = facts_of(current(), contact, report_barrier=barrier)
    return render_template(
        "editing/pages/edit.html",
        form=form,
        page=page,
        spoken=spoken,
        heading=title(page, site_name=current().site_name),
        preview=render_text(preview, facts) if preview else "",
        blanks=facts,
        versions=_versions(page, spoken)[1],
    ), 422 if form.errors else 200
