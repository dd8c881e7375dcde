"""How long others waited, as it was counted day by day."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.forecast import narrowest
from complaints.tables import WaitRow


class Told(msgspec.Struct, frozen=True):
    """What was told of one scope from one day on; the waits are None where too many still waited to say."""

    scope: str
    as_of: datetime
    since: datetime
    cases: int
    median_hours: float | None
    low_hours: float | None
    high_hours: float | None
    counted_at: datetime


async def told_at(session: AsyncSession, scopes: Sequence[str], *, after: datetime, at: datetime) -> Told | None:
    """Return what was told at an instant of the first of *scopes* of which anything was, counted not before *after*."""
    wanted = (
        select(WaitRow)
        .where(WaitRow.scope.in_(scopes), WaitRow.as_of > after, WaitRow.as_of <= at)
        .order_by(WaitRow.as_of)
    )
    newest = {row.scope: row for row in await session.scalars(wanted)}
    found = narrowest(scopes, newest)
    return None if found is None else msgspec.convert(found, Told, from_attributes=True)


async def told_between(session: AsyncSession, *, after: datetime, until: datetime) -> list[Told]:
    """Return everything that was counted after one instant and until another, the oldest first."""
    wanted = select(WaitRow).where(WaitRow.as_of > after, WaitRow.as_of <= until).order_by(WaitRow.as_of, WaitRow.scope)
    return [msgspec.convert(row, Told, from_attributes=True) for row in await session.scalars(wanted)]


async def days_told(session: AsyncSession, *, first: datetime, last: datetime) -> set[datetime]:
    """Return the instants between two, both included, of which anything was counted."""
    wanted = select(WaitRow.as_of).where(WaitRow.as_of >= first, WaitRow.as_of <= last).distinct()
    return set(await session.scalars(wanted))


async def last_told(session: AsyncSession) -> datetime | None:
    """Return the last instant of which anything was counted."""
    return await session.scalar(select(func.max(WaitRow.as_of)))
