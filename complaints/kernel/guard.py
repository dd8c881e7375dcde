"""The clock guard: when the machine's time looks wrong, nothing fires until it heals or a person has looked."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SmallInteger, func, select, text
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.domain.guard import LEAST, Memory, doubt
from complaints.kernel import ledger
from complaints.kernel.db import Base
from complaints.kernel.timers import RUNNING, ClockRow
from complaints.kernel.work import Work

FORECAST = timedelta(days=1)
FORESEEN_AGAIN = timedelta(hours=1)
ONLY = 1


class GuardRow(Base):
    """What the guard remembers; one row."""

    __tablename__ = "clock_guard"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, comment="always 1")
    mark: Mapped[datetime] = mapped_column(comment="the greatest time at which clocks were fired")
    stopped_at: Mapped[datetime | None] = mapped_column(comment="when the last process stopped in order")
    forecast: Mapped[int] = mapped_column(comment="how many clocks come due until forecast_until")
    forecast_until: Mapped[datetime]
    held_at: Mapped[datetime | None] = mapped_column(comment="since when nothing fires")
    why: Mapped[str | None]
    waiting: Mapped[int | None] = mapped_column(comment="how many clocks are held back")
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(comment="role and key, never a name")


async def watch(work: Work, at: datetime) -> str | None:
    """
    Look at the time before clocks fire at *at*; return why none may, None when they may.

    The look is written down: it is the mark of the next one. Beginning to hold back, and going on by
    itself when the time has healed, stand on the ledger of the clocks.
    """
    row = await _row(work.session, at)
    due = await _over(work.session, at)
    running = await _count(work.session) if due > row.forecast + LEAST else 0
    why = doubt(Memory(row.mark, row.stopped_at, row.forecast), at, due=due, running=running)
    if why is not None:
        if row.held_at is None:
            row.held_at = at
            await ledger.record(work, ledger.CLOCKS, "clocks.held", why=why, waiting=due)
        row.why, row.waiting = why, due
    else:
        if row.held_at is not None:
            await ledger.record(work, ledger.CLOCKS, "clocks.healed", waiting=due)
        await _go_on(work.session, row, at)
    await work.session.flush()
    return why


async def stopped(work: Work, at: datetime) -> None:
    """Write down that a process stopped in order, so that the time until the next one begins is no leap."""
    row = await _row(work.session, at)
    if row.held_at is None:
        row.stopped_at = max(at, row.mark)
    await work.session.flush()


async def release(work: Work, at: datetime, why: str) -> None:
    """Let everything fire that is due at *at*: a person has looked, and says why the time is right."""
    row = await _row(work.session, at)
    due = await _over(work.session, at)
    await ledger.record(work, ledger.CLOCKS, "clocks.released", why=why, doubt=row.why, waiting=due)
    row.mark = row.stopped_at = row.released_at = at
    row.forecast, row.forecast_until = due, at
    row.held_at = row.why = row.waiting = None
    row.released_by = work.actor.label
    await work.session.flush()


async def state(session: AsyncSession) -> GuardRow | None:
    """Return what the guard remembers, None before clocks were ever looked at."""
    return await session.get(GuardRow, ONLY)


async def _go_on(session: AsyncSession, row: GuardRow, at: datetime) -> None:
    row.mark = max(row.mark, at)
    row.held_at = row.why = row.waiting = row.stopped_at = None
    if row.forecast_until - at < FORECAST - FORESEEN_AGAIN:
        row.forecast_until = at + FORECAST
        row.forecast = await _count(session, ClockRow.due_at >= at, ClockRow.due_at < row.forecast_until)


async def _row(session: AsyncSession, at: datetime) -> GuardRow:
    """Return the one row, locked until the work ends where the database can; the first look makes it."""
    asked = select(GuardRow).where(GuardRow.id == ONLY).with_for_update()
    found = await session.scalar(asked)
    if found is None:
        insert = insert_on_sqlite if session.get_bind().dialect.name == "sqlite" else insert_on_postgresql
        due = await _over(session, at)
        first = {"id": ONLY, "mark": at, "forecast": due, "forecast_until": at}
        await session.execute(insert(GuardRow).values(**first).on_conflict_do_nothing())
        found = (await session.scalars(asked)).one()
    return found


async def _over(session: AsyncSession, at: datetime) -> int:
    """Return how many clocks would fire at an instant."""
    return await _count(session, ClockRow.due_at < at, ClockRow.promised_at < at)


async def _count(session: AsyncSession, *conditions: ColumnElement[bool]) -> int:
    """Return how many clocks run, of those that meet the conditions."""
    asked = select(func.count()).select_from(ClockRow).where(text(RUNNING), *conditions)
    return await session.scalar(asked) or 0
