"""The municipality's texts to begin a message with: written, changed and removed by administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import message_templates
from geostories.domain.permissions import Permission
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.message_templates import get_template, list_templates
from geostories.web.forms.message_template import TemplateForm
from geostories.web.guards import allowed, current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import message_templates as saying

blueprint = of_municipality(Blueprint("message_templates", __name__))


@blueprint.get("/admin/mallar/")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    """All texts, and a form for another."""
    return _page(TemplateForm(formdata=None), None)


@blueprint.post("/admin/mallar/")
@allowed(Permission.ADMINISTER)
def add() -> ResponseReturnValue:
    """Keep another text."""
    return _save(TemplateForm(), None)


@blueprint.get("/admin/mallar/<message_template>")
@allowed(Permission.ADMINISTER)
def edit(message_template: str) -> ResponseReturnValue:
    """One of them, to be written anew."""
    template_id = read_id(message_template, "no_message_template")
    with reading(scope()) as session:
        found = get_template(session, template_id=template_id, municipality_id=current().id)
        form = TemplateForm(
            formdata=None, title=found.title, text=found.text, action=found.action or ""
        )
    return _page(form, template_id)


@blueprint.post("/admin/mallar/<message_template>")
@allowed(Permission.ADMINISTER)
def change(message_template: str) -> ResponseReturnValue:
    """Write it anew."""
    return _save(TemplateForm(), read_id(message_template, "no_message_template"))


@blueprint.post("/admin/mallar/<message_template>/ta-bort")
@allowed(Permission.ADMINISTER)
def remove(message_template: str) -> ResponseReturnValue:
    """Offer it no more."""
    with transaction(scope()) as session:
        message_templates.remove(
            session,
            template_id=read_id(message_template, "no_message_template"),
            municipality_id=current().id,
            person=current_person(),
        )
    flash(_("The text is removed."), "success")
    return _to_index()


def _save(form: TemplateForm, template_id: UUID | None) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, template_id)
    here: dict[str, Any] = {
        "municipality_id": current().id,
        "person": current_person(),
        "words": form.words(),
    }
    try:
        with transaction(scope()) as session:
            if template_id is None:
                message_templates.add(session, **here)
            else:
                message_templates.change(session, template_id=template_id, **here)
    except InvalidInput as error:
        form.blame(error)
        return _page(form, template_id)
    flash(_("The text is saved. Moderators find it beside the message."), "success")
    return _to_index()


def _page(form: TemplateForm, template_id: UUID | None) -> ResponseReturnValue:
    with reading(scope()) as session:
        rows = list_templates(session, municipality_id=current().id)
    here: dict[str, Any] = {"municipality": current().slug}
    if template_id is not None:
        here["message_template"] = public_id.encode(template_id)
    return render_template(
        "municipalities/message_templates.html",
        form=form,
        rows=rows,
        standard=[] if rows else saying.standard(),
        chosen_for=saying.chosen_for,
        key=public_id.encode,
        is_edited=template_id is not None,
        save_url=url_for(f"message_templates.{'change' if template_id else 'add'}", **here),
    ), 422 if form.errors else 200


def _to_index() -> ResponseReturnValue:
    return redirect(url_for("message_templates.index", municipality=current().slug), code=303)
