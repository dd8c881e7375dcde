"""What the package posts to the outbox; names are stored and never changed."""

from typing import ClassVar
from uuid import UUID

import msgspec

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


class Deliver(Message, frozen=True):
    """Hand one written message to the channel the person chose."""

    name: ClassVar[str] = "deliver"

    case_id: UUID
    key: str


class Tidy(Message, frozen=True):
    """Clear away what has served: finished jobs, old submission keys, attempts that no longer count."""

    name: ClassVar[str] = "tidy"
