"""Every route names its guard."""

from __future__ import annotations

from flask import Flask

from geostories.domain.permissions import Permission
from geostories.domain.platform import RESERVED

GUARDS = {"open_to_all", "signed_in", "operate", *(permission.value for permission in Permission)}
OF_FLASK_SECURITY = {
    "security.login",
    "security.logout",
    "security.register",
    "security.send_confirmation",
    "security.confirm_email",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.verify",
}
"""Their guards are the library's; tests/web/test_idor_matrix.py tries them like all others."""

OPEN_UNSAFE = {
    "account.agree", "account.change_name", "account.erase", "account.give_address",
    "account.keep", "account.leave", "account.withdraw", "teller_links.send", "teller_links.use",
    "compose.begin", "compose.ring", "compose.names", "compose.save_place", "compose.save_words",
    "compose.save_check", "compose.submit", "compose.reopen", "compose.discard",
    "compose.add_photos", "compose.remove_photo", "compose.remove_recording",
    "compose.begin_upload", "compose.add_part", "compose.finish_upload", "compose.cancel_upload",
    "comments.send", "comments.withdraw", "thanks.give", "thanks.take_back",
    "subscriptions.send", "own_subscriptions.confirm", "own_subscriptions.end_by_link",
    "reports.send", "reports.send_place", "reports.send_gathering", "reports.appeal",
    "own_decisions.appeal", "faults.send", "about.send_barrier",
    "guardians.answer", "invitations.accept",
    "second_step.show", "second_step.offer", "second_step.take",
}  # fmt: skip
"""What visitors may change without an account: their own stories, a report, a fault, coming in."""


def test_every_route_names_a_guard_there_is(app: Flask) -> None:
    guards = {
        endpoint: getattr(view, "guard", None) for endpoint, view in app.view_functions.items()
    }
    assert {name for name, guard in guards.items() if guard is None} == OF_FLASK_SECURITY
    assert set(guards.values()) - {None} <= GUARDS


def test_a_door_that_changes_something_is_open_only_where_it_is_written_here(app: Flask) -> None:
    unsafe = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    is_open = {
        name for name in unsafe if getattr(app.view_functions[name], "guard", "") == "open_to_all"
    }
    assert is_open == OPEN_UNSAFE


def test_no_address_is_served_by_flask_itself(app: Flask) -> None:
    assert not app.has_static_folder
    assert "static" not in app.view_functions
    assert not any(blueprint.has_static_folder for blueprint in app.blueprints.values())


def test_every_first_word_of_an_address_is_kept_from_municipalities(app: Flask) -> None:
    words = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert words - RESERVED - {"", "<municipality>"} == set()
