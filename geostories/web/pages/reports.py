"""Telling the moderators that something should not be here, and following what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import appeals, reports
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.queries.comments import find_comment
from geostories.queries.municipalities import get_slug
from geostories.queries.own_decisions import ReportReceipt, get_receipt, is_open_for_review
from geostories.queries.places import find_place
from geostories.queries.reports import ReportSubject, find_subject
from geostories.queries.stories import get_story
from geostories.vocabulary import ReportStatus, SubjectKind
from geostories.web import cards
from geostories.web.forms.report import AppealForm, ReportForm
from geostories.web.guards import (
    HOUR,
    current_person,
    limit,
    open_to_all,
    own_scope,
    remember_visitor,
    settings,
    visitor_address,
)
from geostories.web.ids import read_id, read_titled_id
from geostories.web.municipality import current, of_municipality
from geostories.wording import decisions
from geostories.wording import vocabulary as words
from geostories.wording.errors import say

blueprint = of_municipality(Blueprint("reports", __name__))

BEGINNING = 120
"""So much of a comment tells it from the others."""

PARTS = {"bild": SubjectKind.PICTURE, "kommentar": SubjectKind.COMMENT}
"""Parts of a story that can be reported by themselves, as its address names them."""


@blueprint.get("/berattelser/<story>/rapportera")
@open_to_all
def write(story: str) -> ResponseReturnValue:
    """The form, for a story or the picture or comment that the address names."""
    return _form(_of_story(story))


@blueprint.post("/berattelser/<story>/rapportera")
@open_to_all
def send(story: str) -> ResponseReturnValue:
    """Keep the notice for the moderators."""
    return _receive(_of_story(story))


@blueprint.get("/platser/<place>/rapportera")
@open_to_all
def write_place(place: str) -> ResponseReturnValue:
    """The form, for an official place or trail."""
    return _form(_of_place(place))


@blueprint.post("/platser/<place>/rapportera")
@open_to_all
def send_place(place: str) -> ResponseReturnValue:
    """Keep the notice for the moderators."""
    return _receive(_of_place(place))


@blueprint.get("/samlingar/<gathering>/rapportera")
@open_to_all
def write_gathering(gathering: str) -> ResponseReturnValue:
    """The form, for a collection or walk."""
    return _form(_of_gathering(gathering))


@blueprint.post("/samlingar/<gathering>/rapportera")
@open_to_all
def send_gathering(gathering: str) -> ResponseReturnValue:
    """Keep the notice for the moderators."""
    return _receive(_of_gathering(gathering))


def _of_story(story: str) -> ReportSubject:
    found = _find(SubjectKind.STORY, read_id(story, "no_story"))
    for name, kind in PARTS.items():
        part_id = public_id.decode(request.args.get(name, ""))
        if part_id is not None:
            part = _find(kind, part_id)
            if part.story_id != found.id:
                raise NotFound("nothing_there")
            return part
    return found


def _of_place(place: str) -> ReportSubject:
    thing_id = read_id(place, "no_place")
    with reading(Scope.public()) as session:
        kind = SubjectKind.PLACE if find_place(session, thing_id) else SubjectKind.TRAIL
    return _find(kind, thing_id)


def _of_gathering(gathering: str) -> ReportSubject:
    collection_id = read_titled_id(gathering, "no_gathering")
    with reading(Scope.public()) as session:
        found = find_subject(session, kind=SubjectKind.COLLECTION, subject_id=collection_id)
    if found is None or found.municipality_id != current().id:
        raise NotFound("no_gathering")
    return found


def _find(kind: SubjectKind, subject_id: UUID) -> ReportSubject:
    """What everybody sees, of this municipality."""
    with reading(Scope.public()) as session:
        found = find_subject(session, kind=kind, subject_id=subject_id)
    if found is None:
        raise NotFound("no_story" if kind is SubjectKind.STORY else "nothing_there")
    if found.municipality_id != current().id:
        abort(redirect(_elsewhere(found), code=301))
    return found


def _elsewhere(found: ReportSubject) -> str:
    """The same form under the municipality that the thing belongs to."""
    with reading(Scope.public()) as session:
        slug = get_slug(session, found.municipality_id)
    address = request.full_path.replace(f"/{current().slug}/", f"/{slug}/", 1)
    return address.rstrip("?")


def _form(found: ReportSubject) -> ResponseReturnValue:
    person = current_person()
    given = {"name": person.display_name} if person.is_signed_in else {}
    return _page(found, ReportForm(formdata=None, data=given))


def _receive(found: ReportSubject) -> ResponseReturnValue:
    form = ReportForm()
    if not form.validate():
        return _page(found, form)
    limit("report from", visitor_address(), settings().report_per_address, HOUR)
    person = remember_visitor()
    try:
        with transaction(own_scope()) as session:
            report_id = reports.receive(
                session,
                kind=found.kind,
                subject_id=found.id,
                reporter_id=person.id,
                notice=form.notice(),
                report_id=form.new_id(),
            )
    except InvalidInput as error:
        form.blame(error)
        return _page(found, form)
    return redirect(_receipt_url(report_id), code=303)


def _page(found: ReportSubject, form: ReportForm) -> ResponseReturnValue:
    page = render_template(
        "reports/write.html",
        found=found,
        form=form,
        back_url=_thing_url(found),
        pictures=_pictures(found),
        comment=_words_of(found),
    )
    return page, 422 if form.errors else 200


def _words_of(found: ReportSubject) -> str:
    """The comment that is reported: who wrote it, and its beginning."""
    if found.kind is not SubjectKind.COMMENT:
        return ""
    with reading(Scope.public()) as session:
        comment = find_comment(session, found.id)
    if comment is None:
        return ""
    begins = " ".join(comment.body.split())[:BEGINNING]
    name = comment.author_label or _("Anonymous")
    return _("The comment by %(name)s: “%(words)s”", name=name, words=begins)


def _pictures(found: ReportSubject) -> list[dict[str, str]]:
    """A story's pictures, each with the form to report it alone."""
    if found.kind is not SubjectKind.STORY:
        return []
    with reading(Scope.public()) as session:
        photos = get_story(session, found.id).photos
    story = public_id.encode(found.id)
    return [
        {
            "url": url_for(
                "reports.write",
                municipality=current().slug,
                story=story,
                bild=public_id.encode(photo.id),
            ),
            "src": cards.photo_url(photo.id),
            "alt": photo.alt,
        }
        for photo in photos
    ]


def _thing_url(found: ReportSubject | ReportReceipt) -> str:
    """Where everybody sees it."""
    here = current().slug
    subject_id = found.id if isinstance(found, ReportSubject) else found.subject_id
    kind = found.kind if isinstance(found, ReportSubject) else found.subject
    if found.story_id is not None:
        return cards.story_url(here, found.story_id)
    if kind is SubjectKind.COLLECTION:
        key = public_id.encode(subject_id)
        return url_for("gatherings.show", municipality=here, gathering=key)
    return cards.place_url(here, subject_id)


def _receipt_url(report_id: UUID) -> str:
    return url_for(
        "reports.receipt", municipality=current().slug, report=public_id.encode(report_id)
    )


@blueprint.get("/anmalan/<report>")
@open_to_all
def receipt(report: str) -> ResponseReturnValue:
    """Where the report stands, for whoever holds its link."""
    return _receipt(read_id(report, "no_report"), AppealForm(formdata=None))


@blueprint.post("/anmalan/<report>/omprovning")
@open_to_all
def appeal(report: str) -> ResponseReturnValue:
    """Ask for a review of the answer."""
    report_id, form = read_id(report, "no_report"), AppealForm()
    if not form.validate():
        return _receipt(report_id, form)
    limit("appeal from", visitor_address(), settings().report_per_address, HOUR)
    try:
        with transaction(Scope.link(report_id)) as session:
            get_receipt(session, report_id=report_id, municipality_id=current().id)
            appeals.ask_as_reporter(
                session, report_id=report_id, words=form.text.data, settings=settings()
            )
    except StateError as error:
        form.complain("text", say(error))
        return _receipt(report_id, form)
    flash(_("Thank you. Somebody else than the first time looks at it."), "success")
    return redirect(_receipt_url(report_id), code=303)


def _receipt(report_id: UUID, form: AppealForm) -> ResponseReturnValue:
    with reading(Scope.link(report_id)) as session:
        found = get_receipt(session, report_id=report_id, municipality_id=current().id)
    page = render_template(
        "reports/receipt.html",
        report=found,
        form=form,
        thing_url=_thing_url(found),
        words=words,
        answer=decisions.answered(found.action) if found.action else "",
        may_appeal=_may_appeal(found),
        appeal_url=url_for(
            "reports.appeal", municipality=current().slug, report=public_id.encode(report_id)
        ),
    )
    return page, 422 if form.errors else 200


def _may_appeal(found: ReportReceipt) -> bool:
    """Whoever reported may ask again when what they reported was let stand."""
    return (
        found.status is ReportStatus.DECIDED
        and found.action in appeals.LEFT_ALONE
        and found.appeal is None
        and found.decided_at is not None
        and is_open_for_review(found.decided_at, datetime.now(UTC), settings().appeal_days)
    )
