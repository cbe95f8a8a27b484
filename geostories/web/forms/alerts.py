"""Ordering mail about what is new."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from geostories.web.forms.account import AddressForm
from geostories.wording.vocabulary import distance

USUAL_KM = "5"


class OrderForm(AddressForm):
    """Where to, and how far around; an account is not asked for its address."""

    reach = RadioField(_l("How far around?"), default=USUAL_KM, validate_choice=False)

    def __init__(
        self, *, asks_address: bool, distances_km: Sequence[str], **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.reach.choices = [(km, distance(int(km) * 1_000)) for km in distances_km]
        if self.reach.data not in distances_km:
            self.reach.data = USUAL_KM
        if not asks_address:
            del self.email
        if not distances_km:
            del self.reach

    def reach_m(self) -> int:
        """How far around, in metres; 0 where that is not asked."""
        return int(self.reach.data) * 1_000 if self.reach else 0
