"""Bodies that cost more to read than to send, and bodies that say what they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PARTS = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Bomb:
    """A body with its type and heads. `is_large`: sent to few doors, for all read it alike."""

    body: bytes
    kind: str
    heads: dict[str, str] = field(default_factory=dict)
    is_large: bool = False


def _part(name: str, value: bytes, more: str = "") -> bytes:
    return (
        b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + more.encode()
        + b"\r\n\r\n" + value + b"\r\n"
    )  # fmt: skip


def _parts(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--x--\r\n"


def _json_of(value: bytes, *names: str) -> bytes:
    pairs = (b'"' + name.encode() + b'":' + value for name in names)
    return b"{" + b",".join(pairs) + b"}"


def json_bombs(*names: str) -> dict[str, Bomb]:
    """`names`: of the fields that the door reads."""
    value = lambda text, large=False: Bomb(_json_of(text, *names), JSON, is_large=large)  # noqa: E731
    return {
        "deep lists": Bomb(b"[" * 100_000, JSON),
        "deep lists, closed": Bomb(b"[" * 100_000 + b"]" * 100_000, JSON),
        "deep objects": Bomb(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, JSON),
        "deep in a field": value(b"[" * 50_000 + b"]" * 50_000),
        "a million keys": Bomb(
            b"{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}", JSON, is_large=True
        ),
        "the same key": Bomb(b'{"q":"a",' + b'"q":1,' * 50_000 + b'"q":[1]}', JSON),
        "10,000 digits": value(b"9" * 10_000),
        "no float": value(b"1e400"),
        "no number": value(b"NaN"),
        "lone surrogates": value(b'"\\ud800\\udfff\\udc00"'),
        "NUL": value(b'"a\\u0000b"'),
        "a raw NUL": value(b'"a\x00b"'),
        "5 MB": value(b'"' + b"a" * 5_000_000 + b'"', large=True),
        "no object": Bomb(b"5", JSON),
        "a list": Bomb(b"[]", JSON),
        "nothing at all": Bomb(b"null", JSON),
        "empty": Bomb(b"", JSON),
        "half": Bomb(b'{"q": "a', JSON),
        "numbers where words are": value(b"5"),
        "truths where words are": value(b"true"),
        "lists where words are": value(b'["a", {"b": []}]'),
        "objects where words are": value(b'{"a": {"b": 1}}'),
        "nothing where words are": value(b"null"),
        "UTF-16": Bomb('{"q": "ö"}'.encode("utf-16"), JSON),
        "broken UTF-8": Bomb(b'{"q": "\xff\xfe\xf8"}', JSON),
        "another kind of JSON": Bomb(b"[" * 100_000, "application/vnd.geo+json"),
        "unknown letters": Bomb(b'{"q": 1}', f"{JSON}; charset=no-such"),
    }


def form_bombs(*names: str) -> dict[str, Bomb]:
    """`names`: of the fields that the door reads."""
    every = lambda value: "&".join(f"{name}={value}" for name in names).encode()  # noqa: E731
    first = names[0] if names else "q"
    return {
        "100,000 parts": Bomb(
            _parts(*(_part(f"a{n}", b"1") for n in range(100_000))), PARTS, is_large=True
        ),
        "2,000 parts": Bomb(_parts(*(_part(f"a{n}", b"1") for n in range(2_000))), PARTS),
        "2,000 files": Bomb(
            _parts(*(_part("photos", b"1", '; filename="a"') for _ in range(2_000))), PARTS
        ),
        "parts of one name": Bomb(_parts(*(_part(first, b"1") for _ in range(900))), PARTS),
        "a part without an end": Bomb(_part(first, b"1"), PARTS),
        "no boundary": Bomb(_parts(_part(first, b"1")), "multipart/form-data"),
        "a boundary of 10,000": Bomb(b"--" + b"x" * 10_000, f"{PARTS}{'x' * 10_000}"),
        "heads in a part": Bomb(
            _parts(_part(first, b"1", "\r\n" + "\r\n".join(f"X-{n}: 1" for n in range(5_000)))),
            PARTS,
        ),
        "a head without an end": Bomb(b"--x\r\n" + b"X: " + b"a" * 200_000, PARTS),
        "a part of other letters": Bomb(
            _parts(_part(first, b"\xff", "\r\nContent-Type: text/plain; charset=no-such")), PARTS
        ),
        "a part that names no field": Bomb(
            _parts(b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n"), PARTS
        ),
        "a file where words are": Bomb(
            _parts(*(_part(name, b"1", '; filename="a.jpg"') for name in names)), PARTS
        ),
        "words where a file is": Bomb(
            _parts(*(_part(n, b"1") for n in ("photos", "sound", "picture", "file", "files"))),
            PARTS,
        ),
        "5 MB in a field": Bomb(
            f"{first}=".encode() + b"a" * 5_000_000, FORM, is_large=True
        ),
        "a million fields": Bomb(b"&".join([b"a=1"] * 1_000_000), FORM, is_large=True),
        "200,000 fields": Bomb(b"&".join(b"a%d=1" % n for n in range(200_000)), FORM, is_large=True),
        "NUL": Bomb(every("a%00b"), FORM),
        "surrogates": Bomb(every("%ed%a0%80"), FORM),
        "half an escape": Bomb(every("%"), FORM),
        "no UTF-8": Bomb(every("%ff%fe"), FORM),
        "10,000 digits": Bomb(every("9" * 10_000), FORM),
        "deep brackets": Bomb(every("[" * 20_000), FORM),
        "a length that lies": Bomb(every("1"), FORM, {"Content-Length": "999999999999"}),
        "a length below zero": Bomb(every("1"), FORM, {"Content-Length": "-1"}),
        "an unknown kind": Bomb(every("1"), "application/x-no-such"),
        "no kind": Bomb(every("1"), ""),
        "a kind of 100,000": Bomb(every("1"), f"{FORM}; " + "a=b; " * 20_000),
        "packed": Bomb(b"\x1f\x8b\x08" + b"\0" * 100, FORM, {"Content-Encoding": "gzip"}),
        "10,000 heads": Bomb(every("1"), FORM, {f"X-{n}": "1" for n in range(10_000)}),
        "10,000 cookies": Bomb(every("1"), FORM, {"X-Cookies": "; ".join(["a=b"] * 10_000)}),
        "languages": Bomb(every("1"), FORM, {"Accept-Language": ",".join(["sv;q=0.1"] * 10_000)}),
        "kinds accepted": Bomb(every("1"), FORM, {"Accept": ",".join(["a/b;q=0.1"] * 10_000)}),
        "ranges": Bomb(every("1"), FORM, {"Range": "bytes=" + ",".join(["0-1"] * 10_000)}),
        "a number that is none": Bomb(every("1"), FORM, {"Upload-Offset": "9" * 10_000}),
    }  # fmt: skip


def bombs(*names: str) -> Iterator[tuple[str, Bomb]]:
    """All of them, for a door that reads these fields."""
    for sort, make in (("JSON", json_bombs), ("form", form_bombs)):
        sorted_by: Callable[..., dict[str, Bomb]] = make
        for name, bomb in sorted_by(*names).items():
            yield f"{sort}: {name}", bomb
