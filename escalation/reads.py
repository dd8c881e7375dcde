"""Every question asked about climbs, reviews and recommendations: the docket, the office's file, a body's side."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import Actor
from complaints.domain.case import ClockKind, NoSuchCase, State
from complaints.kernel.journal import JournalRow, entries
from complaints.kernel.timers import ClockRow
from complaints.tables import CaseRow, FindingRow, IssueRow, MessageRow, RemedyRow, StageRow, SubjectRow
from escalation.domain.handover import Fields, Link, Snapshot
from escalation.schemas import ClimbView, DocketRow, RecommendationView, ReferredRow, ReviewView
from escalation.tables import ClimbRow, HandOverRow, PaperRow, RecommendationRow, ReviewRow

FIRST_LINE = 120
MOST = 200

VIEWS: Mapping[str, tuple[str, ...]] = {
    "new": ("received",),
    "admitted": ("admitted",),
    "referred_back": ("referred_back",),
    "ended": ("decided", "declined"),
}
"""The views of the docket, by the states they show."""

OPEN_RECOMMENDATIONS = ("issued", "no_reply", "accepted", "partly_accepted", "rejected", "not_implemented")

CASE_FIELDS = (
    "reference",
    "kind",
    "body",
    "unit",
    "service",
    "standard",
    "channel",
    "language",
    "narrative",
    "wants",
    "staff_named",
    "adjustments",
    "occurred_on",
    "place",
    "visibility",
    "person_id",
    "received_at",
    "entered_at",
)


async def case_key(session: AsyncSession, reference: str) -> UUID:
    """Return the key of a case by its reference; raise NoSuchCase."""
    key: UUID | None = await session.scalar(select(CaseRow.id).where(CaseRow.reference == reference))
    if key is None:
        raise NoSuchCase
    return key


async def snapshot(session: AsyncSession, case_id: UUID, to_stage_no: int) -> Snapshot:
    """Return the case as the stages before *to_stage_no* leave it."""
    case = (await session.scalars(select(CaseRow).where(CaseRow.id == case_id))).one()
    issues = (await session.scalars(select(IssueRow).where(IssueRow.case_id == case_id))).all()
    number = {issue.id: issue.number for issue in issues}
    stages = await _all(session, select(StageRow).where(StageRow.case_id == case_id, StageRow.stage_no < to_stage_no))
    findings = await _all(
        session, select(FindingRow).where(FindingRow.case_id == case_id, FindingRow.stage_no < to_stage_no)
    )
    remedies = await _all(
        session, select(RemedyRow).where(RemedyRow.case_id == case_id, RemedyRow.stage_no < to_stage_no)
    )
    messages = await _all(session, select(MessageRow).where(MessageRow.case_id == case_id))
    return Snapshot(
        case={name: _plain(getattr(case, name)) for name in CASE_FIELDS},
        parts={
            "stages": {str(row.stage_no): _fields(row) for row in stages},
            "issues": {str(row.number): _fields(row) for row in issues},
            "findings": {f"{number[row.issue_id]}/{row.stage_no}": _fields(row) for row in findings},
            "remedies": {str(row.id): _fields(row) for row in remedies},
            "messages": {
                row.key: {
                    "direction": row.direction,
                    "author": row.author.partition(":")[0],
                    "subject": row.subject,
                    "body": row.body,
                    "sent_at": _plain(row.sent_at),
                }
                for row in messages
            },
        },
        journal=tuple(Link(row.position, row.kind, row.hash.hex()) for row in await entries(session, case_id)),
    )


async def review(session: AsyncSession, case_id: UUID) -> ReviewView:
    """Return where a case stands in the office; raise NoSuchCase when it is not there."""
    found = await session.scalar(select(ReviewRow).where(ReviewRow.case_id == case_id))
    if found is None:
        raise NoSuchCase
    return msgspec.convert(found, ReviewView, from_attributes=True)


async def has_file(session: AsyncSession, case_id: UUID) -> bool:
    """Say whether the office has a file on a case."""
    return await session.get(ReviewRow, case_id) is not None


async def hand_over(session: AsyncSession, case_id: UUID, to_stage_no: int) -> HandOverRow:
    """Return what was handed over, sealed."""
    wanted = select(HandOverRow).where(HandOverRow.case_id == case_id, HandOverRow.to_stage_no == to_stage_no)
    return (await session.scalars(wanted)).one()


async def handed_over_hash(session: AsyncSession, case_id: UUID) -> str | None:
    """Return the address that the case's own journal says was handed over."""
    wanted = select(JournalRow.payload).where(JournalRow.chain == case_id, JournalRow.kind == "case.handed_over")
    payload = await session.scalar(wanted.order_by(JournalRow.position.desc()).limit(1))
    return None if payload is None else str(payload.get("content"))


async def climbs(session: AsyncSession, case_id: UUID) -> list[ClimbView]:
    """Return the steps a case has taken, in order."""
    wanted = select(ClimbRow).where(ClimbRow.case_id == case_id).order_by(ClimbRow.to_stage_no)
    return [msgspec.convert(row, ClimbView, from_attributes=True) for row in await session.scalars(wanted)]


async def issue_numbers(session: AsyncSession, case_id: UUID) -> set[int]:
    """Return the numbers of the points of a case."""
    return set(await session.scalars(select(IssueRow.number).where(IssueRow.case_id == case_id)))


async def papers(session: AsyncSession, case_id: UUID) -> Sequence[PaperRow]:
    """Return the office's papers on a case, sealed, the newest first."""
    wanted = select(PaperRow).where(PaperRow.case_id == case_id).limit(MOST)
    return (await session.scalars(wanted.order_by(PaperRow.written_at.desc(), PaperRow.id.desc()))).all()


async def recommendations(session: AsyncSession, case_id: UUID) -> list[RecommendationView]:
    """Return what was recommended on a case."""
    return await _recommendations(session, _RECOMMENDED.where(RecommendationRow.case_id == case_id))


async def docket(session: AsyncSession, actor: Actor, view: str) -> list[DocketRow]:
    """Return the files of one view of the docket, what is due first on top."""
    asked = _docket(actor, view).order_by(_DUE.asc().nulls_last(), ReviewRow.received_at, CaseRow.id).limit(MOST)
    return [msgspec.convert(row, DocketRow) for row in (await session.execute(asked)).mappings()]


async def docket_counts(session: AsyncSession, actor: Actor) -> dict[str, int]:
    """Return how many files each view of the docket holds."""
    counts = {}
    for view in VIEWS:
        asked = _docket(actor, view).with_only_columns(func.count(CaseRow.id), maintain_column_froms=True)
        counts[view] = await session.scalar(asked.order_by(None)) or 0
    return counts


async def recommendations_to_check(session: AsyncSession, actor: Actor) -> list[RecommendationView]:
    """Return the recommendations of the office that nothing has come of yet, the oldest first."""
    asked = _RECOMMENDED.where(RecommendationRow.state.in_(OPEN_RECOMMENDATIONS), CaseRow.id.not_in(_shut_out(actor)))
    return await _recommendations(session, asked)


async def recommendations_to(session: AsyncSession, actor: Actor) -> list[RecommendationView]:
    """Return what was recommended to the bodies and units of somebody of staff."""
    return await _recommendations(session, _RECOMMENDED.where(*_in_scope(actor)))


async def referred_to(session: AsyncSession, actor: Actor) -> list[ReferredRow]:
    """Return what the office referred back to somebody's bodies and units, and was not answered yet."""
    asked = (
        select(
            CaseRow.reference,
            CaseRow.body,
            func.substr(CaseRow.narrative, 1, FIRST_LINE).label("first_line"),
            ReviewRow.reasons,
            ReviewRow.decided_at.label("referred_at"),
        )
        .join(CaseRow, CaseRow.id == ReviewRow.case_id)
        .where(
            ReviewRow.state == "referred_back",
            ReviewRow.body_answered_at.is_(None),
            CaseRow.state != State.WITHDRAWN.value,
            *_in_scope(actor),
        )
        .order_by(ReviewRow.decided_at)
        .limit(MOST)
    )
    return [msgspec.convert(row, ReferredRow) for row in (await session.execute(asked)).mappings()]


TOLD = (ClockKind.ACKNOWLEDGE.value, ClockKind.RESPOND.value)
"""What the person was told to expect of the office: word that it was read, and the answer."""

_DUE = (
    select(func.min(ClockRow.due_at))
    .where(
        ClockRow.subject_id == ReviewRow.case_id,
        ClockRow.stage_no == ReviewRow.stage_no,
        ClockRow.kind.in_(TOLD),
        ClockRow.stopped_at.is_(None),
    )
    .correlate(ReviewRow)
    .scalar_subquery()
)

_CONFIRM_BY = (
    select(func.min(ClockRow.due_at))
    .where(
        ClockRow.subject_id == RecommendationRow.id,
        ClockRow.kind == ClockKind.CONFIRM.value,
        ClockRow.stopped_at.is_(None),
    )
    .correlate(RecommendationRow)
    .scalar_subquery()
)

_RECOMMENDED = (
    select(RecommendationRow, CaseRow.reference, _CONFIRM_BY)
    .join(CaseRow, CaseRow.id == RecommendationRow.case_id)
    .order_by(RecommendationRow.issued_at, RecommendationRow.number, RecommendationRow.id)
    .limit(MOST)
)


def _docket(actor: Actor, view: str) -> Select[Any]:
    return (
        select(
            CaseRow.reference,
            ReviewRow.state,
            ReviewRow.stage_no,
            StageRow.entry,
            CaseRow.body,
            CaseRow.service,
            func.substr(CaseRow.narrative, 1, FIRST_LINE).label("first_line"),
            ReviewRow.received_at,
            _DUE.label("due_at"),
            ReviewRow.body_answered_at,
            (CaseRow.state == State.WITHDRAWN.value).label("withdrawn"),
        )
        .join(CaseRow, CaseRow.id == ReviewRow.case_id)
        .join(StageRow, (StageRow.case_id == ReviewRow.case_id) & (StageRow.stage_no == ReviewRow.stage_no))
        .where(ReviewRow.state.in_(VIEWS.get(view, VIEWS["new"])), CaseRow.id.not_in(_shut_out(actor)))
    )


def _shut_out(actor: Actor) -> Select[UUID]:
    return select(SubjectRow.case_id).where(SubjectRow.staff_id == actor.id)


def _in_scope(actor: Actor) -> list[ColumnElement[bool]]:
    scope: list[ColumnElement[bool]] = [CaseRow.body.in_(sorted(actor.bodies)), CaseRow.id.not_in(_shut_out(actor))]
    if actor.units:
        scope.append(CaseRow.unit.in_(sorted(actor.units)) | CaseRow.unit.is_(None))
    return scope


async def _recommendations(
    session: AsyncSession, asked: Select[RecommendationRow, str, datetime | None]
) -> list[RecommendationView]:
    names = [name for name in RecommendationView.__struct_fields__ if name not in {"reference", "confirm_by"}]
    return [
        RecommendationView(reference=reference, confirm_by=due, **{name: getattr(row, name) for name in names})
        for row, reference, due in await session.execute(asked)
    ]


async def _all(session: AsyncSession, asked: Select[Any]) -> Sequence[Any]:
    return (await session.scalars(asked)).all()


def _fields(row: Any) -> Fields:
    """Return a row as plain JSON values; what only links rows together is left out."""
    return {
        column.key: _plain(getattr(row, column.key))
        for column in row.__table__.columns
        if column.key not in {"case_id", "issue_id"}
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
