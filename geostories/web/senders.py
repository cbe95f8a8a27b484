"""What the municipality's rules want to know of whoever sends something in."""

from __future__ import annotations

from datetime import timedelta

from geostories.domain import rates
from geostories.domain.permissions import Person
from geostories.domain.review_rules import Sender
from geostories.domain.transaction import Scope, transaction
from geostories.web.guards import settings, visitor_address

A_DAY = timedelta(days=1)


def sender_of(person: Person, address: str = "") -> Sender:
    """Of visitors without an account those from the same network count together: who throws the
    session away is no new person. Only a keyed hash of the network is kept, for a day.
    """
    if person.is_signed_in:
        return Sender(address)
    with transaction(Scope.account()) as session:
        tally = rates.count(
            session,
            what="sent in from",
            who=visitor_address(),
            window=A_DAY,
            key=settings().signing_key(),
        )
    return Sender(address, tally)
