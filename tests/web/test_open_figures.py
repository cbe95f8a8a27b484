"""Check 36: the open figures and the yearly report equal a recount by other hands, this test's."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from geostories.domain.transaction import Scope, transaction
from geostories.models import Appeal, CaseFile, Decision, Report, StatementOfReasons
from geostories.vocabulary import (
    AppealBy,
    AppealStatus,
    DecisionAction,
    DecisionGround,
    ReportGround,
    ReportStatus,
    SubjectKind,
)
from tests.factories.municipality import make_municipality

SWEDEN = ZoneInfo("Europe/Stockholm")
YEAR = datetime.now(SWEDEN).year - 1
CASES = 400
FIRST = ("publish", "request_changes", "reject")
RESTRICTS = ("request_changes", "reject", "hide", "hold", "mask", "redact", "blur", "move")


@dataclass
class Written:
    """What the seeding wrote, in plain values: what is recounted."""

    cases: list[tuple[UUID, str, datetime]] = field(default_factory=list)
    decisions: list[dict[str, object]] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    appeals: list[dict[str, object]] = field(default_factory=list)


@pytest.fixture(scope="module")
def written(standing_empty: Flask) -> dict[str, Written]:
    """Sixteen months of two towns, so that what lies outside the year and the border is there too."""
    chance = random.Random(36)
    towns = {}
    with transaction(Scope.operator()) as session:
        for slug in ("katrineholm", "vaxjo"):
            here = make_municipality(session, slug=slug).id
            towns[slug] = Written()
            for number in range(1, CASES + 1):
                seed_case(session, towns[slug], here, number, chance)
    return towns


def seed_case(session, to: Written, here: UUID, number: int, chance: random.Random) -> None:  # type: ignore[no-untyped-def]
    subject, kind = uuid4(), chance.choice(("story", "story", "comment", "collection", "place"))
    begun = datetime(YEAR - 1, 11, 1, tzinfo=UTC)
    opened = begun + timedelta(seconds=chance.randrange(16 * 30 * 86_400))
    if number % 40 == 0:  # either side of the Swedish new year, where UTC would count wrong
        opened = datetime(YEAR, 1, 1, tzinfo=SWEDEN) + timedelta(minutes=chance.choice((-20, 20)))
    session.add(
        CaseFile(
            municipality_id=here,
            year=9999,
            number=number,
            subject=SubjectKind(kind),
            subject_id=subject,
            opened_at=opened,
        )
    )
    to.cases.append((subject, kind, opened))
    at = opened
    for _ in range(chance.randrange(4)):
        at += timedelta(minutes=chance.randrange(1, 9_000))
        seed_decision(session, to, here, (subject, kind), at, chance)


def seed_decision(session, to: Written, here, thing, at, chance) -> None:  # type: ignore[no-untyped-def]
    action = chance.choice([each.value for each in DecisionAction if each != "undo"])
    is_restriction = action in RESTRICTS
    ground = chance.choice([g.value for g in DecisionGround if g != "none"])
    mine = {
        "id": uuid4(), "subject": thing[0], "kind": thing[1], "action": action, "at": at,
        "ground": ground if is_restriction else "none", "undone": chance.random() < 0.15,
        "detected": is_restriction and chance.random() < 0.3,
    }  # fmt: skip
    to.decisions.append(mine)
    common = {
        "municipality_id": here,
        "subject": SubjectKind(thing[1]),
        "subject_id": thing[0],
        "decided_by": uuid4(),
    }
    session.add(
        Decision(
            id=mine["id"],
            action=DecisionAction(action),
            ground=DecisionGround(mine["ground"]),
            decided_at=at,
            **common,
        )
    )
    session.flush()
    if mine["undone"]:
        session.add(
            Decision(
                action=DecisionAction.UNDO,
                ground=DecisionGround.NONE,
                undoes_id=mine["id"],
                decided_at=at + timedelta(seconds=5),
                **common,
            )
        )
    if is_restriction:
        session.add(
            StatementOfReasons(
                decision_id=mine["id"],
                municipality_id=here,
                addressee_id=uuid4(),
                ground=DecisionGround(ground),
                law="BrB 5:1" if ground == "illegal" else "",
                is_detected_automatically=mine["detected"],
                content_on=at.date(),
                parts=["text"],
            )
        )
    seed_answers(session, to, here, mine, chance)


def seed_answers(session, to: Written, here, decision, chance) -> None:  # type: ignore[no-untyped-def]
    if chance.random() < 0.4:
        is_open = bool(decision["undone"])
        report = {
            "ground": chance.choice([g.value for g in ReportGround]),
            "at": decision["at"] - timedelta(hours=chance.randrange(200)),
            "decided": None if is_open else decision["at"],
            "action": None if is_open else decision["action"],
        }
        to.reports.append(report)
        session.add(
            Report(
                municipality_id=here,
                subject=SubjectKind(decision["kind"]),
                subject_id=decision["subject"],
                reporter_id=uuid4(),
                ground=ReportGround(report["ground"]),
                text="",
                status=ReportStatus.RECEIVED if is_open else ReportStatus.DECIDED,
                created_at=report["at"],
                decided_at=report["decided"],
                decision_id=None if is_open else decision["id"],
            )
        )
    if decision["action"] in RESTRICTS and not decision["undone"] and chance.random() < 0.5:
        came = decision["at"] + timedelta(hours=chance.randrange(2_000))
        status = chance.choice([each.value for each in AppealStatus])
        appeal = {
            "by": chance.choice([each.value for each in AppealBy]),
            "status": status,
            "at": came,
            "decided": None if status == "received" else came + timedelta(hours=30),
        }
        to.appeals.append(appeal)
        session.add(
            Appeal(
                municipality_id=here,
                decision_id=decision["id"],
                appellant_id=uuid4(),
                by=AppealBy(appeal["by"]),
                text="",
                status=AppealStatus(status),
                received_at=came,
                decided_at=appeal["decided"],
            )
        )


def percentile(values: list[float], share: float) -> float:
    """Between the two nearest, in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def recount(of: Written, first: datetime, end: datetime) -> dict[str, dict[str, float]]:
    """The same figures in plain Python, from what was seeded."""

    def within(moment: object) -> bool:
        return isinstance(moment, datetime) and first <= moment < end

    told = ("story", "comment", "collection")
    standing = [d for d in of.decisions if not d["undone"]]
    taken = [d for d in standing if within(d["at"])]
    restricting = [d for d in taken if d["action"] in RESTRICTS]
    waited = []
    for subject, kind, opened in of.cases:
        times = [d["at"] for d in standing if d["subject"] == subject and d["action"] in FIRST]
        if kind in told and times and within(min(times)):  # type: ignore[type-var]
            waited.append((min(times) - opened).total_seconds() / 3600)  # type: ignore[type-var,operator]
    open_reports = [
        r
        for r in of.reports
        if within(r["at"]) and (not r["decided"] or r["decided"] >= end)  # type: ignore[operator]
    ]
    open_appeals = [
        a
        for a in of.appeals
        if within(a["at"]) and (not a["decided"] or a["decided"] >= end)  # type: ignore[operator]
    ]
    answered = Counter(r["action"] for r in of.reports if within(r["decided"]))
    ended = Counter(a["status"] for a in of.appeals if within(a["decided"]))
    return {
        "received": Counter(kind for _, kind, at in of.cases if kind in told and within(at)),
        "published": Counter(d["kind"] for d in taken if d["action"] == "publish"),
        "restricted": Counter(d["action"] for d in restricting),
        "grounds": Counter(d["ground"] for d in restricting),
        "hours": {
            "median": round(percentile(waited, 0.5), 1),
            "p90": round(percentile(waited, 0.9), 1),
            "answered": len(waited),
        },
        "reports": Counter(r["ground"] for r in of.reports if within(r["at"])),
        "report_outcomes": answered + Counter(waiting=len(open_reports)),
        "reviews": Counter(a["by"] for a in of.appeals if within(a["at"])),
        "review_outcomes": ended + Counter(waiting=len(open_appeals)),
        "automated": {
            "pointed_at": sum(bool(d["detected"]) for d in taken),
            "by_machine": sum(d["action"] == "hold" for d in taken),
        },
    }  # type: ignore[dict-item]


def flat(figures: dict[str, dict[str, float]]) -> dict[tuple[str, str], float]:
    return {
        (topic, word): float(value)
        for topic, lines in figures.items()
        for word, value in lines.items()
    }


@pytest.mark.parametrize("slug", ["katrineholm", "vaxjo"])
def test_a_years_report_equals_the_recount(
    standing_empty: Flask, written: dict[str, Written], slug: str
) -> None:
    first, end = (datetime(year, 1, 1, tzinfo=SWEDEN) for year in (YEAR, YEAR + 1))
    mine = {key: value for key, value in flat(recount(written[slug], first, end)).items() if value}
    client = standing_empty.test_client()
    answer = client.get(f"/{slug}/siffror.json?period={YEAR}").get_json()
    assert (answer["first_day"], answer["last_day"]) == (f"{YEAR}-01-01", f"{YEAR}-12-31")
    theirs = {key: value for key, value in flat(answer["figures"]).items() if value}
    differing = {
        k: (mine.get(k), theirs.get(k)) for k in mine | theirs if mine.get(k) != theirs.get(k)
    }
    print(f"check 36: compared {len(mine)} numbers, differing {len(differing)}")
    assert differing == {}
    assert len(mine) > 35
    body = client.get(f"/{slug}/siffror.csv?period={YEAR}").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))[1:]
    in_file = {(row[3], row[4]): float(row[2].replace(",", ".")) for row in rows}
    assert {key: value for key, value in in_file.items() if value} == mine
    page = client.get(f"/{slug}/siffror/?period={YEAR}").text
    shown = re.findall(r"<th scope=\"row\">.*?</th><td>(.*?)</td>", page)
    on_page = Counter(float(re.sub(r"[\s\u00a0]", "", n).replace(",", ".")) for n in shown)
    assert Counter(value for value in mine.values()) - on_page == Counter()


def test_every_period_can_be_chosen_and_others_are_not_there(
    standing_empty: Flask, written: dict[str, Written]
) -> None:
    client = standing_empty.test_client()
    for period in ("30", "90", "365", str(YEAR), str(YEAR + 1)):
        for form in ("/", ".csv", ".json"):
            assert client.get(f"/vaxjo/siffror{form}?period={period}").status_code == 200
    for period in ("", "7", "1999", str(YEAR + 2), "٢٠٢٥", "20250", "'"):
        assert client.get("/vaxjo/siffror/", query_string={"period": period}).status_code == 404


def test_the_rolling_year_ends_today(standing_empty: Flask, written: dict[str, Written]) -> None:
    answer = standing_empty.test_client().get("/vaxjo/siffror.json?period=365").get_json()
    last = datetime.now(SWEDEN).replace(hour=0, minute=0, second=0, microsecond=0)
    end = (last + timedelta(days=1, hours=3)).replace(hour=0)
    first = (end - timedelta(days=365) + timedelta(hours=3)).replace(hour=0)
    mine = flat(recount(written["vaxjo"], first, end))
    theirs = flat(answer["figures"])
    assert {k: v for k, v in theirs.items() if v} == {k: v for k, v in mine.items() if v}
