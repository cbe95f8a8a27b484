"""`make bench`: what a photo of 24 megapixels costs, from the upload to its files."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.factories.photos import make_large

SIZE = (6_000, 4_000)
PROGRAM = """
import json, resource, sys
from geostories.config import Settings
from geostories.integrations import photo_cleaner
photo = photo_cleaner.clean(sys.stdin.buffer.read(), Settings(), tuple(sys.argv[1:]))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, len(photo.files)]))
"""
"""Cleans as the app does, then tells the cleaning process's seconds of CPU and its peak MB."""


def print_photo_figures() -> None:
    """WebP and JPEG at once, and AVIF as the worker makes it later."""
    picture = make_large(at=(58.99, 16.2), size=SIZE)
    for forms in (("webp", "jpg"), ("avif",)):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *forms], input=picture, capture_output=True, check=True
        )
        seconds, megabytes, files = json.loads(done.stdout)
        what = f"24 MP photo, {len(picture) / 10**6:.1f} MB, to {files} files of {'+'.join(forms)}"
        print(f"{what:52} {seconds:6.2f} s of CPU {megabytes:6.0f} MB")
