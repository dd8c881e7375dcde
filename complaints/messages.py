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


class Confide(Message, frozen=True):
    """
    Mail something that may stand in no thread and in no table: a code, or the name of who acts for somebody.

    `letter` names the template, `about` the change, the consent or the drawing of the code; the secret itself is made
    when the mail leaves. With `consent_id` the code is that of who acts by this consent.
    """

    name: ClassVar[str] = "confide"

    case_id: UUID
    letter: str
    about: UUID
    consent_id: UUID | None = None


class Represented(Message, frozen=True):
    """Somebody told us something for another person: that person hears of it, where they can be reached."""

    name: ClassVar[str] = "represented"

    case_id: UUID
    consent_id: UUID


class LostCode(Message, frozen=True):
    """Somebody says they lost their code; what they typed is sealed, and looked at only here."""

    name: ClassVar[str] = "lost_code"

    sealed: str


class ReplaceCode(Message, frozen=True):
    """Mail a new code to the person of a case, or to who acts by a consent; the old one opens nothing from then on."""

    name: ClassVar[str] = "replace_code"

    case_id: UUID
    consent_id: UUID | None = None


class ContactTakesEffect(Message, frozen=True):
    """Nobody stopped a change of contact in its time: it holds now."""

    name: ClassVar[str] = "contact_takes_effect"

    change_id: UUID


class Deliver(Message, frozen=True):
    """
    Hand one written message over by mail: `key` is the message's, `delivery` that of the way it goes.

    Without a `delivery` it was posted before ways were kept, and goes to the person.
    """

    name: ClassVar[str] = "deliver"

    case_id: UUID
    key: str
    delivery: str = ""


class WindowCloses(Message, frozen=True):
    """The time in which a person may take an answered case on is over soon; `stage_no` is the step that answered."""

    name: ClassVar[str] = "window_closes"

    case_id: UUID
    stage_no: int


class SendAgain(Message, frozen=True):
    """Try once more what should have left by mail and has not."""

    name: ClassVar[str] = "send_again"


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


class ScanFile(Message, frozen=True):
    """Have a file looked at for viruses; `tries` is how often the scanner was away."""

    name: ClassVar[str] = "scan_file"

    file_id: UUID
    tries: int = 0


class DropFiles(Message, frozen=True):
    """Remove from the disk what no row knows any more of these files."""

    name: ClassVar[str] = "drop_files"

    file_ids: list[UUID]


class SweepFiles(Message, frozen=True):
    """Look through all files on the disk for what no row knows any more."""

    name: ClassVar[str] = "sweep_files"


class Tidy(Message, frozen=True):
    """Clear away what has served: finished jobs, old submission keys, attempts that no longer count."""

    name: ClassVar[str] = "tidy"
