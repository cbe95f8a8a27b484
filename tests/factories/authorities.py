"""SMHI, MSB and HaV on loopback, answering in the form each has published (see integrations/today)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Authorities:
    """What was asked, and what is answered: a body, or a status."""

    port: int
    at: datetime
    asked: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """One host plays them all."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, Any]:
        """Settings that make an installation ask here."""
        return {
            "observations": True,
            "smhi_url": self.url,
            "msb_url": self.url,
            "hav_url": self.url,
            "fetch_private_hosts": f"127.0.0.1:{self.port}",
        }

    def answer(self, path: str) -> Any:
        """What belongs to a path: the last part of it that is known."""
        return next(body for part, body in self.answers.items() if part in path)


def weather(at: datetime) -> dict[str, Any]:
    """Two days of SNOW1gv1, an entry an hour."""
    hours = [at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=n) for n in range(48)]
    return {
        "createdTime": stamp(hours[0]),
        "referenceTime": stamp(hours[0]),
        "geometry": {"type": "Point", "coordinates": [16.2, 59.0]},
        "timeSeries": [
            {
                "time": stamp(hour),
                "intervalParametersStartTime": stamp(hour - timedelta(hours=1)),
                "data": {
                    "air_temperature": 17.6,
                    "wind_speed": 3.2,
                    "precipitation_amount_mean": 9999,
                    "symbol_code": 3.0,
                },
            }
            for hour in hours
        ],
    }


def fire_risk(at: datetime, level: int = 5) -> dict[str, Any]:
    """Six days of FWIF1G."""
    return {
        "approvedTime": stamp(at),
        "referenceTime": stamp(at),
        "timeSeries": [
            {
                "validTime": stamp(at + timedelta(days=day)),
                "parameters": [
                    {"name": "fwiindex", "levelType": "hl", "level": 0, "values": [level]},
                    {"name": "grassfire", "levelType": "hl", "level": 0, "values": [-1]},
                ],
            }
            for day in range(6)
        ],
    }


def fire_ban(code: str, *, forbidden: bool) -> dict[str, Any]:
    """A status of *Brandrisk Ute*."""
    return {
        "county": "Södermanland",
        "municipality": "Katrineholm",
        "municipalityCode": code,
        "fireProhibition": {
            "status": "Eldningsförbud" if forbidden else "Ej eldningsförbud",
            "statusCode": 1 if forbidden else 2,
            "statusMessage": "",
            "revisionDate": "2026-07-01T12:00:00",
            "url": "https://www.example.se/eldningsforbud",
        },
    }


def bathing(water_id: str, *, advised_since: datetime | None) -> dict[str, Any]:
    """A bathing water with its advisories."""
    advice = {"startsAt": stamp(advised_since), "description": "", "typeId": 1, "typeIdText": ""}
    return {
        "bathingWater": {"id": water_id, "name": "Djulösjön"},
        "adviceAgainstBathing": [advice] if advised_since else [],
        "abnormalSituations": [],
    }


def samples(*taken: datetime) -> dict[str, Any]:
    """Samples of which the first is not acceptable, and the others are."""
    return {
        "results": [
            {
                "takenAt": stamp(each),
                "sampleAssessId": 1 if n else 3,
                "algalId": 4,
                "waterTemp": "19",
            }
            for n, each in enumerate(taken)
        ]
    }


def stamp(at: datetime | None) -> str:
    """A moment as all three write it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


@contextmanager
def authorities(at: datetime) -> Iterator[Authorities]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            said = made.answer(self.path)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(said if isinstance(said, int) else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Authorities(server.server_port, at)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
