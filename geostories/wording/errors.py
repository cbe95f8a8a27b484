"""Sentences for error codes: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from geostories.errors import GeoStoriesError
from geostories.wording.imports import say_refusal
from geostories.wording.platform import SENTENCES as OF_THE_PLATFORM
from geostories.wording.registers import SENTENCES as OF_REGISTERS
from geostories.wording.story_changes import SENTENCES as OF_CHANGES

Sentence = Callable[..., str]

SENTENCES: dict[str, Sentence] = {
    "no_municipality": lambda: _(
        "There is no such municipality here. See the start page for all of them."
    ),
    "no_message_template": lambda: _("The text is removed already."),
    "no_invitation": lambda: _("The invitation is not here any more."),
    "invitation_over": lambda: _("The invitation opens nothing any more. Ask for a new one."),
    "no_such_role": lambda: _("Choose a role."),
    "only_moderators_are_limited": lambda: _("Only a moderator's role can be limited."),
    "not_your_duty": lambda: _("Your role does not reach over this. Leave it to a colleague."),
    "wrong_code": lambda: _("That code does not open. Wait for the next one, and write that."),
    "second_step_first": lambda: _("Sign in all the way first: one step is left."),
    "last_factor": lambda: _(
        "Your role needs this one. Add an app or a passkey before you take it away."
    ),
    "no_factor": lambda: _("It is taken away already."),
    "passkey_refused": lambda: _("The passkey did not open. Try again, or go another way."),
    "passkey_of_another": lambda: _("That passkey is another account's. Sign out first."),
    "too_many_passkeys": lambda: _("The account has many passkeys. Take one away first."),
    "no_closure": lambda: _("Those days are taken away already."),
    "closure_ends_before": lambda: _("The last day comes before the first."),
    "closure_too_long": lambda: _("That is more than a year. Choose a nearer last day."),
    "no_story": lambda: _("The story is not here. It may have been taken back by whoever told it."),
    "no_place": lambda: _("The place is not here. Search for it on the map."),
    "no_trail": lambda: _("The trail is not here. Search for it on the map."),
    "heights_unreadable": lambda: _(
        "That is no height file. Write it as an Esri ASCII grid (.asc)."
    ),
    "heights_too_many": lambda: _(
        "The height file holds too many cells. Cut it, or take a coarser one."
    ),
    "heights_elsewhere": lambda: _(
        "The heights do not lie in Sweden. They have to be in SWEREF 99 TM."
    ),
    "no_collection": lambda: _("There is no such collection. See /api/v1/collections."),
    "no_base_map": lambda: _("There is no base map of that name here."),
    "no_tile": lambda: _("There is no such tile."),
    "no_item": lambda: _("There is no such item."),
    "no_account": lambda: _("The account is not here any more."),
    "no_export": lambda: _("The copy is not here any more. Order another one."),
    "text_changed": lambda: _(
        "Somebody else saved the text meanwhile. Open it again, and write your change into that."
    ),
    "no_page": lambda: _("There is no page here. It may have been moved or taken back."),
    "no_kept_heads": lambda: _("This file holds other lines than kept heads of the log."),
    "bad_characters": lambda: _("The address holds characters that cannot be read."),
    "nothing_there": lambda: _("It is not here any more. It may have been taken back."),
    "no_report": lambda: _("There is no report here. Look whether the whole address came along."),
    "no_decision": lambda: _(
        "The decision is not here. Sign in, or open your link, as whoever it is about."
    ),
    "report_name_missing": lambda: _(
        "Write your name: we need it when you say that something is against the law."
    ),
    "report_email_missing": lambda: _(
        "Write your e-mail address: we must be able to answer you about the law."
    ),
    "good_faith_missing": lambda: _("Tick that what you write is right, as far as you know."),
    "ground_missing": lambda: _("Choose a reason."),
    "law_missing": lambda: _("Write which law it is against, or choose another reason."),
    **OF_CHANGES,
    "unit_missing": lambda: _("Choose the unit that it is passed on to."),
    "note_missing": lambda: _("Write something, or leave it."),
    "not_for_a_story": lambda: _("That cannot be decided about a story."),
    "not_for_a_comment": lambda: _("That cannot be decided about a comment."),
    "not_for_a_collection": lambda: _("That cannot be decided about a collection."),
    "not_for_a_place": lambda: _("That cannot be decided about a place. Edit the place instead."),
    "nothing_to_review": lambda: _("There is no decision here that can be looked at again."),
    "review_too_late": lambda days: _(
        "A review can be asked for within %(days)s days. Write to the municipality.", days=days
    ),
    "appeal_words_missing": lambda: _("Tell us why, in a sentence or two."),
    "not_your_own_decision": lambda: _(
        "You decided the first time. A colleague looks at it again."
    ),
    "undo_too_late": lambda: _("It is too late to undo: the mail has gone. Decide anew instead."),
    "reviews_stand": lambda: _("The answer to a review cannot be undone. Decide anew instead."),
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
    "no_upload": lambda: _("The upload is not here any more. Choose the file again."),
    "upload_empty": lambda: _("The file is empty. Choose another one."),
    "upload_differs": lambda: _("That upload was begun with another file. Choose the file again."),
    "upload_out_of_step": lambda received: _("The upload goes on elsewhere in the file."),
    "upload_part_size": lambda: _("That piece does not fit. Choose the file again."),
    "upload_not_whole": lambda: _("Not all of the file has arrived yet."),
    "scan_found": lambda: _(
        "The virus check found something harmful in the file, so it is not kept."
    ),
    "scan_no_verdict": lambda: _(
        "The virus check does not answer just now, so the file was not taken. Try again in a while."
    ),
    "too_many_uploads": lambda most: _(
        "%(most)s uploads wait already. Let them arrive, or cancel some.", most=most
    ),
    "sound_too_large": lambda megabytes: _(
        "The recording is larger than %(megabytes)s MB. Choose a shorter one.", megabytes=megabytes
    ),
    "sound_unreadable": lambda: _(
        "The recording could not be read. Choose a WebM, Ogg, M4A, MP3, WAV or FLAC file."
    ),
    "sound_too_long": lambda minutes: _(
        "The recording is longer than %(minutes)s minutes. Choose a shorter one.", minutes=minutes
    ),
    "sound_too_short": lambda: _("The recording holds hardly any sound. Record it again."),
    "sound_too_slow": lambda: _("The recording took too long to read. Choose another one."),
    "sound_not_cleaned": lambda: _(
        "We could not clean the recording, so it is not kept. Try again in a while."
    ),
    "no_recording": lambda: _("The recording is not here any more."),
    "transcript_empty": lambda: _("Write down what is said."),
    "transcript_missing": lambda: _(
        "Nobody has written down what is said. Write it and send it to the teller for a yes."
    ),
    "transcript_not_agreed": lambda: _(
        "The teller has not said yes to what you wrote down. It can be published after that."
    ),
    "transcript_is_theirs": lambda: _(
        "The teller wrote it down themselves. Ask for a change instead."
    ),
    "nothing_to_agree_to": lambda: _("Nothing waits for your yes here."),
    "transcript_changed": lambda: _("The text was changed while you read. Read it once more."),
    "no_theme": lambda: _("The theme is not here. See all that the municipality asks for."),
    "theme_closed": lambda: _(
        "The theme takes no more stories. Take the tick away, and tell all the same."
    ),
    "theme_elsewhere": lambda: _(
        "The theme is another municipality's. Take the tick away, or choose a place there."
    ),
    "no_gathering": lambda: _(
        "The collection is not here. It may have been taken back by whoever made it."
    ),
    "gathering_not_open": lambda: _("The collection was sent in. Open it again to change it."),
    "gathering_is_full": lambda most: _(
        "A collection holds %(most)s stories. Take one out first.", most=most
    ),
    "too_few_stories": lambda least: ngettext(
        "Put at least %(num)s story in it that everybody can read.",
        "Put at least %(num)s stories in it that everybody can read.",
        least,
    ),
    "no_association": lambda: _("The association is not here."),
    "association_name_taken": lambda: _("There is an association of that name already."),
    "not_your_association": lambda: _(
        "Your account cannot tell in that association's name. Ask the municipality."
    ),
    "no_comment": lambda: _("The comment is not here any more."),
    "comments_closed": lambda: _("The municipality takes no comments at the moment."),
    "comment_key_used": lambda: _("That was sent already. Reload the page and write anew."),
    "not_your_comment": lambda: _("You wrote the comment yourself. Let a colleague decide."),
    "comment_reason_missing": lambda: _("Write why it is not shown."),
    "alert_over": lambda: _("The mail you follow has been ended already."),
    "no_tip": lambda: _("The tip is not here any more."),
    "tip_not_seen": lambda: _("Choose something that everybody can see."),
    "no_photo": lambda: _("The picture is not here any more."),
    "no_notice": lambda: _("The notice is not here. It may belong to another municipality."),
    "notice_is_over": lambda: _("That day has passed. Choose a later end, or none."),
    "notice_taken_back": lambda: _("The notice was taken back. Enter a new one."),
    "ends_before_it_starts": lambda: _("The end comes before the beginning. Choose a later end."),
    "no_fault": lambda: _("The fault report is not here. It may belong to another municipality."),
    "answer_missing": lambda: _("Write what whoever reported it is to know."),
    "fault_answered": lambda: _("The report has got its answer already."),
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
    "shape_too_few": lambda least: ngettext(
        "Set at least %(num)s point on the map.", "Set at least %(num)s points on the map.", least
    ),
    "shape_too_many": lambda most: _(
        "That is more than %(most)s points. Draw it more simply.", most=most
    ),
    "shape_too_long": lambda km: _(
        "The stretch is longer than %(km)s km. Draw a shorter one, or tell it in parts.", km=km
    ),
    "shape_too_large": lambda km2: _(
        "The area is larger than %(km2)s km². Draw a smaller one.", km2=km2
    ),
    "shape_crosses": lambda: _(
        "The border crosses itself. Take points away, and set them in order round the area."
    ),
    "shape_unreadable": lambda row: _(
        "Row %(row)s is no position. Write two numbers, for example 58.99587, 16.20721.", row=row
    ),
    "shape_outside": lambda row: _(
        "Row %(row)s is not in Sweden. Check that latitude comes first.", row=row
    ),
    "belongs_elsewhere": lambda: _(
        "That place or trail is too far from where it happened. Choose another one, or none."
    ),
    "no_review_rule": lambda: _("The rule is not here. It may have been removed already."),
    "rule_word": lambda: _("Write a word, or a few words, of at most 100 letters."),
    "rule_link": lambda: _("Write a site, for example example.com."),
    "rule_address": lambda: _("Write an e-mail address, or @example.com for all there."),
    "rule_number": lambda most: _("Write a whole number from 0 to %(most)s.", most=most),
    "rule_reason_missing": lambda: _("Write why: whoever is blocked has a right to know."),
    "no_zone": lambda: _("The zone is not here. It may belong to another municipality."),
    "zone_removed": lambda: _("The zone was removed. Put it back first."),
    "zone_not_removed": lambda: _("The zone holds stories already."),
    "zone_unreadable": lambda: _("That is no GeoJSON of areas. Draw it, or paste another one."),
    "zone_without_area": lambda: _("There is no area in the GeoJSON: only areas can hold stories."),
    "zone_too_much": lambda kilobytes: _(
        "That is more than %(kilobytes)s kB. Simplify the border.", kilobytes=kilobytes
    ),
    "zone_not_seen": lambda name: _(
        "The story lies in the zone %(name)s. Tick that you have seen it.", name=name
    ),
    "permit_missing": lambda: _(
        "A picture is taken from the air. Write the number of its spreading permit, or why none is "
        "needed."
    ),
    "place_missing": lambda: _("Choose a place first."),
    "title_missing": lambda: _("Write a title."),
    "body_missing": lambda: _("Write your story."),
    "category_missing": lambda: _("Choose a category."),
    "alt_missing": lambda: _("Describe every picture for someone who cannot see it."),
    "rights_missing": lambda: _("Tick that you may share the pictures."),
    "people_must_agree": lambda: _(
        "Ask those who can be recognised first, or choose a picture without them."
    ),
    "name_too_long": lambda most: _("Write at most %(most)s characters.", most=most),
    "name_pretends": lambda: _("Write your own name. The municipality tells under its own."),
    "name_unseen": lambda: _("Write a name that can be seen."),
    "no_name_to_show": lambda: _("We do not know your name. Change the story and write it there."),
    "bad_address": lambda: _("Write your address as name@example.se, or choose to keep a link."),
    "link_over": lambda: _("The link does not open anything any more."),
    "too_many_photos": lambda most: _(
        "A story holds %(most)s pictures. Remove one first.", most=most
    ),
    "too_many_pictures": lambda most: _(
        "A place holds %(most)s pictures. Remove one first.", most=most
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
    "in_the_future": lambda: _("That day has not come yet. Choose an earlier one."),
    "not_editable": lambda: _("The story cannot be changed as it stands."),
    "not_submittable": lambda: _("The story cannot be sent in as it stands."),
    "not_withdrawable": lambda: _("The story cannot be withdrawn as it stands."),
    "key_used": lambda: _(
        "That was already used to send in another story. Reload the page and try again."
    ),
    "no_import": lambda: _("The import is not here. See the log of the layers."),
    "layer_file_missing": lambda: _("Choose a file."),
    "layer_files_unrelated": lambda: _(
        "Send one file at a time. Only the parts of a Shapefile (.shp, .shx, .dbf, .prj) go together."
    ),
    "register_is_own": lambda: _(
        "That layer holds the places you write here yourselves. Choose another name."
    ),
    "nothing_to_apply": lambda: _("There is nothing to apply. Look at what stands now."),
    "preview_outdated": lambda: _(
        "The preview you looked at is not the newest. Look at this one before you apply it."
    ),
    "loss_not_confirmed": lambda: _("Tick that you have checked what would be taken away."),
    "being_applied": lambda: _("It is being applied already and cannot be called off."),
    "layer_file_gone": lambda: _("The file is not kept any more. Upload it again."),
    "already_decided": lambda: _("A colleague has decided already. Look at what stands now."),
    "changed_meanwhile": lambda: _(
        "The story was changed while you read. Read the new version before you decide."
    ),
    "gathering_changed": lambda: _(
        "It was changed while you read. Read what stands there now before you decide."
    ),
    "not_the_published_version": lambda: _(
        "That is not the version that is published. Reload the case."
    ),
    "message_missing": lambda: _("Write to the author why, and what they can do."),
    **OF_REGISTERS,
    **OF_THE_PLATFORM,
    "fact_missing": lambda: _("Fill this in, or take it away."),
    "fact_too_long": lambda limit: _("Write at most %(most)s characters.", most=limit),
    "fact_too_small": lambda limit: _("The smallest that can be is %(number)s.", number=limit),
    "fact_too_large": lambda limit: _("The largest that can be is %(number)s.", number=limit),
    "fact_no_number": lambda: _("Write a number, with digits alone."),
    "fact_no_choice": lambda: _("Choose one of the answers."),
    "fact_bad_day": lambda: _("Give a day and a month, for example 1 April."),
    "fact_bad_clock": lambda: _("Write the time as hours and minutes, for example 09:00."),
    "fact_bad_address": lambda: _("Write the whole address, with https:// first."),
    "fact_half_a_period": lambda: _("Give both the first and the last day of the exception."),
    "fact_ends_before_start": lambda: _("The last day comes before the first. Choose a later one."),
    "fact_half_open": lambda: _("Give both when it opens and when it closes."),
    "fact_closes_first": lambda: _(
        "It closes before it opens. Write the hours after midnight on the next day."
    ),
    "fact_no_weekday": lambda: _("Tick the days, and give the hours."),
    "fact_unreadable": lambda: _("That cannot be read. Write it anew."),
    "too_many_facts": lambda most: _(
        "A place holds %(most)s facts, each topic once. Take some away.", most=most
    ),
    "picture_alt_missing": lambda: _("Describe the picture for someone who cannot see it."),
    "credit_missing": lambda: _("Say who took the picture."),
    "name_missing": lambda: _("Write a name."),
    "kind_missing": lambda: _("Choose a kind."),
    "position_missing": lambda: _("Point on the map, or write coordinates."),
    "outside_this_municipality": lambda: _(
        "The position lies outside the municipality. Choose one within the border."
    ),
    "no_unit": lambda: _("There is no such unit here any more. Choose another one."),
    "no_fact": lambda: _("The fact is not here any more. Somebody may have taken it away."),
    "no_picture": lambda: _("A picture is not here any more. Reload the page."),
    "no_revision": lambda: _("There is no such version of the place. See its history."),
    "not_own_place": lambda: _(
        "The place comes from a register. It goes away when the register takes it away."
    ),
    "place_changed_meanwhile": lambda: _(
        "A colleague has saved the place meanwhile. Look at what stands now, and try again."
    ),
    "unit_in_use": lambda: _("The unit still answers for something. Give that to another one."),
    "unit_name_taken": lambda: _("There is a unit of that name already. Choose another name."),
    "mask_too_short": lambda: _("Write at least two letters of what is to be masked."),
    "mask_without_ground": lambda: _("Choose by which paragraph it is masked."),
    "no_sealed_copy": lambda: _("There is no such sealed copy here."),
    "no_rule": lambda: _("There is no such rule here."),
    "rule_in_force": lambda: _(
        "There is a rule in force for that kind already. End it first, then enter the new one."
    ),
    "rule_too_short": lambda: _(
        "A review can be asked for during six months. Choose seven months or more."
    ),
    "rule_code_only_number": lambda: _(
        "Write the rule's number in the plan: letters, figures, point, colon, slash and dash, at "
        "most forty characters."
    ),
    "rule_without_decision": lambda: _("Write which decision the rule comes from."),
    "reference_only_number": lambda: _(
        "Write the number alone: letters, figures, point, colon, slash and dash, at most forty."
    ),
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
