"""What staff sees beside a case: the queue, who works on it, more time that was asked for, proposed charters."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from complaints.domain.course import Course
from complaints.schemas import CaseView, SurveyView
from standards.charter import StageRule, charter_hash


class QueueRow(msgspec.Struct, frozen=True):
    """One line of the desk's queue."""

    id: UUID
    reference: str
    kind: str
    state: str
    tier: str
    body: str
    unit: str | None
    service: str | None
    first_line: str
    channel: str
    received_at: datetime
    due_at: datetime | None
    handler: str | None


class Colleague(msgspec.Struct, frozen=True):
    """Somebody of staff one may choose."""

    id: UUID
    name: str
    role: str


class AskedView(msgspec.Struct, frozen=True):
    """More time that somebody asked for and nobody has decided on yet."""

    id: UUID
    reason: str
    by: str
    words: str
    who: str
    asked_at: datetime


class DatesView(msgspec.Struct, frozen=True):
    """
    The date of the answer as it stands, with all that may be done about it.

    `asked` is an extension that waits for a decision, `may_decide` whether this actor may make it.
    """

    course: Course
    rule: StageRule
    first_promised_at: datetime
    asked: AskedView | None = None
    may_decide: bool = False


class DeskCase(msgspec.Struct, frozen=True, kw_only=True):
    """
    A case with what the one who looks at it may do with it.

    `staff_named` is None for everybody who may not read it, whatever was written there. `surveys` is what the person
    said of the body's own steps; whether they were treated worse is left out.
    """

    case: CaseView
    staff_named: str | None
    may_handle: bool
    may_note: bool
    may_identify: bool
    may_name_staff: bool
    handler: str | None
    could_handle: list[Colleague]
    colleagues: list[Colleague]
    dates: DatesView | None = None
    surveys: list[SurveyView] = []


class StaffView(msgspec.Struct, frozen=True):
    """Somebody of staff as an administrator sees them: no case, only how many are in their hands."""

    id: UUID
    username: str
    name: str
    role: str
    bodies: list[str]
    units: list[str]
    active: bool
    added_at: datetime
    email: str | None
    open_cases: int


class AskedRow(msgspec.Struct, frozen=True):
    """A case for which more time is asked, in the list of those who may decide."""

    reference: str
    by: str
    reason: str


class ProposalView(msgspec.Struct, frozen=True):
    """A proposed charter: whose it is, where it stands, what was decided and by whom; None: the command line."""

    id: UUID
    state: str
    base_id: UUID | None
    document: str
    why: str
    effective_on: date | None
    author: UUID | None
    author_name: str | None
    begun_at: datetime
    proposed_at: datetime | None
    decider_name: str | None
    decided_at: datetime | None
    decision: str | None
    charter_id: UUID | None
    version: int

    @property
    def hash(self) -> str:
        """What the document is known by."""
        return charter_hash(self.document)
