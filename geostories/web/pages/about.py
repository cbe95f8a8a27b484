"""About the site: who runs it, rules, contact, privacy, accessibility; and saying what bars one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.domain import page_texts
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.queries.page_texts import get_contact, get_text
from geostories.web import language
from geostories.web.forms.page_text import BarrierForm
from geostories.web.guards import HOUR, limit, open_to_all, settings, visitor_address
from geostories.web.municipality import current, of_municipality
from geostories.wording.about_pages import PAGES, facts_of, render_text, shipped, title

blueprint = of_municipality(Blueprint("about", __name__))


@blueprint.get("/om/", defaults={"page": "om"})
@blueprint.get("/om/<page>")
@open_to_all
def show(page: str) -> ResponseReturnValue:
    """One of the texts, in the municipality's own words where it has written them."""
    if page not in PAGES:
        raise NotFound("no_page")
    spoken = language.current()
    with reading(Scope.public()) as session:
        found = get_text(session, municipality_id=current().id, page=page, language=spoken)
        contact = get_contact(session, municipality_id=current().id)
    facts = facts_of(current(), contact, report_barrier=_barrier_url())
    return render_template(
        "about/show.html",
        titles={each: title(each, site_name=current().site_name) for each in PAGES},
        page=page,
        text=render_text(found.body or shipped(page, language=spoken), facts),
        written_at=found.written_at if found.body else None,
    )


@blueprint.get("/om/tillganglighet/sag-till")
@open_to_all
def write_barrier() -> ResponseReturnValue:
    """The form for what somebody cannot use."""
    return _page(BarrierForm(formdata=None, data={"page": request.args.get("sida", "")}))


@blueprint.post("/om/tillganglighet/sag-till")
@open_to_all
def send_barrier() -> ResponseReturnValue:
    """Mail it to the municipality's contact address; the site keeps none of it."""
    form = BarrierForm()
    if not form.validate():
        return _page(form)
    limit("barrier from", visitor_address(), settings().fault_per_address, HOUR)
    with transaction(Scope.account()) as session:
        page_texts.pass_on_barrier(
            session,
            municipality_id=current().id,
            to=current().contact_email,
            text=form.text.data,
            page=form.page.data,
            answer_to=form.email.data,
        )
    flash(_("Thank you. Those who look after the site get a mail at once."), "success")
    return redirect(
        url_for("about.show", municipality=current().slug, page="tillganglighet"), code=303
    )


def _page(form: BarrierForm) -> ResponseReturnValue:
    return render_template("about/barrier.html", form=form), 422 if form.errors else 200


def _barrier_url() -> str:
    return url_for("about.write_barrier", municipality=current().slug)
