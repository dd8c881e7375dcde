"""Clocks: the promises running on a case, each fired exactly once and never early."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Index, SmallInteger, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.batch import insert_together
from complaints.kernel.db import Base, Instant
from complaints.kernel.work import Work
from standards.deadlines import Deadline, Limit

RUNNING = "fired_at IS NULL AND stopped_at IS NULL AND NOT historic"


class ClockRow(Base):
    """One promise running on one case (or on a recommendation), and why its date is what it is."""

    __tablename__ = "clocks"
    __table_args__ = (
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
    fired_at: Mapped[datetime | None] = mapped_column(comment="when lateness was noticed and acted on")
    historic: Mapped[bool] = mapped_column(comment="taken from an older system; shown and counted, never fired")
    explanation: Mapped[str | None] = mapped_column(comment="the replayable steps, as JSON; read whole or not at all")


TABLE = ClockRow.__table__


class Running(msgspec.Struct, frozen=True):
    """A clock to be started, before it is a row."""

    kind: str
    limit: Limit | None
    deadline: Deadline
    generation: int = 1


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


_DUE = (
    text(
        f"SELECT id, due_at FROM clocks WHERE {RUNNING} AND due_at < :now AND (due_at, id) > (:after_due, :after_id)"  # noqa: S608 - a constant
        " ORDER BY due_at, id LIMIT :most"
    )
    .bindparams(
        bindparam("now", type_=Instant()),
        bindparam("after_due", type_=Instant()),
        bindparam("after_id", type_=ClockRow.__table__.c.id.type),
    )
    .columns(id=ClockRow.__table__.c.id.type, due_at=Instant())
)

_GIVE_WAY = text("SET LOCAL lock_timeout = '500ms'")
_FIRE = text(
    f"UPDATE clocks SET fired_at = :now WHERE id = :id AND {RUNNING} AND due_at < :now RETURNING id"  # noqa: S608 - a constant
).bindparams(bindparam("now", type_=Instant()), bindparam("id", type_=ClockRow.__table__.c.id.type))


class Fired(msgspec.Struct, frozen=True):
    """A clock that has just been claimed for firing."""

    id: UUID
    subject_id: UUID
    stage_no: int
    kind: str
    generation: int
    charter_id: UUID
    started_at: datetime
    due_at: datetime


class Due(msgspec.Struct, frozen=True):
    """A clock whose time is over, not yet claimed."""

    id: UUID
    due_at: datetime


async def due(
    session: AsyncSession, now: datetime, *, after: tuple[datetime, UUID] | None = None, most: int = 200
) -> list[Due]:
    """Return running clocks whose time is over, earliest first, beginning behind *after*."""
    floor = after or (datetime.min.replace(tzinfo=now.tzinfo), UUID(int=0))
    values = {"now": now, "after_due": floor[0], "after_id": floor[1], "most": most}
    return [Due(found.id, found.due_at) for found in await session.execute(_DUE, values)]


async def fire(session: AsyncSession, key: UUID, now: datetime) -> Fired | None:
    """
    Claim one due clock; None when another process was first, or it was stopped.

    The effects belong in the same transaction: they happen with the claim or not at all.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Whoever works on a case holds it and wants its clocks; here it is the other way round. The sweep gives way,
        # and the clock stays due.
        await session.execute(_GIVE_WAY)
    claimed = (await session.execute(_FIRE, {"id": key, "now": now})).first()
    if claimed is None:
        return None
    found = (await session.scalars(select(ClockRow).where(ClockRow.id == key))).one()
    return msgspec.convert(found, Fired, from_attributes=True)


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's own time, by which clocks fire."""
    if session.get_bind().dialect.name == "sqlite":
        stamp = text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS at")
        return datetime.fromisoformat(f"{await session.scalar(stamp)}+00:00")
    value: datetime = (await session.execute(text("SELECT clock_timestamp() AS at"))).scalar_one()
    return value
