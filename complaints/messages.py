"""What the package posts to the outbox; names are stored and never changed."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from complaints.domain.recount import Tally
from complaints.kernel.outbox import Message


class Tell(Message, frozen=True):
    """
    Write to the person of a case.

    `letter` names the template in `templates/messages/`, `key` makes it the only one of
    its kind on the case, `facts` are what the letter needs beside the case itself.
    """

    name: ClassVar[str] = "tell"

    case_id: UUID
    letter: str
    key: str
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class LodgedAtOffice(Message, frozen=True):
    """A case went straight to the independent office; it opens its file."""

    name: ClassVar[str] = "lodged_at_office"

    case_id: UUID


class Deliver(Message, frozen=True):
    """Hand one written message to the channel the person chose."""

    name: ClassVar[str] = "deliver"

    case_id: UUID
    key: str


class Remind(Message, frozen=True):
    """Remind somebody of staff by mail of a promise that comes due."""

    name: ClassVar[str] = "remind"

    case_id: UUID
    staff_id: UUID
    clock_id: UUID
    kind: str
    due_at: datetime


class Recount(Message, frozen=True):
    """
    Count running clocks again because a charter took effect whose calendars are not those before it.

    Each message does one step, from behind the case `after`; `tally` is what the steps before it came to.
    """

    name: ClassVar[str] = "recount"

    charter_id: UUID
    after: UUID | None = None
    tally: Tally = Tally()


class Tidy(Message, frozen=True):
    """Clear away what has served: finished jobs, old submission keys, attempts that no longer count."""

    name: ClassVar[str] = "tidy"
