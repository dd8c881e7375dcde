"""What the package posts to the outbox; names are stored and never changed."""

from typing import ClassVar
from uuid import UUID

from complaints.kernel.outbox import Message


class RefreshFacts(Message, frozen=True):
    """Bring the facts in line with the journals."""

    name: ClassVar[str] = "refresh_facts"


class CountWaits(Message, frozen=True):
    """Count how long people wait, for each day up to this one."""

    name: ClassVar[str] = "count_waits"


class RunReport(Message, frozen=True):
    """Make a report; its files and the record of it go under `run_id`."""

    name: ClassVar[str] = "run_report"

    run_id: UUID
    report: str
    body: str | None
    period: str
    ordered_by: str
