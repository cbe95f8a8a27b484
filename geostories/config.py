"""Settings: typed, read from the environment once, every limit with its reason."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Find a folder that lies beside the package in a checkout and inside it in a built wheel."""
    packaged = PACKAGE / name
    return packaged if packaged.exists() else PACKAGE.parent / name


class Settings(BaseSettings):
    """One installation's settings. docs/operations.md lists them; a test keeps the two equal."""

    model_config = SettingsConfigDict(env_prefix="GEOSTORIES_", extra="ignore", frozen=True)

    home: Path = Field(
        Path("var"), description="Holds all that a run creates: cluster, media, mail, logs"
    )
    database_url: str = Field(
        "", description="Any PostGIS; empty means the private one under the home"
    )
    app_database_url: str = Field(
        "", description="A separate login for the app instead of SET ROLE"
    )
    base_url: str = Field("", description="Public address; https turns on Secure cookies and HSTS")
    secret_key: str = Field(
        "", description="Signs tokens; empty means one made and kept in the home"
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on")
    port: int = Field(8000, description="Port the web server listens on")
    web_workers: int = Field(2, ge=1, description="Server processes; one per core")
    web_threads: int = Field(
        4, ge=1, description="Threads per process; each may hold one connection"
    )
    pool_size: int = Field(
        5, ge=1, description="Connections per process: one per thread and one over"
    )
    statement_timeout_ms: int = Field(5_000, description="No page may hold the database longer")

    s3_bucket: str = Field(
        "", description="Bucket for photos, recordings, uploads; empty means the home"
    )
    s3_endpoint: str = Field("", description="Address of an own S3 server; empty means Amazon's")
    s3_region: str = Field("eu-north-1", description="Its region; most own servers take any")
    s3_access_key: str = Field("", description="Name of the key to the bucket")
    s3_secret_key: str = Field("", description="The key to the bucket")

    mail_backend: Literal["file", "smtp"] = Field("file", description="file writes HOME/mail/*.eml")
    mail_sender: str = Field(
        "GeoStories <noreply@example.se>", description="From address of all mail"
    )
    smtp_host: str = Field("localhost", description="Mail server when mail_backend is smtp")
    smtp_port: int = Field(25, description="Its port; 465 speaks TLS from the start")
    smtp_user: str = Field("", description="Login at the mail server; empty means none")
    smtp_password: str = Field("", description="Password at the mail server")

    session_days: int = Field(
        30, description="A sign-in lasts so long unused: phones at home stay in"
    )
    visit_hours: int = Field(
        24, description="A visitor's session without sign-in keeps a draft a day"
    )

    two_factor_for_staff: bool = Field(
        True, description="A role holds only for who has shown a second factor: passwords leak"
    )
    fresh_minutes: int = Field(
        15, ge=1, description="What is dangerous asks who one is anew after this: screens stay open"
    )

    title_length: int = Field(80, description="Fits two lines on a card")
    body_length: int = Field(20_000, description="Some ten pages; longer belongs in a book")
    place_label_length: int = Field(80, description="A place's name, not its description")
    alt_length: int = Field(300, description="Screen readers read it in one go")
    credit_length: int = Field(120, description="Who took a picture, and where it is kept")
    introduction_length: int = Field(2_000, description="What a collection is about, on one screen")
    sentence_length: int = Field(200, description="A question, a tip, a few words on a stop")
    collection_stories: int = Field(60, description="More is not a collection but a list")
    comment_length: int = Field(
        2_000, description="An answer; what is longer is a story of its own"
    )
    page_text_length: int = Field(
        40_000, description="A text about the site; longer is a document to link to"
    )
    notice_length: int = Field(500, description="A banner is read walking by")
    notice_reach_m: int = Field(
        10_000, description="A notice that reaches farther is the whole municipality's"
    )
    message_length: int = Field(4_000, description="A moderator's message or a report")
    law_length: int = Field(200, description="The paragraph a decision rests on, as it is cited")
    alarm_hours: int = Field(
        48, description="What has waited longer is mailed to all who may decide on it, once"
    )
    undo_seconds: int = Field(
        10, description="How long a decision's mails wait, so that it can be taken back"
    )
    cases_at_once: int = Field(
        20, description="Cases decided on together: read on one page, undone while mails wait"
    )
    appeal_days: int = Field(
        184, description="How long a review can be asked for: six months, of the longest"
    )
    photos_per_story: int = Field(10, description="A gallery one looks through to the end")
    photo_bytes: int = Field(25_000_000, description="A 48-megapixel phone picture, with room")
    photo_pixels: int = Field(50_000_000, description="48-megapixel phones pass, bombs do not")
    photo_seconds: int = Field(20, description="A picture that takes longer is refused")
    photo_memory_mb: int = Field(1_200, description="Address space of the cleaning process")
    photo_edge: int = Field(
        2_560, description="Longest edge kept: a full screen, not a print original"
    )
    medium_edge: int = Field(1_280, description="Longest edge for a page's column and for phones")
    thumb_edge: int = Field(
        480, description="Longest edge of the card's picture at two pixels a point"
    )
    sound_bytes: int = Field(
        40_000_000, description="A quarter of an hour as recorders keep it, with room"
    )
    sound_length: int = Field(
        900, description="Seconds: a quarter of an hour; longer is an archive's interview"
    )
    sound_seconds: int = Field(120, description="A recording that takes longer to clean is refused")
    sound_memory_mb: int = Field(600, description="Address space of the process that cleans it")
    transcript_length: int = Field(
        20_000, description="A quarter of an hour's speech, word for word, with room"
    )
    upload_part_bytes: int = Field(
        500_000, description="A broken line loses no more than some seconds of a slow one"
    )
    upload_hours: int = Field(
        24, description="Half an upload waits as long as a visitor's draft to be gone on with"
    )
    uploads_waiting: int = Field(
        30, description="Unfinished ones per person: three stories' pictures at a time"
    )
    scan_command: str = Field(
        "",
        description="Malware scanner that reads a file on standard input, clamdscan -; empty: none",
    )
    scan_seconds: int = Field(60, description="A scanner that takes longer has said nothing")
    request_bytes: int = Field(120_000_000, description="A form with several phone pictures")

    form_bytes: int = Field(
        2_000_000, description="A form's words, pictures apart: its longest fields, several times"
    )
    form_parts: int = Field(
        1_000, description="Fields and files of one form; the longest has some 300"
    )
    json_bytes: int = Field(
        100_000, description="What a script of ours sends: a search, a point, a drawn shape"
    )

    outside_border_m: int = Field(
        2_000, description="A jetty outside the drawn border still counts"
    )
    nearby_m: int = Field(5_000, description="What one walks or cycles to")
    told_here_m: int = Field(500, description="Told here: within sight or a few minutes' walk")
    along_trail_m: int = Field(250, description="Seen from a trail, or a detour one does not mind")
    sensitive_m: int = Field(
        1_000, description="Told nearer than this, a story would lead to the nest or the stand"
    )
    told_already_m: int = Field(
        300, description="Told nearby already: a story of the same spot, on foot some minutes away"
    )
    belongs_m: int = Field(
        1_000, description="A place or trail farther away is not what a story is about"
    )
    shape_corners: int = Field(
        200, description="Taps that somebody has the patience for; a day's walk needs fewer"
    )
    shape_length_m: int = Field(
        100_000, description="A week's walk or a day's paddling; longer is several stories"
    )
    shape_area_km2: int = Field(100, description="A lake or a parish; more is no place to show")
    zone_corners: int = Field(
        5_000, description="A reserve's border as registers have it; checked in some milliseconds"
    )
    zone_bytes: int = Field(1_000_000, description="So many corners as GeoJSON, with room")
    permit_length: int = Field(200, description="A case number, and a sentence on why none is due")
    page_size: int = Field(30, description="Cards on a list page")
    items_limit: int = Field(500, description="Most features in one API answer: under 1 MB")
    query_length: int = Field(200, description="A search, not a letter")

    sign_in_per_account: int = Field(10, description="Tries per account and 15 minutes")
    sign_in_per_address: int = Field(
        120, description="Per 15 minutes: a class of 30 behind one address"
    )
    register_per_address: int = Field(60, description="Per hour: a class of 30, twice")
    recover_per_account: int = Field(5, description="Mails per account and hour")
    link_mails_per_address: int = Field(
        10, description="Links mailed to one address per hour: more would be a nuisance to somebody"
    )
    inactive_months: int = Field(
        24, description="An account unused so long goes, after a mail; 0 keeps all for ever"
    )
    exports_per_account: int = Field(
        5, description="Copies of one's data per day: each is a file with all one's pictures"
    )
    export_days: int = Field(
        7, description="Such a copy stays a week: long enough to be fetched, no longer"
    )
    link_minutes: int = Field(60, description="A mailed link to come in with is used at once")
    confirm_days: int = Field(
        30, description="A story waits so long for its teller to confirm the address"
    )
    invitation_days: int = Field(7, description="Somebody on leave is invited anew")
    claim_days: int = Field(
        365, description="What staff wrote down waits a year for its teller to take it over"
    )
    submit_per_person: int = Field(
        60, description="Submissions, photos excepted, per person and hour"
    )
    drafts_per_address: int = Field(
        120, description="Drafts begun per hour: a class of 30, four each"
    )
    photos_per_address: int = Field(
        900, description="Pictures per hour: a class of 30, thirty each"
    )
    sounds_per_address: int = Field(
        120, description="Recordings per hour: a class of 30, four tries each"
    )
    report_per_address: int = Field(60, description="Reports per address and hour")
    comments_per_address: int = Field(
        120, description="Comments per address and hour: a class of 30, four each"
    )
    thanks_per_address: int = Field(
        600, description="Thanks given and undone per address and hour: a class of 30, twenty each"
    )
    fault_per_address: int = Field(
        60, description="Faults per address and hour: a class of 30 on an outing, two each"
    )
    fault_address_days: int = Field(
        180, description="An address left for an answer is forgotten: nobody waits half a year"
    )

    import_bytes: int = Field(200_000_000, description="The largest national register file, twice")
    import_features: int = Field(100_000, description="A municipality has some thousands")
    import_vertices: int = Field(5_000_000, description="Keeps one file from filling the memory")
    import_seconds: int = Field(120, description="Reading is killed after this")
    import_hours: int = Field(24, description="An uploaded file waits a day for somebody to decide")

    fetch_private_hosts: str = Field(
        "", description="host:port,… that may be fetched from although they are not public"
    )
    fetch_seconds: int = Field(60, description="One answer of a register; slow ones take half that")
    register_seconds: int = Field(900, description="All pages of a register, one after the other")

    observations: bool = Field(
        False, description="Whether the worker asks SMHI, MSB and HaV what holds today"
    )
    smhi_url: str = Field(
        "https://opendata-download-metfcst.smhi.se", description="Weather and fire risk"
    )
    msb_url: str = Field("https://api.msb.se/brandrisk/v2", description="Fire bans")
    hav_url: str = Field(
        "https://gw.havochvatten.se/external-public/bathing-waters/v2", description="Bathing waters"
    )
    observation_seconds: int = Field(
        10, description="A source that takes longer is asked next time"
    )

    visit_count_months: int = Field(
        25, ge=1, description="Days' visits are kept so long: a year beside the year before it"
    )
    smallest_count: int = Field(
        5, ge=1, description="Fewer visits are not told in numbers: four are people one may know"
    )

    base_maps: str = Field(
        "", description="TOML file of real base maps; empty means basemaps.toml in the home"
    )
    tile_days: int = Field(30, description="A kept tile is asked for anew after this")
    tile_bytes: int = Field(1_000_000, description="An aerial picture of 512 pixels, with room")
    tile_seconds: int = Field(5, description="Later the visitor has moved on; the quiet map shows")
    tile_cache_mb: int = Field(2_000, description="A municipality at every zoom, and a margin")

    alert_stories: int = Field(
        20, description="Stories told of in one mail; how many more there are it says in a sentence"
    )

    sweep_grace_minutes: int = Field(60, description="A file this old without a row is nobody's")
    worker_concurrency: int = Field(2, description="Jobs run at a time by one worker")

    @model_validator(mode="after")
    def _has_room_for_every_thread(self) -> Settings:
        """A page holds one connection and may ask for a second: with none over, all would wait."""
        if self.pool_size <= self.web_threads:
            raise ValueError("pool_size must be larger than web_threads")
        return self

    @property
    def is_https(self) -> bool:
        """Whether visitors come over TLS."""
        return self.base_url.startswith("https://")

    @property
    def base_maps_file(self) -> Path:
        """Where the real base maps are described; it need not be there."""
        return Path(self.base_maps) if self.base_maps else self.home / "basemaps.toml"

    @property
    def mail_folder(self) -> Path:
        """Where the file mail backend writes."""
        return self.home / "mail"

    def signing_key(self) -> str:
        """Return the configured secret, or one made once and kept in the home (mode 0600)."""
        if self.secret_key:
            return self.secret_key
        file = self.home / "secret-key"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            fresh = self.home / f"secret-key.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48))
            with suppress(FileExistsError):  # the first of two starts at the same time wins
                file.hardlink_to(fresh)
            fresh.unlink()
        return file.read_text()
