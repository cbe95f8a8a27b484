"""What in a text may be somebody's personal data: hints for the teller and the moderator, no more.

Every pattern is bounded, so that no text takes long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from geostories.domain.given_names import GIVEN_NAMES
from geostories.queries.own_stories import Hint
from geostories.vocabulary import HintKind

CO_ORDINATION = 60
"""Added to the day in a co-ordination number (samordningsnummer)."""

MOST = 20
"""More hints than this nobody reads."""

MOST_OF_A_KIND = 50
"""A text with more is a list, and the rest of it is not looked through."""

_NUMBER = re.compile(r"(?<![\d-])(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?![\d-])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}\b")
_PHONE = re.compile(
    r"(?<![\w.,+-])(?:\+46|0046|0)(?: ?\(0\))?(?:[ /-]{0,2}\d){7,11}(?![\w-]|[.,]\d)"
)
_PERIOD = re.compile(r"\d{4} ?- ?\d{4}")
_ADDRESS = re.compile(
    r"\b(?!Riks|Läns|Europa|Järn)[A-ZÅÄÖ][a-zåäöéü]{1,30}(?:gatan|gata|vägen|väg|gränd|gränden|stigen|backen|allén|torget"
    r"|torg|plan|plats|esplanaden)[ \t]+\d{1,3}(?![\d.,]\d|\d| ?(?:km|m|meter|kr|kronor|år|%)\b)"
    r"(?: ?[A-Ha-h]\b)?"
)
_WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéèüæø]{1,20}"
_NAME = re.compile(
    rf"\b({_WORD}(?:-{_WORD})?)(?=[ \t]+((?:(?:von|af|de)[ \t]+)?{_WORD}(?:-{_WORD})?)\b)"
)
_SURNAME = re.compile(r"(?<=[a-zåäöéü]{2})(?:sson|sdotter)s?$")
_NO_SURNAME = re.compile(
    r"(?:gatan|vägen|kyrkan|kyrka|skolan|skola|sjön|torp|gården|gård|parken|torget|stigen|stuga"
    r"|stugan|källa|backen|dagen|dag|udde|udden|sten|huset)$"
)


def find_hints(*texts: str, own_name: str = "") -> list[Hint]:
    """What a reader might know a person by, in reading order, each once; the teller's name is none."""
    found: dict[Hint, None] = {}
    for text in texts:
        for hint in sorted(_in(text), key=lambda each: each[0]):
            found.setdefault(hint[1])
    own = set(own_name.casefold().split())
    return [hint for hint in found if not _is_own(hint, own)][:MOST]


def _is_own(hint: Hint, own: set[str]) -> bool:
    words = {_base(word, own) for word in hint.words.casefold().split()}
    return hint.kind is HintKind.NAME and bool(own) and words <= own


def _base(word: str, own: set[str]) -> str:
    """A name without its genitive s."""
    return word if word in own else word.removesuffix("s")


def _in(text: str) -> Iterator[tuple[int, Hint]]:
    """Hints with where they begin; what one kind has taken is not looked at by the next."""
    taken: list[tuple[int, int]] = []
    for kind, pattern, holds in KINDS:
        here = 0
        for match in pattern.finditer(text):
            if here == MOST_OF_A_KIND:
                break
            start, end = match.start(), max(map(match.end, range(len(match.groups()) + 1)))
            if any(start < b and a < end for a, b in taken) or not holds(match):
                continue
            here += 1
            taken.append((start, end))
            yield start, Hint(kind, " ".join(text[start:end].split()))


def _is_personal_number(match: re.Match[str]) -> bool:
    """A real day, and a last digit that fits (Luhn over ten digits)."""
    year, month, day = (int(match[n]) for n in (1, 2, 3))
    try:
        date(2000 + year, month, day - CO_ORDINATION if day > CO_ORDINATION else day)
    except ValueError:
        return False
    digits = [int(each) for each in "".join(match.groups())]
    doubled = [2 * each if n % 2 == 0 else each for n, each in enumerate(digits)]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _is_phone(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", re.sub(r"^(?:\+46|0046)(?: ?\(0\))?", "0", match[0]))
    return 8 <= len(digits) <= 11 and digits[1] != "0" and not _PERIOD.fullmatch(match[0])


def _is_name(match: re.Match[str]) -> bool:
    """A given name with what may be a surname after it, or any word before a -sson."""
    first, last = match[1].casefold(), match[2].casefold()
    if _NO_SURNAME.search(last):
        return False
    is_given = first in GIVEN_NAMES or first.partition("-")[0] in GIVEN_NAMES
    return is_given or bool(_SURNAME.search(last))


def _always(_match: re.Match[str]) -> bool:
    return True


KINDS: tuple[tuple[HintKind, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (HintKind.PERSONAL_NUMBER, _NUMBER, _is_personal_number),
    (HintKind.EMAIL, _EMAIL, _always),
    (HintKind.PHONE, _PHONE, _is_phone),
    (HintKind.ADDRESS, _ADDRESS, _always),
    (HintKind.NAME, _NAME, _is_name),
)
