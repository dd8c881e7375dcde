"""What travels in and out: submissions, receipts, views of a case."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from complaints.domain.case import Kind, Visibility
from complaints.domain.consent import Given, Relation, Scope
from complaints.domain.matter import USUAL, Format, Matter
from complaints.kernel.vault import Identity

NO_NUL = r"^[^\x00]*$"
"""The one sign PostgreSQL keeps in no text."""

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=NO_NUL)]
Key = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Meta(min_length=1, max_length=20_000, pattern=NO_NUL)]
TimeOfDay = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Short = Annotated[str, Meta(min_length=1, max_length=4_000, pattern=NO_NUL)]


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach a person; kept in the vault, never on the case."""

    name: Line | None = None
    email: Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    phone: Annotated[str, Meta(min_length=3, max_length=40)] | None = None
    post: Annotated[str, Meta(min_length=3, max_length=500)] | None = None

    def identity(self) -> Identity:
        """Return what goes into the vault."""
        return Identity(self.name, self.email, self.phone, self.post)

    def reply_by(self) -> str | None:
        """Return the way we write back: the first that was given, None for the code alone."""
        return next((way for way in ("email", "post", "phone") if getattr(self, way)), None)


class Representative(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Who tells us something for somebody else: their own name and contact, and what they may do.

    The `contact` of the submission is then that of the person it is about.
    """

    relation: Relation
    contact: Contact
    scope: Scope = Scope.ACT
    given: Given = Given.SAID
    expires_on: date | None = None


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody tells us; `kind` and `narrative` suffice."""

    kind: Kind
    narrative: Text
    body: Key | None = None
    service: Key | None = None
    standard: Key | None = None
    wants: Short | None = None
    occurred_on: date | None = None
    place: Line | None = None
    contact: Contact | None = None
    identity: Visibility = Visibility.TEAM
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", max_length=20)] | None = None
    adjustments: Short | None = None
    staff_named: Short | None = None
    praised: Line | None = None
    may_quote: bool = False
    matter: Matter | None = None
    occurred_about: Line | None = None
    ongoing: bool = False
    formats: tuple[Format, ...] = ()
    safe_since: TimeOfDay | None = None
    safe_until: TimeOfDay | None = None
    safe_words: Line | None = None
    voicemail: bool = False
    neutral: bool = False
    representative: Representative | None = None

    @property
    def chosen(self) -> Matter:
        """What was chosen to be told; where it was not said, what is usual for the kind."""
        return self.matter or USUAL[self.kind]


class ClockView(msgspec.Struct, frozen=True):
    """
    A promise as the person reads it; `why` is the explanation in sentences.

    `promised` is what the person was told, None where it is the day it is due. A clock with `held_at` stands still
    since then; one with `replaced_at` gave way to the next `generation` of the same `kind` and `stage_no`, and is shown
    as what was promised before. `version` is that of the charter it was counted by.
    """

    kind: str
    due: datetime
    why: list[str]
    stopped_at: datetime | None = None
    fired_at: datetime | None = None
    promised: datetime | None = None
    held_at: datetime | None = None
    replaced_at: datetime | None = None
    stage_no: int = 1
    generation: int = 1
    version: int | None = None


class Receipt(msgspec.Struct, frozen=True):
    """What a person holds in hand after telling us something."""

    reference: str
    code: str
    kind: str
    received_at: datetime
    clocks: list[ClockView]
    repeated: bool = False


class EntryView(msgspec.Struct, frozen=True):
    """One line of the timeline."""

    at: datetime
    kind: str
    by: str
    stage_no: int
    facts: dict[str, object]


class MessageView(msgspec.Struct, frozen=True):
    """One message of the thread; `key` is what makes it the only one of its kind on its case."""

    direction: str
    by: str
    subject: str
    body: str
    sent_at: datetime
    key: str = ""


class FindingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one stage decided on one issue; why it went wrong is for staff."""

    issue: int
    stage_no: int
    outcome: str
    reason: str
    cause: str | None = None


class IssueView(msgspec.Struct, frozen=True):
    """A point of complaint with what each stage decided on it."""

    id: UUID
    number: int
    summary: str
    category: str
    standard: str | None
    findings: list[FindingView]


class RemedyView(msgspec.Struct, frozen=True):
    """Something that puts it right; `evidence` is how one can see that it was done."""

    id: UUID
    kind: str
    words: str
    stage_no: int
    due_on: date | None
    done_at: datetime | None
    evidence: str | None = None


class SurveyView(msgspec.Struct, frozen=True):
    """What the person said about how a stage was handled; what they did not answer is None."""

    stage_no: int
    handled: str
    informed: bool | None
    treated_worse: bool | None
    words: str | None
    answered_at: datetime


class StageView(msgspec.Struct, frozen=True):
    """One stage of a case."""

    stage_no: int
    stage: str
    tier: str
    entry: str
    started_at: datetime
    acknowledged_at: datetime | None
    understanding: str | None
    answered_at: datetime | None
    answer: str | None
    outcome: str | None


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A case without identity: what its parts are, for the person's page and for staff.

    `narrative` and `staff_named` are the person's words; the desk's view leaves
    `staff_named` out, and the person's view leaves out entries and messages for staff. `version` is how long its
    journal is.
    """

    id: UUID
    reference: str
    kind: str
    matter: str
    state: str
    tier: str
    stage: str
    stage_no: int
    body: str
    unit: str | None
    service: str | None
    standard: str | None
    channel: str
    language: str
    narrative: str
    wants: str | None
    occurred_on: date | None
    occurred_about: str | None
    ongoing: bool
    place: str | None
    visibility: str
    reply_by: str | None
    adjustments: str | None
    formats: list[str] | None
    safe_since: str | None
    safe_until: str | None
    safe_words: str | None
    voicemail: bool
    neutral: bool
    related_to: UUID | None
    praised: str | None
    may_quote: bool
    handler: UUID | None
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    historic: bool
    charter_id: UUID
    version: int
    has_identity: bool
    clocks: list[ClockView]
    stages: list[StageView]
    issues: list[IssueView]
    remedies: list[RemedyView]
    messages: list[MessageView]
    timeline: list[EntryView]

    @property
    def disputed(self) -> frozenset[int]:
        """The numbers of the points that the person did not agree with when they asked for the present step."""
        asked = [one for one in self.timeline if one.kind == "case.escalated" and one.stage_no == self.stage_no]
        points = asked[-1].facts.get("points") if asked else None
        return frozenset(points) if isinstance(points, list) else frozenset()
