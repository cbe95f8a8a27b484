"""The attributes of a row, whatever the register calls them, read as the type that is wanted."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime

from geostories.importers.aliases import ALIASES, folded
from geostories.importers.reading.found import Value

NAME_LENGTH = 200
TEXT_LENGTH = 5_000

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T Z+].*)?|(\d{4})(\d{2})(\d{2})")
_BATHING_WATER = re.compile(r"SE[A-Z0-9]{3}(\d{4})\d{9}")
_FIRST_YEAR = 2
"""Programs write the year 0 or 1 for a date that they do not know."""

_YES = {"true", "1", "ja", "yes"}
_NO = {"false", "0", "nej", "no", ""}


class BadRow(Exception):
    """The row cannot be used; `code` and `params` as in Reason."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Attributes:
    """One row's values; every method raises BadRow when the value is there but makes no sense."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = {folded(name): value for name, value in values.items()}

    def has(self, *names: str) -> bool:
        """Whether the file has one of these very names."""
        return not self._values.keys().isdisjoint(names)

    def find(self, name: str) -> Value:
        """The first value that is not empty; None if there is none."""
        for alias in ALIASES.get(name, (name,)):
            value = self._values.get(alias)
            if value is not None and value != "":
                return value
        return None

    def text(self, name: str, longest: int = TEXT_LENGTH) -> str:
        """Trimmed text, composed letters; "" when missing."""
        value = self.find(name)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # an id that went through a spreadsheet
        text = unicodedata.normalize("NFC", str(value)).strip()
        if len(text) > longest:
            raise BadRow("import_too_long", name=name, most=longest)
        if any(_is_broken(sign) for sign in text):
            raise self.bad(name)
        return text

    def number(self, name: str) -> float | None:
        """A finite number, decimal comma or point; None when missing."""
        value = self.find(name)
        if value is None:
            return None
        try:
            number = float(str(value).replace(",", "."))
        except ValueError:
            raise self.bad(name) from None
        if not math.isfinite(number):
            raise self.bad(name)
        return number

    def quantity(self, name: str) -> float | None:
        """A number above zero; None when missing or 0, which registers write for unknown."""
        number = self.number(name)
        if number is not None and number < 0:
            raise self.bad(name)
        return number or None

    def truth(self, name: str) -> bool:
        """Yes or no; no when missing."""
        word = str(self.find(name) or "").casefold()
        if word not in _YES | _NO:
            raise self.bad(name)
        return word in _YES

    def day(self, name: str) -> date | None:
        """The date as it is written, wherever its midnight is; None when missing or year 0."""
        text = str(self.find(name) or "").strip()
        parts = _DATE.fullmatch(text)
        if parts is None:
            if text.strip("0 "):
                raise self.bad(name)
            return None
        year, month, day = (int(part) for part in parts.groups() if part is not None)
        if year < _FIRST_YEAR:
            return None
        try:
            return date(year, month, day)
        except ValueError:  # 30 February is found in registers
            raise self.bad(name) from None

    def moment(self, name: str) -> datetime | None:
        """A date as the moment it begins (UTC: never the day before, seen from Sweden)."""
        day = self.day(name)
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None

    def municipalities(self) -> frozenset[str]:
        """Names and codes of the municipalities it lies in, as far as it says, in small letters."""
        said = str(self.find("municipality") or "")
        words = {word.strip().casefold() for word in said.split(",")}
        bathing_water = _BATHING_WATER.fullmatch(str(self.find("register_id") or ""))
        if bathing_water:
            words.add(bathing_water[1])
        source = str(self._values.get("source") or "").strip()
        if re.fullmatch(r"\d{4}", source):  # the national specifications begin with it
            words.add(source)
        codes = {word.zfill(4) if word.isdecimal() else word for word in words}
        return frozenset(codes - {"", "0000"})

    def address(self, name: str) -> str:
        """A web address; "" when missing. Nothing else may become a link."""
        text = self.text(name)
        if text.startswith("www."):
            text = f"https://{text}"
        if text and not re.fullmatch(r"https?://[^\s<>\"']+", text):
            raise self.bad(name)
        return text

    def bad(self, name: str) -> BadRow:
        """The error that shows a value which makes no sense."""
        return BadRow("import_bad_value", name=name, value=str(self.find(name)))


def _is_broken(sign: str) -> bool:
    """Control signs, halves of signs, and what is left of letters that were decoded wrongly."""
    return sign == "\ufffd" or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t")
