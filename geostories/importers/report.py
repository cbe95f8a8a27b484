"""What an import answers: counts and reasons, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

from geostories.errors import InvalidInput

Detail = str | int | float

SAMPLE = 20
"""As many names as one looks through in a preview."""


@dataclass(frozen=True)
class Reason:
    """Why a row, or the whole layer (row 0), is refused.

    `params` fill the sentence: always file, layer ("" for GeoJSON) and row (1 is the first).
    """

    code: str
    params: dict[str, Detail]


@dataclass(frozen=True)
class Report:
    """What an import did, or, on a dry run, would do. With `refused` rows it does nothing.

    `elsewhere`: rows that the register itself gives to other municipalities; they are left out.
    `remarks`: what was mended or left out on the way. `samples`: some names by what happens to
    them (`added`, `changed`, `withdrawn`), at most SAMPLE each. `changes` is the same for two runs
    that would do the same to the same rows.
    """

    read: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    elsewhere: int = 0
    refused: int = 0
    reasons: list[Reason] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)
    samples: dict[str, list[str]] = field(default_factory=dict)
    changes: str = ""


class ImportRefused(InvalidInput):
    """Nothing was imported. `params` as in Reason, and `more`: how many reasons follow the first.

    `report` lists them all, when the file could be read at all.
    """

    def __init__(
        self,
        code: str,
        *,
        file: str,
        layer: str = "",
        row: int = 0,
        more: int = 0,
        report: Report | None = None,
        **params: Detail,
    ) -> None:
        super().__init__(
            code,
            field="file",
            file=legible(file),
            layer=legible(layer),
            row=row,
            more=more,
            **{name: legible(value) for name, value in params.items()},
        )
        self.report = report

    @classmethod
    def because(cls, report: Report) -> ImportRefused:
        """The refusal that names the first of the report's reasons."""
        first = report.reasons[0]
        refusal = cls(first.code, file="", more=len(report.reasons) - 1, report=report)
        refusal.params |= first.params
        return refusal


def reason(code: str, *, file: str, layer: str, row: int = 0, **params: Detail) -> Reason:
    """Make a reason whose words can be printed: files hold anything."""
    where: dict[str, Detail] = {"file": legible(file), "layer": legible(layer), "row": row}
    return Reason(code, where | {name: legible(value) for name, value in params.items()})


def legible(value: Detail) -> Detail:
    """Cut what came out of a file to one printable line."""
    if not isinstance(value, str):
        return value
    line = "".join(sign if sign.isprintable() else " " for sign in value)
    return line if len(line) <= 80 else line[:79] + "…"
