"""Sentences for error codes: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from geostories.errors import GeoStoriesError
from geostories.wording.imports import say_refusal

Sentence = Callable[..., str]

SENTENCES: dict[str, Sentence] = {
    "no_municipality": lambda: _(
        "There is no such municipality here. See the start page for all of them."
    ),
    "no_story": lambda: _("The story is not here. It may have been taken back by whoever told it."),
    "no_place": lambda: _("The place is not here. Search for it on the map."),
    "no_trail": lambda: _("The trail is not here. Search for it on the map."),
    "no_collection": lambda: _("There is no such collection. See /api/v1/collections."),
    "no_item": lambda: _("There is no such item."),
    "no_page": lambda: _("There is no page here. It may have been moved or taken back."),
    "bad_characters": lambda: _("The address holds characters that cannot be read."),
    "no_member": lambda: _("That person does not have the role any more."),
    "no_such_account": lambda: _(
        "There is no account with that address. Ask them to create one first."
    ),
    "last_administrator": lambda: _(
        "A municipality keeps at least one administrator. Give somebody else the role first."
    ),
    "no_draft": lambda: _(
        "There is no draft here. It may have been sent already: look under My stories."
    ),
    "no_photo": lambda: _("The picture is not here any more."),
    "no_case": lambda: _("The case is not here. It may belong to another municipality."),
    "not_your_role": lambda: _("Your account does not have that role here. Ask an administrator."),
    "not_your_case": lambda: _("You cannot decide on your own story. Let a colleague do it."),
    "sign_in_to_submit": lambda: _("Sign in to send in your story. The draft waits for you."),
    "not_the_municipality": lambda: _("Only staff can tell for the municipality."),
    "bad_bbox": lambda: _("The box must be west,south,east,north in degrees."),
    "bad_coordinates": lambda: _(
        "Write the position as two numbers, for example 58.99587, 16.20721."
    ),
    "outside_sweden": lambda: _("That position is not in Sweden. Check that latitude comes first."),
    "outside_municipalities": lambda: _(
        "The place lies outside the municipalities that take part. Choose a place within the border."
    ),
    "other_municipality": lambda: _(
        "The new place lies in another municipality. Withdraw the story and tell it there."
    ),
    "place_missing": lambda: _("Choose a place first."),
    "title_missing": lambda: _("Write a title."),
    "body_missing": lambda: _("Write your story."),
    "category_missing": lambda: _("Choose a category."),
    "alt_missing": lambda: _("Describe every picture for someone who cannot see it."),
    "rights_missing": lambda: _("Tick that you may share the pictures."),
    "too_many_photos": lambda most: _(
        "A story holds %(most)s pictures. Remove one first.", most=most
    ),
    "photo_too_large": lambda megabytes: _(
        "The picture is larger than %(megabytes)s MB. Choose a smaller one.", megabytes=megabytes
    ),
    "photo_unreadable": lambda: _(
        "The picture could not be read. Choose a JPEG, PNG, WebP or HEIC file."
    ),
    "photo_too_many_pixels": lambda: _(
        "The picture has more than 50 megapixels. Choose a smaller one."
    ),
    "photo_not_cleaned": lambda: _(
        "We could not clean the picture, so it is not kept. Try again in a while."
    ),
    "photo_too_slow": lambda: _("The picture took too long to read. Choose another one."),
    "happened_too_long": lambda most: _(
        "Say when it happened in at most %(most)s characters.", most=most
    ),
    "bad_day": lambda: _("Write the date as year-month-day, for example 1963-02-14."),
    "bad_month": lambda: _("Write the month as year-month, for example 1963-02."),
    "bad_year": lambda: _("Write the year with four digits, for example 1963."),
    "bad_decade": lambda: _("Write the decade, for example 1960."),
    "in_the_future": lambda: _("That day has not come yet."),
    "not_editable": lambda: _("The story cannot be changed as it stands."),
    "not_submittable": lambda: _("The story cannot be sent in as it stands."),
    "not_withdrawable": lambda: _("The story cannot be withdrawn as it stands."),
    "key_used": lambda: _(
        "That was already used to send in another story. Reload the page and try again."
    ),
    "already_decided": lambda: _("A colleague has decided already. Look at what stands now."),
    "changed_meanwhile": lambda: _(
        "The story was changed while you read. Read the new version before you decide."
    ),
    "not_the_published_version": lambda: _(
        "That is not the version that is published. Reload the case."
    ),
    "message_missing": lambda: _("Write to the author why, and what they can do."),
    "too_many_tries": lambda retry_after: ngettext(
        "That was many tries in a short time. Wait a minute and try again.",
        "That was many tries in a short time. Wait %(num)s minutes and try again.",
        -(-retry_after // 60),
    ),
}


def say(error: GeoStoriesError) -> str:
    """The sentence of an error, in the language of the request."""
    if error.code.startswith("import_"):
        return say_refusal(error.code, error.params)
    return SENTENCES[error.code](**error.params)
