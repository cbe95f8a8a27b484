"""My pages: my stories (with an account, or behind a link), my account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import erasing, recordings, stories, subscriptions, teller_links
from geostories.domain.stories import SUBMITTABLE, WITHDRAWABLE
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.queries.municipalities import list_municipalities
from geostories.queries.own_stories import OwnStory, has_told, list_own_stories
from geostories.vocabulary import Byline, LinkPurpose
from geostories.web import cards, language, sounds
from geostories.web.forms.account import AddressForm
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    settings,
    signed_in,
    visitor_address,
)
from geostories.web.ids import read_id
from geostories.web.pages.teller_links import NEW, SHOWN_ONCE, shown_link
from geostories.web.sessions import current_session
from geostories.wording import telling
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

blueprint = Blueprint("account", __name__, url_prefix="/konto")


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """The account's own page."""
    with reading(Scope.public()) as db:
        municipalities = list_municipalities(db)
    grants: dict[UUID, list[str]] = {each.id: [] for each in municipalities}
    for grant in current_person().grants:
        for each in municipalities:
            if grant.municipality_id in (None, each.id):
                grants[each.id].append(words.role(grant.role))
    return render_template("account/show.html", municipalities=municipalities, grants=grants)


@blueprint.get("/berattelser")
@open_to_all
def mine() -> ResponseReturnValue:
    """*Mina berättelser*: where each stands, what was said of it, and what can be done."""
    return _page(AddressForm(formdata=None))


def _page(form: AddressForm) -> str:
    person = current_person()
    with reading(own_scope()) as db:
        own = list_own_stories(db, person_id=person.id)
    is_guest = not person.is_signed_in
    shows_link = is_guest and bool(own) and session.pop(SHOWN_ONCE, "")
    return render_template(
        "account/mine.html",
        own=own,
        form=form,
        is_guest=is_guest,
        link=shown_link(person.id, LinkPurpose.KEEP) if shows_link else None,
        bylines=[(each.value, telling.byline(each)) for each in Byline],
        name_of=_name_of,
        editable=SUBMITTABLE,
        withdrawable=WITHDRAWABLE,
        public_id=public_id.encode,
        story_url=cards.story_url,
        happened_text=cards.happened_text,
        photo_url=cards.photo_url,
        of_sound=sounds.of_sound,
        words=words,
    )


def _name_of(own: OwnStory) -> str:
    """The name that can stand under a story; empty where none is known."""
    return own.version.teller_name or current_person().display_name


@blueprint.post("/berattelser/<story>/dra-tillbaka")
@open_to_all
def withdraw(story: str) -> ResponseReturnValue:
    """Take a story back: when this has answered, it is gone everywhere."""
    with transaction(own_scope()) as db:
        stories.withdraw(db, story_id=read_id(story, "no_story"), person=current_person())
    flash(_("The story is withdrawn. Nobody can see it any more."), "success")
    return redirect(url_for("account.mine"), code=303)


@blueprint.post("/berattelser/<story>/utskrift")
@open_to_all
def agree(story: str) -> ResponseReturnValue:
    """*Ja, så sa jag*: the teller says yes to what a moderator wrote down."""
    seen = request.form.get("transcript", "").replace("\r\n", "\n")
    with transaction(own_scope()) as db:
        recordings.agree(
            db, story_id=read_id(story, "no_story"), person=current_person(), seen=seen
        )
    flash(_("Thank you. The municipality can publish the story now."), "success")
    return redirect(url_for("account.mine", _anchor=f"b-{story}"), code=303)


@blueprint.post("/berattelser/<story>/namn")
@open_to_all
def change_name(story: str) -> ResponseReturnValue:
    """Show the name, a part of it, or none: when this has answered, it is so everywhere."""
    story_id, chosen = read_id(story, "no_story"), request.form.get("byline", "")
    try:
        byline = Byline(chosen)
        with transaction(own_scope()) as db:
            stories.change_byline(db, story_id=story_id, person=current_person(), byline=byline)
        with transaction(Scope.operator()) as db:
            subscriptions.forget_old_names(db, teller_id=current_person().id)
    except ValueError:
        flash(_("Choose what should stand under the story."), "error")
    except InvalidInput as error:
        flash(say(error), "error")
    else:
        flash(_("The name is changed everywhere."), "success")
    return redirect(url_for("account.mine", _anchor=f"b-{story}"), code=303)


@blueprint.post("/berattelser/<story>/radera")
@open_to_all
def erase(story: str) -> ResponseReturnValue:
    """Delete a story for good: when this has answered, no row and no file of it is left."""
    with transaction(Scope.operator()) as db:
        files = erasing.erase(
            db,
            story_id=read_id(story, "no_story"),
            person=current_person(),
            ledger=current_app.extensions["erasure_files"],
        )
    erasing.remove_files(current_app.extensions["files"], files)
    flash(_("The story is deleted for good."), "success")
    return redirect(url_for("account.mine"), code=303)


@blueprint.post("/lank/ny")
@open_to_all
def keep() -> ResponseReturnValue:
    """A new link to keep, for who has no account; earlier ones open nothing any more."""
    person = current_person()
    if not person.is_signed_in and _has_told(person.id):
        with transaction(Scope.account()) as db:
            teller_links.replace_kept(db, person_id=person.id, key=settings().signing_key())
        session[SHOWN_ONCE] = NEW
    return redirect(url_for("account.mine"), code=303)


@blueprint.post("/lank/adress")
@open_to_all
def give_address() -> ResponseReturnValue:
    """Mail a link that makes an account of the stories told without one."""
    person, form = current_person(), AddressForm()
    if not form.validate():
        return _page(form), 422
    if not person.is_signed_in and _has_told(person.id):
        address = form.address()
        limit("link mail from", visitor_address(), settings().register_per_address, HOUR)
        limit("link mail", address.lower(), settings().link_mails_per_address, HOUR)
        with transaction(Scope.account()) as db:
            teller_links.mail_to(
                db,
                address,
                purpose=LinkPurpose.CONFIRM,
                person_id=person.id,
                key=settings().signing_key(),
                lasts=timedelta(days=settings().confirm_days),
                language=language.current(),
                template="confirm_story",
            )
        flash(_("We have mailed a link to %(address)s.", address=address), "success")
    return redirect(url_for("account.mine"), code=303)


@blueprint.post("/lank/stang")
@open_to_all
def leave() -> ResponseReturnValue:
    """Close what a link has opened, on a computer that others use."""
    if not current_person().is_signed_in:
        current_session().clear()
        current_session().rotate(user_id=None)
        flash(_("Closed. Your link opens it again."), "success")
    return redirect(url_for("account.mine"), code=303)


def _has_told(person_id: UUID) -> bool:
    with reading(Scope.person(person_id)) as db:
        return has_told(db, person_id=person_id)
