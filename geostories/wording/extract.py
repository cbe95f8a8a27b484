"""An extract of the records as plain text: what is given out to whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from geostories.queries.record_papers import CaseRecord, Paper
from geostories.wording import records, vocabulary

RULE = "-" * 72


def write_extract(cases: Sequence[CaseRecord], *, giver: str, at: datetime) -> str:
    """All papers of the cases, one after the other; nothing is masked yet."""
    lines = [
        _("Extract of public records"),
        giver,
        vocabulary.moment(at),
        "",
    ]
    for case in cases:
        lines += [RULE, _("Case %(number)s", number=case.number), vocabulary.subject(case.subject)]
        lines += [_("Opened %(moment)s", moment=vocabulary.moment(case.opened_at)), ""]
        for paper in case.papers:
            lines += [*_paper(paper), ""]
    return "\n".join([*lines, RULE, ""])


def _paper(paper: Paper) -> list[str]:
    head = f"{_kind(paper.kind)} · {vocabulary.moment(paper.at)}"
    lines = [f"{head} · {paper.who}" if paper.who else head]
    for name, words in paper.parts:
        if words and words != "none":
            lines.append(f"  {records.part(name)}: {words}")
    return lines


def _kind(kind: str) -> str:
    return {
        "version": _("Sent in"),
        "comment": _("Comment"),
        "collection": _("Collection"),
        "report": _("Report"),
        "decision": _("Decision"),
        "appeal": _("Review asked for"),
        "note": _("Note between colleagues"),
    }[kind]
