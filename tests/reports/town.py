"""The facts of an invented town: two years of complaints, praise, findings and reviews, the same every time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from reports.domain.facts import Fact, month_of
from reports.domain.periods import parse
from reports.parts import Parts
from reports.report import Brief

AS_OF = datetime.fromisoformat("2026-04-10T09:00:00")
MADE_AT = datetime.fromisoformat("2026-04-10T08:00:00+00:00")
FIRST = datetime.fromisoformat("2024-06-03T09:00:00")
DEPARTMENTS = ("streets", "streets", "streets", "housing", "housing", "parks", "registry")
SERVICES = {"streets": ("lighting", "potholes"), "housing": ("repairs",), "parks": ("trees",), "registry": ("births",)}
CHANNELS = ("web_form", "phone", "web_form", "email", "walk_in")
AREAS = ("North", "South", "Harbour", None)
STAGES = ("frontline", "review", "ombudsperson")
TIERS = ("service", "review", "ombudsperson")
OUTCOMES = ("upheld", "not_upheld", "partly_upheld", "not_upheld")

NAMES = {
    "department": {"streets": "Streets", "housing": "Housing", "parks": "Parks", "registry": "Registry"},
    "service": {"lighting": "Street lighting", "potholes": "Potholes", "repairs": "Housing repairs"},
    "channel": {"web_form": "Web form", "phone": "Telephone", "email": "E-mail", "walk_in": "In person"},
    "kind": {"complaint": "Complaint", "compliment": "Compliment"},
    "stage": {"frontline": "First answer", "review": "Review", "ombudsperson": "Ombudsperson"},
}


def facts(days: int = 660) -> Iterator[Fact]:
    """Yield the facts of *days* days, two or three cases a day."""
    for number in range(days * 5 // 2):
        received = FIRST + timedelta(hours=number * 24 * 2 / 5)
        yield from _case(number, received)


def _case(number: int, received: datetime) -> Iterator[Fact]:
    department = DEPARTMENTS[number % 7]
    praise = number % 9 == 4
    common: dict[str, Any] = {
        "case_id": f"{number:06}",
        "reference": f"CB-{number:06}",
        "kind": "compliment" if praise else "complaint",
        "body": "town",
        "department": department,
        "service": SERVICES[department][number % len(SERVICES[department])],
        "channel": CHANNELS[number % 5],
        "neighbourhood": AREAS[number % 4],
        "language": "en",
        "received_at": received,
        "month": month_of(received),
        "charter": "charter-1",
        "as_of": AS_OF,
    }
    went_on = not praise and number % 13 == 0
    took = 2 + number * 7 % 25 + (12 if department == "housing" else 0)
    yield _stage(common, number, (1, received), 3 if praise else took, escalated=went_on)
    if went_on:
        second = received + timedelta(days=took + 6)
        further = number % 39 == 0
        yield _stage(common, number, (2, second), 18, escalated=further)
        if further:
            yield _stage(common, number, (3, second + timedelta(days=30)), 50)


def _stage(
    common: dict[str, Any], number: int, begun: tuple[int, datetime], took: int, *, escalated: bool = False
) -> Fact:
    no, started = begun
    praise = common["kind"] == "compliment"
    upheld = not praise and OUTCOMES[number % 4] != "not_upheld"
    return Fact(
        **common,
        stage_no=no,
        stage=STAGES[no - 1],
        tier=TIERS[no - 1],
        started_at=started,
        ack_due_at=started + timedelta(days=3),
        ack_at=started + timedelta(days=1 if number % 6 else 5),
        due_at=started + timedelta(days=5 if praise else 20),
        extended_due_at=started + timedelta(days=30) if number % 11 == 0 and not praise else None,
        closed_at=started + timedelta(days=took) if number % 10 else None,
        outcome=None if praise else OUTCOMES[number % 4],
        escalated=escalated,
        entry="direct" if no == 1 else "requested",
        issues=0 if praise else 2,
        upheld=1 if upheld else 0,
        remedies=1 if upheld and number % 3 else 0,
        promises=1 if upheld else 0,
        promises_done=1 if upheld and number % 5 else 0,
    )


def make_fact(case_id: str = "c1", *, received: str = "2026-03-02T09:00:00", **changes: Any) -> Fact:
    """Return the fact of an ordinary complaint, changed where a test needs it; instants may be given as text."""
    at = datetime.fromisoformat(received)
    values: dict[str, Any] = {
        "case_id": case_id,
        "reference": f"CB-{case_id}",
        "stage": "frontline",
        "tier": "service",
        "kind": "complaint",
        "body": "town",
        "department": "streets",
        "service": "lighting",
        "channel": "web_form",
        "neighbourhood": "North",
        "language": "en",
        "received_at": at,
        "started_at": at,
        "month": month_of(at),
        "as_of": AS_OF,
    }
    for name, value in changes.items():
        values[name] = datetime.fromisoformat(value) if name.endswith("_at") and isinstance(value, str) else value
    return Fact(**values)


def brief(parts: Parts, period: str = "2026-Q1", **changes: Any) -> Brief:
    """Return what a report about the town is told."""
    told: dict[str, Any] = {
        "authority": "Calder Bay City Council",
        "about": "Calder Bay City Council",
        "parts": parts,
        "period": parse(period, AS_OF.date()),
        "as_of": AS_OF,
        "made_at": MADE_AT,
        "names": NAMES,
        "top_tier": "ombudsperson",
        "charters": ("Promises of Calder Bay, version 3",),
    }
    return Brief(**{**told, **changes})
