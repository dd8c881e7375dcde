"""Journals written for a test, and the facts they fold to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from reports.domain.facts import Fact
from reports.domain.fold import fold

ZONE = ZoneInfo("Europe/London")
START = datetime(2026, 6, 1, 9, tzinfo=UTC)
"""A Monday in summer: the wall clock shows 10:00."""

LODGED = {
    "kind": "complaint",
    "body": "works",
    "unit": "waste",
    "service": "bins",
    "standard": "weekly",
    "channel": "phone",
    "language": "en",
    "received_at": "2026-05-31T23:30:00+00:00",
    "tier": "service",
    "stage": "frontline",
    "charter": "c1",
    "due": {"acknowledge": "2026-06-04T16:00:00+00:00", "respond": "2026-06-15T16:00:00+00:00"},
    "neighbourhood": "Harbour",
}
UP = {"tier": "review", "stage": "review", "entry": "requested", "charter": "c2", "due": {}}


@dataclass(frozen=True)
class Entry:
    kind: str
    stage_no: int
    position: int
    at: datetime
    payload: dict[str, Any] | None = field(default_factory=dict)


def journal(*happened: tuple[Any, ...]) -> Iterator[Entry]:
    """Yield entries of `(kind, day, payload)`; one that climbs begins the next stage."""
    stage_no = 1
    for position, (kind, day, *said) in enumerate(happened, 1):
        stage_no += kind == "case.escalated"
        yield Entry(kind, stage_no, position, START + timedelta(days=day), said[0] if said else {})


def facts(*happened: tuple[Any, ...]) -> list[Fact]:
    as_of = datetime.fromisoformat("2027-01-01T00:00:00")
    return fold(journal(*happened), case_id="c", reference="ABCD-EFGH", zone=ZONE, as_of=as_of)


def on(day: int) -> datetime:
    """The wall clock when something happened on this day."""
    return datetime.fromisoformat("2026-06-01T10:00:00") + timedelta(days=day)
