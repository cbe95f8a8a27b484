"""Tables as CSV that Swedish Excel opens: semicolons, decimal commas, and no cell that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠'|%")
BYTE_ORDER_MARK = "\ufeff"


def write(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as UTF-8 with a byte order mark, without which Excel reads å as Ã¥."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_plain(each) for each in columns])
    writer.writerows([_plain(each) for each in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def read(body: bytes) -> list[list[str]]:
    """What `write` wrote, its texts as they were."""
    lines = io.StringIO(body.decode("utf-8-sig"), newline="")
    return [[cell.removeprefix("'") for cell in row] for row in csv.reader(lines, delimiter=";")]


def _plain(cell: Cell) -> str:
    """A cell that a spreadsheet shows as it stands.

    An apostrophe before a text tells it so, and goes again when it is read; a text of someone's
    that begins with one gets another, so that reading back is never in doubt.
    """
    if not isinstance(cell, str):
        return str(cell).replace(".", ",")
    return f"'{cell}" if cell.lstrip(" \u00a0\u200b\ufeff").startswith(BEGINS_A_FORMULA) else cell
