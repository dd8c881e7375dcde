"""The queue of the desk: the cases an actor may handle, what is due first at the top, and how many each view holds."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import Actor
from complaints.domain.case import OPEN_STATES, Kind
from complaints.kernel.timers import RUNNING, ClockRow
from complaints.schemas.desk import QueueRow
from complaints.tables import CaseRow, StaffRow, SubjectRow

FIRST_LINE = 120

_QUEUE_COLUMNS = (
    CaseRow.id,
    CaseRow.reference,
    CaseRow.kind,
    CaseRow.state,
    CaseRow.tier,
    CaseRow.body,
    CaseRow.unit,
    CaseRow.service,
    func.substr(CaseRow.narrative, 1, FIRST_LINE).label("first_line"),
    CaseRow.channel,
    CaseRow.received_at,
    CaseRow.due_at,
    StaffRow.name.label("handler"),
)


class QueueFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What of the queue is wanted; `tiers` are those the actor's role handles, `now` decides what is late."""

    tiers: tuple[str, ...]
    now: datetime
    view: str = "open"
    after: tuple[datetime | None, UUID] | None = None
    most: int = 50


async def queue(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> list[QueueRow]:
    """Return the cases this actor may handle, ordered by what is due; the next page begins behind `after`."""
    asked = (
        select(*_QUEUE_COLUMNS)
        .outerjoin(StaffRow, StaffRow.id == CaseRow.handler)
        .where(*_within(actor, wanted.tiers), _view_of(actor, wanted.view, wanted.now))
        .order_by(CaseRow.due_at.nulls_last(), CaseRow.id)
        .limit(wanted.most)
    )
    if wanted.after is not None:
        asked = asked.where(_behind(*wanted.after))
    return [msgspec.convert(row, QueueRow) for row in (await session.execute(asked)).mappings()]


async def queue_counts(session: AsyncSession, actor: Actor, tiers: tuple[str, ...], now: datetime) -> Mapping[str, int]:
    """Return how many cases each view of the queue holds, counted in one pass."""
    counted = (func.count().filter(_view_of(actor, view, now)).label(view) for view in VIEWS)
    asked = (
        select(*counted)
        .select_from(CaseRow)
        .outerjoin(StaffRow, StaffRow.id == CaseRow.handler)
        .where(*_within(actor, tiers))
    )
    return dict((await session.execute(asked)).mappings().one())


VIEWS = ("open", "late", "soon", "mine", "unassigned", "praise")


def _within(actor: Actor, tiers: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """What of all cases lies on this actor's desk: for whom a case is about, it is in no list and no count."""
    shut = select(SubjectRow.case_id).where(SubjectRow.staff_id == actor.id)
    rules: list[ColumnElement[bool]] = [
        CaseRow.body.in_(sorted(actor.bodies)),
        CaseRow.tier.in_(tiers),
        CaseRow.state.in_(OPEN_STATES),
        CaseRow.historic.is_(False),
        CaseRow.id.not_in(shut),
    ]
    if actor.units:
        rules.append(CaseRow.unit.in_(sorted(actor.units)) | CaseRow.unit.is_(None))
    return rules


def _view_of(actor: Actor, view: str, now: datetime) -> ColumnElement[bool]:
    if view == "late":
        return CaseRow.due_at < now
    if view == "soon":
        reminded = select(ClockRow.subject_id).where(ClockRow.remind_level > 0, ClockRow.due_at >= now, text(RUNNING))
        return CaseRow.id.in_(reminded)
    if view == "mine":
        return CaseRow.handler == actor.id
    if view == "unassigned":
        # A case in the hands of somebody who has left is in nobody's.
        return CaseRow.handler.is_(None) | StaffRow.active.is_(False)
    if view == "praise":
        return CaseRow.kind == Kind.COMPLIMENT.value
    return true()


def _behind(due: datetime | None, key: UUID) -> ColumnElement[bool]:
    if due is None:
        return CaseRow.due_at.is_(None) & (CaseRow.id > key)
    return (CaseRow.due_at > due) | ((CaseRow.due_at == due) & (CaseRow.id > key)) | CaseRow.due_at.is_(None)
