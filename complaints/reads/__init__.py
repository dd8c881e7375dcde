"""Every question asked of cases: views for the person, the desk and the pages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.case import OPEN_STATES, ClockKind, NoSuchCase
from complaints.kernel.journal import JournalRow, cut
from complaints.kernel.timers import ClockRow
from complaints.schemas import (
    CaseView,
    ClockView,
    EntryView,
    FindingView,
    IssueView,
    MessageView,
    RemedyView,
    StageView,
)
from complaints.schemas.desk import StaffView
from complaints.tables import (
    CaseRow,
    ConsentRow,
    FindingRow,
    ImportRow,
    IssueRow,
    MessageRow,
    RemedyRow,
    StaffRow,
    StageRow,
)
from standards.deadlines import Explanation, explanation_words
from standards.explanations import given

PUBLIC_ENTRIES = frozenset(
    {
        "case.lodged",
        "case.imported",
        "case.acknowledged",
        "case.answered",
        "case.passed_on",
        "case.escalated",
        "case.transferred",
        "case.withdrawn",
        "case.closed",
        "clock.extended",
        "clock.held",
        "clock.late",
        "clock.moved",
        "clock.resumed",
        "code.asked",
        "code.replaced",
        "consent.ended",
        "consent.given",
        "contact.change_asked",
        "contact.change_stopped",
        "contact.changed",
        "contact.way_changed",
        "case.shared",
        "identity.opened",
        "message.received",
        "name.choice_changed",
        "needs.changed",
        "review.admitted",
        "review.declined",
        "review.referred_back",
        "review.decided",
        "recommendation.issued",
        "recommendation.answered",
        "recommendation.verified",
        "undertaking.kept",
        "service.given",
    }
)
"""What the person's own timeline shows; the rest is for staff."""

_CASE = select(CaseRow).where(CaseRow.id == bindparam("case"))
_CLOCKS = (
    select(ClockRow).where(ClockRow.subject_id == bindparam("case")).order_by(ClockRow.started_at, ClockRow.due_at)
)
_STAGES = select(StageRow).where(StageRow.case_id == bindparam("case")).order_by(StageRow.stage_no)
_ISSUES = select(IssueRow).where(IssueRow.case_id == bindparam("case")).order_by(IssueRow.number)
_FINDINGS = select(FindingRow).where(FindingRow.case_id == bindparam("case")).order_by(FindingRow.stage_no)
_REMEDIES = select(RemedyRow).where(RemedyRow.case_id == bindparam("case")).order_by(RemedyRow.agreed_at, RemedyRow.id)
_MESSAGES = (
    select(MessageRow).where(MessageRow.case_id == bindparam("case")).order_by(MessageRow.sent_at, MessageRow.id)
)
_ENTRIES = select(JournalRow).where(JournalRow.chain == bindparam("case")).order_by(JournalRow.position)


class ShownCode(msgspec.Struct, frozen=True):
    """What is needed to check a code without loading the case; `consents` are keys and hashes of those not ended."""

    id: UUID
    code_hash: bytes | None
    consents: list[tuple[UUID, bytes]]


async def code_of(session: AsyncSession, reference: str) -> ShownCode | None:
    """Return the stored hashes of the codes that open a case."""
    asked = (
        select(CaseRow.id, CaseRow.code_hash, ConsentRow.id.label("consent"), ConsentRow.code_hash.label("theirs"))
        .outerjoin(ConsentRow, (ConsentRow.case_id == CaseRow.id) & ConsentRow.ended_at.is_(None))
        .where(CaseRow.reference == reference)
    )
    rows = (await session.execute(asked)).all()
    if not rows:
        return None
    consents = [(row.consent, row.theirs) for row in rows if row.consent is not None]
    return ShownCode(rows[0].id, rows[0].code_hash, consents)


async def case_for_staff(session: AsyncSession, key: UUID) -> CaseView:
    """Return the whole case without identity; the caller has checked that this actor may read it."""
    return await _view(session, key, public=False)


async def case_for_person(session: AsyncSession, key: UUID) -> CaseView:
    """Return the case as the person sees it: no notes, no entries meant for staff."""
    return await _view(session, key, public=True)


async def _view(session: AsyncSession, key: UUID, *, public: bool) -> CaseView:
    ask = {"case": key}
    case = await session.scalar(_CASE, ask)
    if case is None:
        raise NoSuchCase
    stages = [msgspec.convert(row, StageView, from_attributes=True) for row in await session.scalars(_STAGES, ask)]
    # What is still being decided is the desk's; the person reads it once the answer has gone.
    shown = {stage.stage_no for stage in stages if not public or stage.answered_at is not None}
    findings: dict[UUID, list[FindingRow]] = {}
    for finding in await session.scalars(_FINDINGS, ask):
        if finding.stage_no in shown:
            findings.setdefault(finding.issue_id, []).append(finding)
    issues = [
        IssueView(
            issue.id,
            issue.number,
            issue.summary,
            issue.category,
            issue.standard,
            [
                FindingView(issue.number, one.stage_no, one.outcome, one.reason, None if public else one.cause)
                for one in findings.get(issue.id, [])
            ],
        )
        for issue in await session.scalars(_ISSUES, ask)
    ]
    own = {name: getattr(case, name) for name in CaseView.__struct_fields__ if hasattr(case, name)}
    own["version"] = case.journal_length
    return CaseView(
        **own,
        has_identity=case.person_id is not None,
        clocks=[clock_view(clock) for clock in await session.scalars(_CLOCKS, ask)],
        stages=stages,
        issues=issues,
        remedies=[
            msgspec.convert(row, RemedyView, from_attributes=True)
            for row in await session.scalars(_REMEDIES, ask)
            if row.stage_no in shown
        ],
        messages=[
            MessageView(row.direction, row.author.partition(":")[0], row.subject, row.body, row.sent_at, row.key)
            for row in await session.scalars(_MESSAGES, ask)
            if not (public and row.direction == "note")
        ],
        timeline=[
            EntryView(row.at, row.kind, row.actor.partition(":")[0], row.stage_no, row.payload or {})
            for row in await session.scalars(_ENTRIES, ask)
            if not public or row.kind in PUBLIC_ENTRIES
        ],
    )


def clock_view(clock: ClockRow) -> ClockView:
    """Return a clock with its explanation in sentences."""
    steps = msgspec.json.decode(clock.explanation, type=Explanation) if clock.explanation else ()
    return ClockView(
        kind=clock.kind,
        due=clock.due_at,
        why=explanation_words(steps) if steps else [],
        stopped_at=clock.stopped_at,
        fired_at=clock.fired_at,
        promised=None if clock.promised_at == clock.due_at else clock.promised_at,
        held_at=clock.held_at,
        replaced_at=clock.replaced_at,
        stage_no=clock.stage_no,
        generation=clock.generation,
        version=(given(steps).version or None) if steps else None,
    )


async def people(session: AsyncSession) -> list[StaffView]:
    """Return everybody of staff, those who left at the end."""
    in_hand = (
        select(func.count())
        .where(CaseRow.handler == StaffRow.id, CaseRow.state.in_(OPEN_STATES))
        .scalar_subquery()
        .label("open_cases")
    )
    columns = [getattr(StaffRow, name) for name in StaffView.__struct_fields__ if name != "open_cases"]
    asked = select(*columns, in_hand).order_by(StaffRow.active.desc(), StaffRow.name, StaffRow.id)
    return [msgspec.convert(row, StaffView) for row in (await session.execute(asked)).mappings()]


async def colleagues(session: AsyncSession, role: str) -> list[StaffRow]:
    """Return everybody active with a role, by name."""
    wanted = select(StaffRow).where(StaffRow.role == role, StaffRow.active.is_(True)).order_by(StaffRow.name)
    return list(await session.scalars(wanted))


async def taken_over_as_of(session: AsyncSession) -> datetime | None:
    """Return the latest instant that a file taken over is the state of, None when none said so."""
    latest: datetime | None = await session.scalar(select(func.max(ImportRow.as_of)))
    return latest


async def cut_short(session: AsyncSession) -> Sequence[UUID]:
    """Return the cases whose journal does not end where it should: entries were removed, or added behind its back."""
    return (await session.scalars(cut(CaseRow.id, CaseRow.journal_length, CaseRow.journal_head))).all()


class Whereabouts(msgspec.Struct, frozen=True):
    """Where a case stands now, and by when this step owes an answer: None too while that clock stands still."""

    tier: str
    state: str
    stage_no: int
    outcome: str | None
    respond_by: datetime | None


async def whereabouts(session: AsyncSession, key: UUID) -> Whereabouts:
    """Return where a case stands; raise NoSuchCase."""
    owed = (
        select(func.min(ClockRow.due_at))
        .where(
            ClockRow.subject_id == CaseRow.id,
            ClockRow.stage_no == CaseRow.stage_no,
            ClockRow.kind == ClockKind.RESPOND.value,
            ClockRow.stopped_at.is_(None),
            ClockRow.held_at.is_(None),
        )
        .scalar_subquery()
    )
    found = select(CaseRow.tier, CaseRow.state, CaseRow.stage_no, CaseRow.outcome, owed).where(CaseRow.id == key)
    row = (await session.execute(found)).first()
    if row is None:
        raise NoSuchCase
    return Whereabouts(*row)


class RunningClock(msgspec.Struct, frozen=True):
    """A clock that runs, with the place of its case; one that is on no case has none."""

    id: UUID
    subject_id: UUID
    stage_no: int
    kind: str
    charter_id: UUID
    due_at: datetime
    promised_at: datetime
    explanation: str | None
    body: str | None
    unit: str | None


async def running_clocks(session: AsyncSession, *, after: UUID | None = None, most: int) -> list[RunningClock]:
    """
    Return running clocks by the key of what they run on, beginning behind *after*.

    Each thing's clocks come together: where there may be more, the last thing waits for the next call.
    """
    columns = [getattr(ClockRow, name) for name in RunningClock.__struct_fields__ if hasattr(ClockRow, name)]
    asked = (
        select(*columns, CaseRow.body, CaseRow.unit)
        .outerjoin(CaseRow, CaseRow.id == ClockRow.subject_id)
        .where(
            ClockRow.fired_at.is_(None),
            ClockRow.stopped_at.is_(None),
            ClockRow.held_at.is_(None),
            ClockRow.historic.is_(False),
        )
        .order_by(ClockRow.subject_id, ClockRow.stage_no, ClockRow.kind, ClockRow.generation)
        .limit(most)
    )
    if after is not None:
        asked = asked.where(ClockRow.subject_id > after)
    found = [msgspec.convert(row, RunningClock) for row in (await session.execute(asked)).mappings()]
    whole = [clock for clock in found if len(found) < most or clock.subject_id != found[-1].subject_id]
    return whole or found
