"""The sign to put up: an A5 page whose code leads to the place."""

from __future__ import annotations

import re

import numpy as np
import segno
from flask.testing import FlaskClient

from geostories.printing import place_sign
from geostories.printing.place_sign import CODE_MM, QUIET_MODULES, Sign, dots, draw

URL = "https://katrineholm.example.se/katrineholm/platser/0QdXyf7ApzJnVqTHEvDkbM"
SIGN = Sign(
    "Näsnarens naturreservat", "Naturreservat", "Läs vad andra har berättat här", "K 3.0", URL
)


def modules_on(page: np.ndarray, url: str) -> np.ndarray:
    """The code's modules as they are printed: sampled in the middle of each."""
    size = segno.make(url, error="q", micro=False).symbol_size(border=QUIET_MODULES)[0]
    scale = dots(CODE_MM) // size
    left, top = (page.shape[1] - scale * size) // 2, dots(88)
    middles = np.arange(size) * scale + scale // 2
    return ~page[np.ix_(top + middles, left + middles)]


def test_the_printed_code_says_the_address() -> None:
    page = np.asarray(draw(SIGN))
    printed = modules_on(page, URL)
    code = segno.make(URL, error="q", micro=False)
    expected = np.array(
        [[bool(dot) for dot in row] for row in code.matrix_iter(border=QUIET_MODULES)]
    )
    assert printed.shape == expected.shape
    assert (printed == expected).all()
    other = segno.make(URL[:-1] + "N", error="q", micro=False)
    differing = np.array(
        [[bool(d) for d in row] for row in other.matrix_iter(border=QUIET_MODULES)]
    )
    assert (printed != differing).any()


def test_a_name_of_any_length_stays_on_the_page() -> None:
    for name in ("Ö", "Sammanvuxna tallar " * 8, "Naturminnesmärkesutredningsområdet" * 4):
        page = np.asarray(draw(Sign(name, *("x",) * 3, URL)))
        margin = dots(10)
        body = page[dots(22) :]
        assert body[:, :margin].all()
        assert body[:, -margin:].all()
        assert (modules_on(page, URL)[:QUIET_MODULES] == False).all()  # noqa: E712 - an array


def test_the_door_answers_a_page_of_a5(client: FlaskClient) -> None:
    listed = client.get("/katrineholm/platser/?slag=bathing_place").text
    place = re.search(r'data-id="(\w{22})"', listed)
    assert place
    answer = client.get(f"/katrineholm/platser/{place[1]}/skylt.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", answer.data)
    assert box
    width, height = (float(side) / 72 * place_sign.INCH_MM for side in box.groups())
    assert abs(width - 148) < 0.1
    assert abs(height - 210) < 0.1
    assert answer.data.count(b"/Type /Page\n") == 1
    assert len(answer.data) < 100_000
    print(f"sign: {len(answer.data)} bytes")
    assert client.get("/katrineholm/platser/nowhere/skylt.pdf").status_code == 404
