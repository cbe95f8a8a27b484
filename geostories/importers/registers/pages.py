"""Pages of a layer put together: all of them, none twice, as many rows as were promised."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from geostories.integrations.fetching import FetchFailed, FetchRefused


class Pages:
    """Collects features until the layer is whole. `total` is what the register promised, if it did."""

    def __init__(self, *, total: int | None, most: int) -> None:
        self.total = total
        self.features: list[dict[str, Any]] = []
        self._most = most
        self._seen: set[str] = set()

    def add(
        self, features: list[dict[str, Any]], *, matched: int | None, returned: int | None
    ) -> None:
        """Take a page; `matched` and `returned` are the counts it states, if it does.

        Raises FetchFailed if they do not fit, or a row came before: the register changed between
        two pages, or counts them in another way than asked.
        """
        if returned is not None and returned != len(features):
            raise FetchFailed("register_cut_off", came=len(features), promised=returned)
        if self.total is None:
            self.total = matched
        elif matched is not None and matched != self.total:
            raise FetchFailed("register_changed_meanwhile")
        keys = [_key(feature) for feature in features]
        if not self._seen.isdisjoint(keys):
            raise FetchFailed("register_pages_overlap")
        self._seen.update(keys)
        self.features += features
        if len(self.features) > self._most:
            raise FetchRefused("register_too_many", most=self._most)

    def finish(self) -> list[dict[str, Any]]:
        """All features; raises FetchFailed when there are more or fewer than promised."""
        if self.total is not None and len(self.features) != self.total:
            raise FetchFailed("register_cut_off", came=len(self.features), promised=self.total)
        return self.features


def _key(feature: dict[str, Any]) -> str:
    """The register's own name of the row, or, without one, all that it says."""
    if isinstance(feature.get("id"), str | int):
        return f"id {feature['id']}"
    return hashlib.sha256(json.dumps(feature, sort_keys=True).encode()).hexdigest()
