"""Random ids as they stand in addresses: a UUIDv4 in 22 base62 characters."""

from __future__ import annotations

from uuid import UUID

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 22


def encode(value: UUID) -> str:
    """Write a UUID as 22 base62 characters."""
    number, text = value.int, ""
    while number:
        number, digit = divmod(number, 62)
        text = ALPHABET[digit] + text
    return text.rjust(LENGTH, "0")


def decode(text: str) -> UUID | None:
    """Read such an id; None when it is not one."""
    if len(text) != LENGTH or not all(c in ALPHABET for c in text):
        return None
    number = 0
    for c in text:
        number = number * 62 + ALPHABET.index(c)
    return UUID(int=number) if number < 1 << 128 else None
