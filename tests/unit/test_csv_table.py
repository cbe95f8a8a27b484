"""Check 59: no cell of a CSV computes, and every text comes back as it was."""

from __future__ import annotations

import csv
import io

from geostories.exporters import csv_table

LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "'", "|")
TAILS = (
    "1+1", "cmd|' /C calc'!A0", "SUM(A1:A9)", 'HYPERLINK("http://evil.example";"x")', "", "åäö; ok",
    'med "citat"', "rad\r\nrad", "DDE(\"cmd\";\"/C calc\")", " ", "'", "😀", "0", "\u00a0x",
)  # fmt: skip
TEXTS = [f"{before}{lead}{tail}" for lead in LEADS for tail in TAILS for before in ("", " ")]
PLAIN = ["Djulö", "10 % = 3", "Älgen; vid sjön", 'sa "hej"', "", " x", "a'b", "två\nrader"]


def test_no_cell_computes_and_every_text_comes_back() -> None:
    tried = TEXTS + PLAIN
    body = csv_table.write(["text", "n"], [(each, 1) for each in tried])
    cells = [
        row[0]
        for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    ]
    formulas = [c for c in cells[1:] if c.strip(" \u00a0")[:1] in set("=+-@\t\r\n＝＋－＠|")]
    formulas = [c for c in formulas if c]
    back = [row[0] for row in csv_table.read(body)[1:]]
    changed = [(a, b) for a, b in zip(tried, back, strict=True) if a != b]
    print(f"check 59: tried {len(tried)} cells, formulas {len(formulas)}, changed {len(changed)}")
    assert len(tried) >= 200
    assert (formulas, changed) == ([], [])


def test_swedish_excel_reads_letters_columns_and_decimals() -> None:
    body = csv_table.write(["Plats", "Timmar"], [("Sköldinge", 9.5), ("Valla", -3)])
    assert body == "\ufeffPlats;Timmar\r\nSköldinge;9,5\r\nValla;-3\r\n".encode()
