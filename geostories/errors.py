"""Our exceptions: a code and parameters, never a sentence. wording/ turns them into words."""

from __future__ import annotations


class GeoStoriesError(Exception):
    """Base of all: `code` names the sentence in wording/, `params` fill its blanks."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotFound(GeoStoriesError):
    """There is no such thing, or this person may not know that there is."""


class NotAllowed(GeoStoriesError):
    """This person may not do this."""


class InvalidInput(GeoStoriesError):
    """What was sent cannot be used; `field` says which part."""

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        super().__init__(code, **params)
        self.field = field


class NotNow(GeoStoriesError):
    """What was sent may be good, but cannot be taken at this moment; `field` says which part."""

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        super().__init__(code, **params)
        self.field = field


class StateError(GeoStoriesError):
    """The thing is not in a state in which this can be done."""


class Conflict(GeoStoriesError):
    """Somebody else changed it meanwhile; look at what stands now."""


class TooMany(GeoStoriesError):
    """A rate limit was met; `retry_after` in seconds."""

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code, retry_after=retry_after)
        self.retry_after = retry_after
