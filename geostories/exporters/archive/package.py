"""Cases made into files, and the files into one package."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from geostories.exporters.archive.mets import DESCRIPTION, Held, Label, describe
from geostories.queries.record_papers import CaseRecord, Paper

Pictures = Callable[[UUID], bytes | None]
"""The file of a picture; None where it is not there any more."""


def pack(
    label: Label,
    cases: Sequence[CaseRecord],
    *,
    log: Sequence[Mapping[str, Any]],
    as_text: Callable[[CaseRecord], str],
    picture: Pictures,
) -> bytes:
    """The whole package as a ZIP file: its description first, then what it describes."""
    held = [*_cases(cases, as_text), *_pictures(cases, picture)]
    held.append(_json("content/log.json", list(log)))
    held.append(_json("content/counts.json", count(cases, len(log))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(DESCRIPTION, describe(label, held))
        for each in held:
            package.writestr(each.path, each.content)
    return file.getvalue()


def count(cases: Sequence[CaseRecord], log: int) -> dict[str, int]:
    """How many cases there are, papers of each kind, and lines of the log."""
    papers = Counter(paper.kind for case in cases for paper in case.papers)
    return {"cases": len(cases), "log": log} | dict(sorted(papers.items()))


def _cases(cases: Sequence[CaseRecord], as_text: Callable[[CaseRecord], str]) -> Iterator[Held]:
    for case in cases:
        yield _json(
            f"content/cases/{case.number}.json",
            {
                "number": case.number,
                "id": str(case.id),
                "subject": case.subject.value,
                "subject_id": str(case.subject_id),
                "opened_at": case.opened_at.isoformat(),
                "papers": [_paper(each) for each in case.papers],
            },
        )
        yield Held(f"content/cases/{case.number}.txt", "text/plain", as_text(case).encode())


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "at": paper.at.isoformat(),
        "who": paper.who,
        "parts": [{"name": name, "words": words} for name, words in paper.parts],
        "pictures": [str(each) for each in paper.pictures],
    }


def _pictures(cases: Sequence[CaseRecord], picture: Pictures) -> Iterator[Held]:
    ids = {each for case in cases for paper in case.papers for each in paper.pictures}
    for media_id in sorted(ids):
        content = picture(media_id)
        if content is not None:
            yield Held(f"content/pictures/{media_id}.webp", "image/webp", content)


def _json(path: str, value: Any) -> Held:
    return Held(path, "application/json", json.dumps(value, ensure_ascii=False, indent=1).encode())
