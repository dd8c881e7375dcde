"""What reports ask of the database beside the facts: what was run, words agreed to, how new an import is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.kernel.outbox import DEAD, DONE, JobRow
from complaints.reads import taken_over_as_of
from complaints.tables import CaseRow
from reports.messages import RunReport
from reports.tables import RunRow

MOST_ORDERS = 20
REMEMBERED = timedelta(days=7)
MOST_QUOTES = 2
LONGEST_QUOTE = 240


async def instant_of_import(session: AsyncSession) -> datetime | None:
    """Return the instant the newest import is the state of, when every case came from an older system."""
    if await session.scalar(select(CaseRow.id).where(CaseRow.historic.is_(False)).limit(1)) is not None:
        return None
    return await taken_over_as_of(session)


async def quotable(session: AsyncSession, *, body: str | None, start: datetime, end: datetime) -> Sequence[Any]:
    """Return praise of a period whose givers agreed to be quoted without a name, newest first."""
    wanted = (
        select(CaseRow.narrative, CaseRow.service, CaseRow.body)
        .where(
            CaseRow.kind == "compliment",
            CaseRow.may_quote.is_(True),
            CaseRow.received_at >= start,
            CaseRow.received_at < end,
            func.length(CaseRow.narrative) <= LONGEST_QUOTE,
        )
        .order_by(CaseRow.received_at.desc(), CaseRow.id)
        .limit(MOST_QUOTES)
    )
    if body is not None:
        wanted = wanted.where(CaseRow.body == body)
    return (await session.execute(wanted)).all()


async def runs(session: AsyncSession, most: int = 50) -> Sequence[RunRow]:
    """Return the newest runs of reports."""
    return (await session.scalars(select(RunRow).order_by(RunRow.run_at.desc(), RunRow.id).limit(most))).all()


async def run_with(session: AsyncSession, key: UUID) -> RunRow | None:
    """Return the run with this key, None when there is none."""
    return await session.get(RunRow, key)


class Ordered(msgspec.Struct, frozen=True):
    """A report that was ordered and is not there yet."""

    message: RunReport
    failed: bool


async def ordered(session: AsyncSession, now: datetime) -> list[Ordered]:
    """Return the reports that wait to be made, and those of the last week that could not be, newest first."""
    wanted = (
        select(JobRow.args, JobRow.status)
        .where(JobRow.name == RunReport.name, JobRow.status != DONE, JobRow.run_at > now - REMEMBERED)
        .order_by(JobRow.run_at.desc(), JobRow.id.desc())
        .limit(MOST_ORDERS)
    )
    rows = await session.execute(wanted)
    return [Ordered(msgspec.convert(row.args, RunReport), failed=row.status == DEAD) for row in rows]
