"""Collecting a register: by its protocol, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geostories.importers.registers import file, hav, nvr_rest, ogc_features, wfs
from geostories.importers.registers.asking import Asker, Collected, Register
from geostories.vocabulary import SourceProtocol

if TYPE_CHECKING:
    from geostories.config import Settings

PROTOCOLS: dict[SourceProtocol, Callable[[Register, Asker], Collected | None]] = {
    SourceProtocol.FILE: file.collect,
    SourceProtocol.WFS: wfs.collect,
    SourceProtocol.OGC_FEATURES: ogc_features.collect,
    SourceProtocol.NVR_REST: nvr_rest.collect,
    SourceProtocol.HAV: hav.collect,
}


def collect(register: Register, settings: Settings) -> Collected | None:
    """The whole layer as one file; None if it has not changed since it was asked last.

    Raises FetchFailed if it may work later, FetchRefused and ImportRefused if not.
    """
    return PROTOCOLS[register.protocol](register, Asker(settings))
