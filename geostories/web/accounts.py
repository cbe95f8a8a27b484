"""Flask-Security: its settings, its mail through our outbox, its limits."""

from __future__ import annotations

from typing import Any

import flask_security.forms
from flask import Flask, Response, after_this_request, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import MailUtil, Security
from flask_security.datastore import UserDatastore
from flask_security.signals import user_registered
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from geostories.config import PACKAGE, Settings
from geostories.domain import mail, minors
from geostories.domain.bylines import NAME_LENGTH
from geostories.extensions import account_session
from geostories.vocabulary import Age
from geostories.web import guards, language
from geostories.web.forms.base import LONGEST_ADDRESS, is_own_name, one_line
from geostories.web.guards import QUARTER


class OutboxMail(MailUtil):
    """Hands account mail to the outbox, in the transaction that made it necessary."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Promise the rendered mail to the account it is for."""
        session = account_session()
        session.flush()
        mail.promise(
            session,
            recipient_id=kwargs["user"].id,
            template="ready",
            subject=str(subject),
            body=_under_own_name(body or ""),
        )
        after_this_request(_commit)


def _under_own_name(body: str) -> str:
    """The library's links carry the name a request came under, which whoever asks can choose."""
    own = guards.settings().base_url.rstrip("/")
    return body.replace(request.host_url.rstrip("/"), own) if own else body


def _commit(response: Response) -> Response:
    """Not every view of the library commits: asking for a new password changes nothing of its own."""
    if response.status_code < 500:
        account_session.commit()
    return response


class LoginForm(flask_security.forms.LoginForm):
    """Flask-Security's, without its lasting cookie: that would outlive signing out."""

    remember = None


class RegisterForm(flask_security.forms.RegisterFormV2):
    """Flask-Security's, and the name that stands under stories."""

    display_name = StringField(
        _l("Your name"),
        description=_l(
            "It stands under your stories, where you let it. You can tell anonymously too."
        ),
        validators=[DataRequired(_l("Write your name.")), is_own_name],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    age = RadioField(
        _l("How old are you?"),
        description=_l("We do not ask when you were born. Under 18, nobody can follow you here."),
        validators=[InputRequired(_l("Choose how old you are."))],
    )
    guardian_email = EmailField(
        _l("Your guardian's e-mail address, if you are under 13"),
        description=_l("Your guardian gets a mail and has to say yes before you can sign in."),
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("That is not a whole e-mail address.")),
        ],
        filters=[one_line],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.age.choices = [
            (Age.ADULT.value, _("18 or older")),
            (Age.YOUNG.value, _("13 to 17")),
            (Age.CHILD.value, _("Under 13")),
        ]

    def validate(self, **kwargs: Any) -> bool:
        """Below 13 there is somebody else to ask."""
        is_valid = bool(super().validate(**kwargs))
        guardian, own = self.guardian_email.data or "", (self.email.data or "").strip()
        if self.age.data != Age.CHILD or (guardian and guardian.casefold() != own.casefold()):
            return is_valid
        self.guardian_email.errors = [
            *self.guardian_email.errors,
            _("Write the address of a guardian. It has to be another than your own."),
        ]
        return False


def options(settings: Settings) -> dict[str, Any]:
    """Flask-Security's configuration."""
    return {
        "SECURITY_PASSWORD_SALT": settings.signing_key(),
        "SECURITY_URL_PREFIX": "/konto",
        "SECURITY_LOGIN_URL": "/logga-in",
        "SECURITY_LOGOUT_URL": "/logga-ut",
        "SECURITY_REGISTER_URL": "/skapa",
        "SECURITY_CONFIRM_URL": "/bekrafta",
        "SECURITY_RESET_URL": "/glomt-losenord",
        "SECURITY_CHANGE_URL": "/byt-losenord",
        "SECURITY_VERIFY_URL": "/visa-att-det-ar-du",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_POST_LOGIN_VIEW": "/konto/",
        "SECURITY_POST_CHANGE_VIEW": "/konto/",
        "SECURITY_POST_CONFIRM_VIEW": "/konto/logga-in",
        "SECURITY_POST_REGISTER_VIEW": "/konto/logga-in",
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_CACHE_CONTROL": None,  # its `no-store=True` is no directive; web/headers.py says it
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_I18N_DIRNAME": ["builtin", str(PACKAGE / "wording" / "security")],
    }


def init(app: Flask, datastore: UserDatastore, settings: Settings) -> None:
    """Register Flask-Security and its limits."""
    app.config.update(options(settings))
    Security(
        app,
        datastore,
        mail_util_cls=OutboxMail,
        login_form=LoginForm,
        register_form=RegisterForm,
    )
    app.before_request(_limit)
    user_registered.connect(_registered, app)


def _registered(_app: Flask, user: Any, form_data: dict[str, Any], **_: object) -> None:
    """A minor is remembered as one, and a child's account waits, in the transaction that makes it."""
    session = account_session()
    session.flush()
    minors.enter(
        session,
        user=user,
        age=Age(form_data["age"]),
        guardian=form_data.get("guardian_email") or "",
        language=language.current(),
        key=guards.settings().signing_key(),
    )


def _limit() -> None:
    """Count tries at the doors that guessing would try; a class behind one address fits in."""
    settings, address = guards.settings(), guards.visitor_address()
    account = request.form.get("email", "").strip().lower()
    match request.method, request.endpoint:
        case "POST", "security.login":
            guards.limit("sign in", account, settings.sign_in_per_account, QUARTER)
            guards.limit("sign in from", address, settings.sign_in_per_address, QUARTER)
        case "POST", "security.register":
            guards.limit("register from", address, settings.register_per_address, guards.HOUR)
        case "POST", "security.forgot_password" | "security.send_confirmation":
            guards.limit("recover", account, settings.recover_per_account, guards.HOUR)
