"""About the site: who runs it, rules, contact, privacy, accessibility."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories.errors import NotFound
from geostories.web import language
from geostories.web.guards import open_to_all
from geostories.web.municipality import current, of_municipality
from geostories.wording.about_pages import PAGES, render_page

blueprint = of_municipality(Blueprint("about", __name__))


@blueprint.get("/om/", defaults={"page": "om"})
@blueprint.get("/om/<page>")
@open_to_all
def show(page: str) -> ResponseReturnValue:
    """One of the texts."""
    if page not in PAGES:
        raise NotFound("no_page")
    titles = {
        "om": _("About %(site)s", site=current().site_name),
        "regler": _("Rules"),
        "kontakt": _("Contact"),
        "personuppgifter": _("Personal data"),
        "tillganglighet": _("Accessibility"),
    }
    text = render_page(page, language=language.current(), municipality=current())
    return render_template("about/show.html", titles=titles, page=page, text=text)
