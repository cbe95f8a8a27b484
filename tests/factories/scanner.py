"""A malware scanner on the command line, as far as tests need one: `python scanner.py`.

Reads standard input and ends as clamscan does: 0 clean, 1 found, 2 trouble. It knows one signature, the
test file that all scanners know (eicar.org), wherever it stands, and looks into archives.
"""

from __future__ import annotations

import io
import sys
import zipfile

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DEEPEST = 3


def holds(content: bytes, depth: int = 0) -> bool:
    """Whether the signature is in it, or in an archive in it."""
    if EICAR in content:
        return True
    if depth == DEEPEST or not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(holds(archive.read(name), depth + 1) for name in archive.namelist())


if __name__ == "__main__":
    sys.exit(holds(sys.stdin.buffer.read()))
