"""What travels in and out of the office: drafts of what it decides, views of its files."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from complaints.schemas import Line, Short, Text
from complaints.schemas.drafts import FindingDraft, RemedyDraft
from escalation.domain.handover import Difference


class DecisionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the office decides on each point, what puts it right, and the words of the decision."""

    words: Text
    findings: list[FindingDraft] = []
    remedies: list[RemedyDraft] = []


class RecommendationDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a body is asked to do."""

    words: Short
    wider: bool = False
    do_by: date | None = None


class PaperDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A working paper before it is sealed."""

    title: Line
    words: Text


class PaperView(msgspec.Struct, frozen=True):
    """A working paper, opened."""

    id: UUID
    title: str
    words: str
    written_at: datetime
    by: str = ""


class ReviewView(msgspec.Struct, frozen=True):
    """Where a case stands in the office."""

    case_id: UUID
    stage_no: int
    state: str
    ground: str | None
    reasons: str | None
    decision: str | None
    outcome: str | None
    received_at: datetime
    admitted_at: datetime | None
    decided_at: datetime | None
    body_answered_at: datetime | None
    journal_id: UUID
    journal_length: int


class ClimbView(msgspec.Struct, frozen=True):
    """One step up the ladder."""

    to_stage_no: int
    from_tier: str
    to_tier: str
    entry: str
    why: str | None
    asked_late: bool
    climbed_at: datetime


class RecommendationView(msgspec.Struct, frozen=True):
    """A recommendation with what came of it; `confirm_by` is by when its body shows that it was done."""

    id: UUID
    case_id: UUID
    reference: str
    number: int
    body: str
    words: str
    wider: bool
    do_by: date | None
    state: str
    issued_at: datetime
    reply_due_at: datetime
    replied_at: datetime | None
    reply: str | None
    verified_at: datetime | None
    verification: str | None
    confirm_by: datetime | None = None


class DocketRow(msgspec.Struct, frozen=True):
    """One line of the office's docket."""

    reference: str
    state: str
    stage_no: int
    entry: str
    body: str
    service: str | None
    first_line: str
    received_at: datetime
    due_at: datetime | None
    body_answered_at: datetime | None
    withdrawn: bool


class ReferredRow(msgspec.Struct, frozen=True):
    """A case that the office referred back to a body."""

    reference: str
    body: str
    first_line: str
    reasons: str
    referred_at: datetime


class HandOverView(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was handed over, and whether it still holds.

    `locked` when the office's key is not here; then nothing of it can be said. `broken_at`
    is the first entry of the case's journal that does not hold.
    """

    content_hash: str
    made_at: datetime
    journal_length: int
    locked: bool = False
    holds: bool = False
    broken_at: int | None = None
    differences: list[Difference] = []
    since: int = 0


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """The office's file on one case."""

    review: ReviewView
    hand_over: HandOverView
    climbs: list[ClimbView]
    papers: list[PaperView]
    recommendations: list[RecommendationView]
