"""What was sent goes past the installation's malware scanner, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geostories.errors import InvalidInput, NotNow
from geostories.integrations import malware_scan
from geostories.integrations.malware_scan import Infected, NoVerdict

if TYPE_CHECKING:
    from geostories.config import Settings


def require_clean(upload: bytes, *, field: str, settings: Settings) -> None:
    """Raises InvalidInput for what the scanner found, NotNow when it gives no verdict."""
    try:
        malware_scan.scan(upload, settings)
    except Infected:
        raise InvalidInput("scan_found", field=field) from None
    except NoVerdict:
        raise NotNow("scan_no_verdict", field=field) from None
