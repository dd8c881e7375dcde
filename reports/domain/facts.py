"""A fact: one flat row per case and stage, the only thing figures are counted from."""

from datetime import datetime
from typing import Final

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """
    One case at one stage.

    Instants are naive wall-clock time of the authority, so that a month or a
    day means what it means to the people there.

    The answer's date stands here three times: `due_at` as it was first promised, and nothing moves it;
    `extended_due_at` with the extensions and without the time the clock stood still; `held_due_at` as it stood in
    the end, whatever had moved it. The later two are None where nothing did. `held_hours` is how long the clock
    stood still. What the service itself promised, `service_due_at`, stands on the first stage only.

    What the person said about how the stage was handled stands there from `surveyed_at` on, as they said it last.
    """

    case_id: str
    reference: str
    stage_no: int = 1
    stage: str
    tier: str
    kind: str
    body: str
    department: str = ""
    service: str = ""
    standard: str | None = None
    channel: str = ""
    neighbourhood: str | None = None
    language: str | None = None
    historic: bool = False
    received_at: datetime
    month: str
    started_at: datetime
    ack_due_at: datetime | None = None
    ack_at: datetime | None = None
    due_at: datetime | None = None
    extended_due_at: datetime | None = None
    held_due_at: datetime | None = None
    held_hours: float = 0.0
    service_due_at: datetime | None = None
    service_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    escalated: bool = False
    entry: str = "direct"
    issues: int = 0
    upheld: int = 0
    remedies: int = 0
    promises: int = 0
    promises_done: int = 0
    matter: str | None = None
    surveyed_at: datetime | None = None
    handled: str | None = None
    informed: bool | None = None
    treated_worse: bool | None = None
    duplicate: bool = False
    position: int = 0
    charter: str = ""
    as_of: datetime


# The columns of a part, in the order in which they are written. An order that changes changes every hash.
COLUMNS: Final[dict[str, str]] = {
    "case_id": "VARCHAR",
    "reference": "VARCHAR",
    "stage_no": "INTEGER",
    "stage": "VARCHAR",
    "tier": "VARCHAR",
    "kind": "VARCHAR",
    "body": "VARCHAR",
    "department": "VARCHAR",
    "service": "VARCHAR",
    "standard": "VARCHAR",
    "channel": "VARCHAR",
    "neighbourhood": "VARCHAR",
    "language": "VARCHAR",
    "historic": "BOOLEAN",
    "received_at": "TIMESTAMP",
    "month": "VARCHAR",
    "started_at": "TIMESTAMP",
    "ack_due_at": "TIMESTAMP",
    "ack_at": "TIMESTAMP",
    "due_at": "TIMESTAMP",
    "extended_due_at": "TIMESTAMP",
    "held_due_at": "TIMESTAMP",
    "held_hours": "DOUBLE",
    "service_due_at": "TIMESTAMP",
    "service_at": "TIMESTAMP",
    "closed_at": "TIMESTAMP",
    "outcome": "VARCHAR",
    "escalated": "BOOLEAN",
    "entry": "VARCHAR",
    "issues": "INTEGER",
    "upheld": "INTEGER",
    "remedies": "INTEGER",
    "promises": "INTEGER",
    "promises_done": "INTEGER",
    "matter": "VARCHAR",
    "surveyed_at": "TIMESTAMP",
    "handled": "VARCHAR",
    "informed": "BOOLEAN",
    "treated_worse": "BOOLEAN",
    "duplicate": "BOOLEAN",
    "position": "INTEGER",
    "charter": "VARCHAR",
    "as_of": "TIMESTAMP",
}


def month_of(at: datetime) -> str:
    """Return the month of a local instant as '2015-07'."""
    return f"{at.year:04}-{at.month:02}"
