"""Objects that the app is wired with; no logic."""

from __future__ import annotations

from flask_babel import Babel
from flask_wtf import CSRFProtect
from sqlalchemy.orm import scoped_session, sessionmaker

from geostories.database import Scope

babel = Babel()
csrf = CSRFProtect()

account_session = scoped_session(
    sessionmaker(expire_on_commit=False, info={"scope": Scope.account().value})
)
"""Flask-Security's session: users, roles and its mails, in the account scope and no other."""
