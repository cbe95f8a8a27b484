"""What is kept about people: every table, every column, whose it is, and what becomes of it.

docs/privacy.md says the same in words. Tests compare both with the tables: a new column of a
person's needs a line here and there before it can come in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Erased = Literal["gone", "loosened", "kept"]
"""With the account: the rows go; they stay without anybody they could be traced to; they stay."""

ROW = "says which row it is, and nothing about the person"
LOCKED = "opens something: known to nobody, worth nothing to the person"
OTHERS = "is about somebody else"
MADE = "is made from what the export holds already"
WORK = "is the municipality's, whoever of its staff wrote it"


@dataclass(frozen=True)
class Holding:
    """One table. `whose` names the columns with the person, `address` one with their address.

    `given` are the columns of the export, `apart` those that are not, by the reason why.
    `sealed`: columns that stay when the account is erased, by the reason why.
    """

    whose: tuple[str, ...]
    given: tuple[str, ...]
    apart: dict[str, tuple[str, ...]]
    erased: Erased = "gone"
    address: str = ""
    sealed: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Every column that has a line here."""
        apart = [name for names in self.apart.values() for name in names]
        return [*self.given, *apart]


def _holding(
    whose: str,
    given: str,
    *,
    row: str = "",
    locked: str = "",
    others: str = "",
    made: str = "",
    work: str = "",
    erased: Erased = "gone",
    address: str = "",
    sealed: dict[str, str] | None = None,
) -> Holding:
    apart = {ROW: row, LOCKED: locked, OTHERS: others, MADE: made, WORK: work}
    return Holding(
        tuple(whose.split()),
        tuple(given.split()),
        {reason: tuple(names.split()) for reason, names in apart.items() if names},
        erased,
        address,
        sealed or {},
    )


TRACE = "the random id of an account that is no more: who decided, and about whom, stays traceable"
PAPER = "a document that came in, or was drawn up, in a case of the municipality (arkivlagen)"
CHAIN = "the log grows only, and holds random ids only: a line changed would break its chain"

REGISTER: dict[str, Holding] = {
    "user": _holding(
        "id",
        "id display_name language email username active confirmed_at last_login_at "
        "current_login_at last_login_ip current_login_ip login_count create_datetime "
        "update_datetime",
        row="is_example",
        locked="password fs_uniquifier tf_primary_method tf_totp_secret tf_phone_number "
        "us_totp_secrets us_phone_number fs_webauthn_user_handle mf_recovery_codes",
    ),
    "second_factor": _holding(
        "user_id", "kind name created_at used_at", row="id user_id",
        locked="secret last_step credential_id public_key sign_count",
    ),
    "recovery_code": _holding("user_id", "created_at", row="user_id", locked="code_hash"),
    "minor": _holding(
        "user_id", "guardian_address asked_at agreed_at", row="user_id", locked="token_hash",
    ),
    "account_use": _holding("user_id", "seen_at warned_at", row="user_id"),
    "roles_users": _holding("user_id", "role_id", row="user_id"),
    "membership": _holding(
        "user_id", "municipality_id role categories duties created_at", row="id user_id"
    ),
    "invitation": _holding(
        "invited_by", "municipality_id role categories duties created_at expires_at used_at",
        row="id invited_by", locked="token_hash seed", others="email",
    ),
    "user_session": _holding(
        "person_id user_id", "created_at seen_at device", row="person_id user_id",
        locked="token_hash data",
    ),
    "story": _holding(
        "owner_id",
        "id municipality_id status created_at published_at changed_at thanks_count comment_count "
        "title body category voice author_label place_label happened_precision happened_from "
        "happened_to happened_text language licence place_id trail_id theme_id association_id "
        "transcript precision public_geom public_shape",
        row="owner_id revision is_example published_version_id is_guest is_unlisted",
        others="entered_by",
        made="public_geom_3857 public_geom_3006 search",
    ),
    "story_version": _holding(
        "owner_id",
        "id story_id number status created_at saved_at submitted_at title body category voice "
        "byline teller_name author_label place_label happened_precision happened_from happened_to "
        "happened_text language licence people_agree spreading_permit place_id trail_id theme_id "
        "association_id recording_id transcript transcript_by transcript_agreed warnings precision "
        "geom public_geom shape",
        row="municipality_id owner_id submission_key edition",
    ),
    "version_photo": _holding(
        "owner_id", "version_id media_id story_id position alt credit then_id",
        row="municipality_id owner_id",
    ),
    "media": _holding(
        "owner_id",
        "id story_id width height bytes created_at is_aerial public_position public_alt "
        "public_credit public_then_id",
        row="municipality_id owner_id has_avif",
    ),
    "recording": _holding(
        "owner_id", "id story_id seconds bytes created_at is_public",
        row="municipality_id owner_id", made="peaks",
    ),
    "upload": _holding(
        "owner_id", "story_id kind size received is_aerial created_at",
        row="id owner_id result_id", locked="key",
    ),
    "comment": _holding(
        "author_id",
        "id story_id municipality_id author_label voice status body created_at decided_at reason "
        "rule_hits",
        row="author_id is_guest submission_key",
        others="decided_by",
    ),
    "thanks": _holding("person_id", "story_id created_at", row="person_id municipality_id"),
    "collection": _holding(
        "owner_id",
        "id municipality_id kind status voice association_id author_label title introduction "
        "trail_id reason created_at changed_at rule_hits",
        row="owner_id",
    ),
    "collection_item": _holding(
        "owner_id", "collection_id story_id position note", row="municipality_id owner_id"
    ),
    "association_member": _holding(
        "user_id", "association_id municipality_id", row="user_id"
    ),
    "subscription": _holding(
        "user_id",
        "municipality_id address language kind place_id trail_id theme_id reach_m geom created_at "
        "confirmed_at last_sent_at",
        row="id user_id",
        locked="token_hash",
        others="label teller_id",
        made="geom_3006",
        address="address",
    ),
    "teller_link": _holding(
        "person_id",
        "purpose story_id municipality_id address created_at expires_at used_at",
        row="person_id",
        locked="token_hash seed",
        address="address",
    ),
    "outgoing_mail": _holding(
        "recipient_id",
        "municipality_id address template params created_at sent_at",
        row="id recipient_id decision_id",
        address="address",
    ),
    "data_export": _holding(
        "owner_id", "requested_at ready_at expires_at bytes", row="id owner_id"
    ),
    "report": _holding(
        "reporter_id",
        "id municipality_id subject subject_id story_id ground text in_good_faith name email "
        "status created_at decided_at decision_id unit_id",
        row="reporter_id",
        erased="loosened",
        address="email",
        sealed={"text": PAPER},
    ),
    "fault_report": _holding(
        "reporter_id",
        "id municipality_id place_id trail_id text email status answer unit_id created_at "
        "answered_at geom",
        row="reporter_id",
        erased="loosened",
        address="email",
        sealed={"text": PAPER},
    ),
    "appeal": _holding(
        "appellant_id",
        "id municipality_id decision_id report_id by text status received_at decided_at",
        row="appellant_id",
        erased="loosened",
        sealed={"text": PAPER},
    ),
    "decision": _holding(
        "addressee_id",
        "id municipality_id subject subject_id story_id version_id action ground message "
        "decided_at",
        row="addressee_id before undoes_id appeal_id",
        others="decided_by",
        erased="kept",
        sealed={"addressee_id": TRACE, "decided_by": TRACE, "message": PAPER, "before": PAPER},
    ),
    "statement_of_reasons": _holding(
        "addressee_id",
        "decision_id municipality_id ground law is_detected_automatically from_report content_on "
        "parts language",
        row="addressee_id",
        erased="kept",
        sealed={"addressee_id": TRACE},
    ),
    "audit_entry": _holding(
        "actor_id",
        "at municipality_id action subject subject_id details",
        row="id actor_id",
        erased="kept",
        sealed={"actor_id": CHAIN, "subject_id": CHAIN},
    ),
    "case_file": _holding(
        "assigned_to", "year number opened_at", row="id municipality_id assigned_to alarmed_for",
        others="subject subject_id", erased="loosened",
    ),
    "case_note": _holding(
        "written_by", "written_at", row="id municipality_id written_by", others="case_id text",
        erased="kept", sealed={"written_by": TRACE, "text": PAPER},
    ),
    "sealed_copy": _holding(
        "sealed_by", "what sealed_at", row="id municipality_id sealed_by decision_id",
        others="subject subject_id content files reason",
        erased="kept", sealed={"sealed_by": TRACE, "subject_id": TRACE, "content": PAPER, "files": PAPER},
    ),
    "retention_rule": _holding(
        "created_by", "code created_at", row="id municipality_id created_by",
        work="kind months reference ended_at",
        erased="kept", sealed={"created_by": TRACE},
    ),
    "page_text": _holding(
        "written_by", "municipality_id page language number written_at", row="id written_by",
        work="body", erased="kept", sealed={"written_by": TRACE},
    ),
    "revision": _holding(
        "actor_id", "place_id trail_id number at", row="id actor_id municipality_id",
        work="content", erased="kept", sealed={"actor_id": TRACE},
    ),
    "tip": _holding(
        "chosen_by", "week created_at", row="id municipality_id chosen_by",
        work="story_id place_id trail_id sentence", erased="kept", sealed={"chosen_by": TRACE},
    ),
    "notice": _holding(
        "created_by", "kind title created_at", row="id municipality_id created_by",
        work="text reason source_url starts_at ends_at revoked_at reach_m geom geom_3006 place_id "
        "trail_id",
        erased="kept", sealed={"created_by": TRACE},
    ),
    "held_zone": _holding(
        "created_by", "created_at", row="id municipality_id created_by",
        work="name reason starts_on ends_on removed_at geom geom_3006",
        erased="kept", sealed={"created_by": TRACE},
    ),
    "review_rule": _holding(
        "created_by", "created_at", row="id municipality_id created_by",
        work="kind value reason removed_at",
        erased="kept", sealed={"created_by": TRACE, "value": PAPER},
    ),
    "layer_import": _holding(
        "created_by", "register created_at", row="id municipality_id created_by",
        work="source_id kind layer crs source licence allow_outside file_name file_key status done "
        "total tries report problem finished_at",
        erased="kept", sealed={"created_by": TRACE},
    ),
    "erasure": _holding(
        "person_id", "at", row="id person_id story_id keeps_stories",
        erased="kept", sealed={"person_id": "so that the erasure can be done again on an older copy"},
    ),
}  # fmt: skip

NOBODYS: dict[str, str] = {
    "association": "a name and a page, as everybody finds it",
    "audit_link": "digests of the log",
    "case_counter": "numbers",
    "category": "words of the site",
    "closure": "days on which nobody at the municipality reads",
    "contact_point": "where a municipality is reached; the data protection officer is public",
    "day_salt": "random bytes of today, thrown away at midnight",
    "message_template": "texts that moderators begin a message with",
    "municipality": "the municipality's own words, and its border",
    "observation": "what other authorities say of today",
    "official_place": "an open register's, or the municipality's own",
    "picture": "a picture of a place, with whom to credit for it in public",
    "place_name": "an open register's",
    "rate_count": "how often something was tried, under a keyed digest that nobody can turn back",
    "register_source": "where registers are fetched",
    "role": "exists because a library wants it",
    "search_word": "words of published stories, and in how many they stand",
    "sensitive_area": "where a species lives",
    "theme": "a question of the municipality's",
    "trail": "an open register's, or the municipality's own",
    "unit": "an office of the municipality, and its address",
    "visit_count": "how many visits a day had: numbers",
    "visitor_fact": "what stands on the page of a place",
    "visitor_mark": "that some browser has opened some page today, as a digest that goes at midnight",
}
"""Tables that hold nothing about whoever uses the site, and what they hold."""
