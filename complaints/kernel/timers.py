"""Clocks: the promises running on a case, each fired exactly once and never early."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Index, SmallInteger, bindparam, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from complaints.kernel.batch import insert_together
from complaints.kernel.db import Base, Instant
from complaints.kernel.work import Work
from standards.deadlines import Deadline, Limit

RUNNING = "fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"


class ClockRow(Base):
    """One promise running on one case (or on a recommendation), and why its date is what it is."""

    __tablename__ = "clocks"
    __table_args__ = (
        Index("ix_clocks_remind", "remind_at", "id", sqlite_where=text(RUNNING), postgresql_where=text(RUNNING)),
        Index("ix_clocks_due", "due_at", "id", sqlite_where=text(RUNNING), postgresql_where=text(RUNNING)),
        Index("uq_clocks_generation", "subject_id", "stage_no", "kind", "generation", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(comment="the case or recommendation it runs on")
    stage_no: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(comment="acknowledge, respond, inform, pass_on, review, reply, undertaking")
    generation: Mapped[int] = mapped_column(SmallInteger, comment="1, then one more each time it starts anew")
    charter_id: Mapped[UUID]
    limit: Mapped[str] = mapped_column(comment="the limit in the charter's words")
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    promised_at: Mapped[datetime] = mapped_column(comment="what the person was told; never moves")
    stopped_at: Mapped[datetime | None] = mapped_column(comment="when the promise was kept, or fell away")
    held_at: Mapped[datetime | None] = mapped_column(
        comment="since when it stands still; what stands still never fires"
    )
    replaced_at: Mapped[datetime | None] = mapped_column(
        comment="when a later generation took its place, with its reason"
    )
    remind_at: Mapped[datetime | None] = mapped_column(comment="when whoever has the case is reminded next")
    remind_level: Mapped[int] = mapped_column(
        SmallInteger, default=0, server_default="0", comment="how many reminders have gone"
    )
    fired_at: Mapped[datetime | None] = mapped_column(comment="when lateness was noticed and acted on")
    historic: Mapped[bool] = mapped_column(comment="taken from an older system; shown and counted, never fired")
    explanation: Mapped[str | None] = mapped_column(comment="the replayable steps, as JSON; read whole or not at all")


TABLE = ClockRow.__table__


class Running(msgspec.Struct, frozen=True):
    """A clock to be started, before it is a row; `remind_at` is when whoever has the case is reminded first."""

    kind: str
    limit: Limit | None
    deadline: Deadline
    generation: int = 1
    remind_at: datetime | None = None


def row(  # noqa: PLR0913 - a clock is made of these
    work: Work,
    clock: Running,
    *,
    subject_id: UUID,
    stage_no: int,
    charter_id: UUID,
    started_at: datetime,
    historic: bool = False,
) -> dict[str, Any]:
    """Return the row to insert for *clock*."""
    steps = clock.deadline.explanation
    return {
        "id": work.new_id(),
        "subject_id": subject_id,
        "stage_no": stage_no,
        "kind": clock.kind,
        "generation": clock.generation,
        "charter_id": charter_id,
        "limit": "" if clock.limit is None else str(clock.limit),
        "started_at": started_at,
        "due_at": clock.deadline.due_at,
        "promised_at": clock.deadline.due_at,
        "remind_at": clock.remind_at,
        "historic": historic,
        "explanation": msgspec.json.encode(steps).decode() if steps else None,
    }


async def start(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Start clocks made by `row`."""
    await insert_together(work.session, (TABLE, rows))


async def stop(work: Work, subject_id: UUID, kinds: Iterable[str], *, at: datetime | None = None) -> None:
    """Stop the clocks of these kinds on a case; a stopped clock keeps all its dates."""
    stopping = (
        update(ClockRow)
        .where(ClockRow.subject_id == subject_id, ClockRow.kind.in_(list(kinds)), ClockRow.stopped_at.is_(None))
        .values(stopped_at=at or work.now)
    )
    await work.session.execute(stopping, execution_options={"synchronize_session": False})


async def stop_one(work: Work, key: UUID) -> None:
    """Stop one clock by its key."""
    stopping = update(ClockRow).where(ClockRow.id == key, ClockRow.stopped_at.is_(None)).values(stopped_at=work.now)
    await work.session.execute(stopping, execution_options={"synchronize_session": False})


async def alive(session: AsyncSession, subject_id: UUID, stage_no: int, kind: str) -> ClockRow | None:
    """Return the one generation of a clock that has neither stopped nor been replaced; it may stand still."""
    wanted = select(ClockRow).where(
        ClockRow.subject_id == subject_id,
        ClockRow.stage_no == stage_no,
        ClockRow.kind == kind,
        ClockRow.stopped_at.is_(None),
    )
    found: ClockRow | None = await session.scalar(wanted.order_by(ClockRow.generation.desc()).limit(1))
    return found


async def stand_still(work: Work, clock: ClockRow) -> None:
    """Let a clock stand still from now on: it does not fire and reminds nobody until it is replaced."""
    clock.held_at = work.now
    await work.session.flush()


async def replace(  # noqa: PLR0913 - a clock is made of these
    work: Work,
    clock: ClockRow,
    deadline: Deadline,
    *,
    limit: Limit | None = None,
    started_at: datetime | None = None,
    promised_at: datetime | None = None,
    remind_at: datetime | None,
) -> None:
    """
    Put the next generation of a clock in its place, due at another date for the reasons in *deadline*.

    The old generation keeps its dates and never fires. *limit* and *started_at* are given where the time begins anew.
    *promised_at* is what the person has been told; by default they are told the new date.
    """
    clock.stopped_at = clock.replaced_at = work.now
    await work.session.flush()
    fresh = {
        "id": work.new_id(),
        "subject_id": clock.subject_id,
        "stage_no": clock.stage_no,
        "kind": clock.kind,
        "generation": clock.generation + 1,
        "charter_id": clock.charter_id,
        "limit": clock.limit if limit is None else str(limit),
        "started_at": started_at or clock.started_at,
        "due_at": deadline.due_at,
        "promised_at": promised_at or deadline.due_at,
        "remind_at": remind_at,
        "historic": clock.historic,
        "explanation": msgspec.json.encode(deadline.explanation).decode(),
    }
    await start(work, [fresh])


async def clocks_of(session: AsyncSession, subject_id: UUID) -> Sequence[ClockRow]:
    """Return every clock that ran or runs on a case, in the order they were started."""
    wanted = select(ClockRow).where(ClockRow.subject_id == subject_id)
    return (await session.scalars(wanted.order_by(ClockRow.started_at, ClockRow.due_at, ClockRow.id))).all()


async def latest_generation(session: AsyncSession, subject_id: UUID, stage_no: int, kind: str) -> int:
    """Return the newest generation of a kind of clock on one stage, 0 when there was none."""
    newest = select(func.max(ClockRow.generation)).where(
        ClockRow.subject_id == subject_id, ClockRow.stage_no == stage_no, ClockRow.kind == kind
    )
    return await session.scalar(newest) or 0


_GIVE_WAY = text("SET LOCAL lock_timeout = '500ms'")


class Fired(msgspec.Struct, frozen=True):
    """A clock that has just been claimed for firing, or for reminding; `promised_at` is what the person was told."""

    id: UUID
    subject_id: UUID
    stage_no: int
    kind: str
    generation: int
    charter_id: UUID
    started_at: datetime
    due_at: datetime
    promised_at: datetime
    remind_level: int
    explanation: str | None


class Due(msgspec.Struct, frozen=True):
    """A clock whose time is over, or that reminds, not yet claimed; `at` is when it came to that."""

    id: UUID
    at: datetime


After: TypeAlias = tuple[datetime, UUID]
"""Behind which clock to look on."""


async def due(session: AsyncSession, now: datetime, *, after: After | None = None, most: int = 200) -> list[Due]:
    """Return running clocks whose time is over, as the person was told it, earliest first, beginning behind *after*."""
    return await _ripe(session, ClockRow.due_at, now, after, most, ClockRow.promised_at < now)


async def reminding(session: AsyncSession, now: datetime, *, after: After | None = None, most: int = 200) -> list[Due]:
    """Return running clocks that should remind somebody now, earliest first, beginning behind *after*."""
    return await _ripe(session, ClockRow.remind_at, now, after, most)


async def _ripe(
    session: AsyncSession,
    column: InstrumentedAttribute[Any],
    now: datetime,
    after: After | None,
    most: int,
    *rules: ColumnElement[bool],
) -> list[Due]:
    asked = select(ClockRow.id, column.label("at")).where(text(RUNNING), column < now, *rules)
    if after is not None:
        asked = asked.where(tuple_(column, ClockRow.id) > tuple_(*after))
    rows = await session.execute(asked.order_by(column, ClockRow.id).limit(most))
    return [Due(row.id, row.at) for row in rows]


async def give_way(session: AsyncSession) -> None:
    """
    Let this transaction wait for nobody: what others hold is left for the next time.

    Whoever works on a case holds it and wants its clocks; a sweep holds the clock and wants the case.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_GIVE_WAY)


_KEY, _NOW = bindparam("key", type_=ClockRow.__table__.c.id.type), bindparam("now", type_=Instant())


def _claiming(*ripe: ColumnElement[bool], **values: Any) -> ReturningUpdate[tuple[UUID]]:
    """Return the statement that claims one clock, passing by those that somebody else holds."""
    mine = select(ClockRow.id).where(ClockRow.id == _KEY, text(RUNNING), *ripe).with_for_update(skip_locked=True)
    return update(ClockRow).where(ClockRow.id == mine.scalar_subquery()).values(**values).returning(ClockRow.id)


# A promise is broken when the day is over that the person was told, where the office works to an earlier one.
_FIRE = _claiming(ClockRow.due_at < _NOW, ClockRow.promised_at < _NOW, fired_at=_NOW)
_REMIND = _claiming(
    ClockRow.remind_at < _NOW, ClockRow.due_at >= _NOW, remind_at=None, remind_level=ClockRow.remind_level + 1
)
_CLAIMED = select(ClockRow).where(ClockRow.id == _KEY)


async def fire(session: AsyncSession, key: UUID, now: datetime) -> Fired | None:
    """
    Claim one due clock; None when another process was first, or it was stopped.

    The effects belong in the same transaction: they happen with the claim or not at all.
    """
    return await _claim(session, _FIRE, key, now)


async def remind(session: AsyncSession, key: UUID, now: datetime) -> Fired | None:
    """Claim one reminder of a clock that is not due yet; None when another process was first."""
    return await _claim(session, _REMIND, key, now)


async def _claim(
    session: AsyncSession, claiming: ReturningUpdate[tuple[UUID]], key: UUID, now: datetime
) -> Fired | None:
    ask = {"key": key, "now": now}
    if await session.scalar(claiming, ask, execution_options={"synchronize_session": False}) is None:
        return None
    found = (await session.scalars(_CLAIMED, ask, execution_options={"populate_existing": True})).one()
    return msgspec.convert(found, Fired, from_attributes=True)


async def remind_next(session: AsyncSession, key: UUID, at: datetime | None) -> None:
    """Set when a clock reminds next, None for never again."""
    setting = update(ClockRow).where(ClockRow.id == key).values(remind_at=at)
    await session.execute(setting, execution_options={"synchronize_session": False})


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's own time, by which clocks fire."""
    if session.get_bind().dialect.name == "sqlite":
        stamp = text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS at")
        return datetime.fromisoformat(f"{await session.scalar(stamp)}+00:00")
    value: datetime = (await session.execute(text("SELECT clock_timestamp() AS at"))).scalar_one()
    return value
