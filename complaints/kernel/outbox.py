"""The outbox: what must happen later is a row, written in the transaction that makes it necessary."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from sqlalchemy import Index, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base, Instant, Json
from complaints.kernel.work import Work

QUEUED, RUNNING, DONE, DEAD = "queued", "running", "done", "dead"
LEASE = timedelta(minutes=5)
DISPATCH_AGAIN = timedelta(minutes=1)
ATTEMPTS = 8


class JobRow(Base):
    """One thing to do: the queue of record, whoever carries its id."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_status_run_at", "status", "run_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(comment="the message's name; never renamed")
    args: Mapped[dict[str, Any]]
    status: Mapped[str]
    run_at: Mapped[datetime]
    attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    last_error: Mapped[str | None]


class Message(msgspec.Struct, frozen=True):
    """What is posted; subclasses are stored by `name`, which is for ever."""

    name: ClassVar[str]


TABLE = JobRow.__table__

POST = text(
    "INSERT INTO jobs (id, name, args, status, run_at, attempts, dedupe)"
    " VALUES (:id, :name, :args, :status, :run_at, :attempts, :dedupe) ON CONFLICT (dedupe) DO NOTHING"
).bindparams(
    bindparam("id", type_=JobRow.__table__.c.id.type),
    bindparam("args", type_=Json),
    bindparam("run_at", type_=Instant()),
)


async def post(work: Work, message: Message, *, run_at: datetime | None = None, dedupe: str | None = None) -> None:
    """
    Put *message* in the outbox; it is handled after this work has committed.

    A second message with the same *dedupe* key is dropped without a word.
    """
    await (await work.session.connection()).execute(POST, job(work, message, run_at=run_at, dedupe=dedupe))


def job(work: Work, message: Message, *, run_at: datetime | None = None, dedupe: str | None = None) -> dict[str, Any]:
    """Return the row that puts *message* in the outbox, for those who insert it with other rows at once."""
    work.wakes = True
    return {
        "id": work.new_id(),
        "name": type(message).name,
        "args": msgspec.to_builtins(message),
        "status": QUEUED,
        "run_at": run_at or work.now,
        "attempts": 0,
        "dedupe": dedupe,
    }


_CLAIM = (
    text(
        "UPDATE jobs SET status = 'running', attempts = attempts + 1, lease_until = :lease"
        " WHERE id = :id AND run_at <= :now"
        " AND (status = 'queued' OR (status = 'running' AND lease_until < :now))"
        " RETURNING name, args, attempts"
    )
    .bindparams(
        bindparam("id", type_=JobRow.__table__.c.id.type),
        bindparam("lease", type_=Instant()),
        bindparam("now", type_=Instant()),
    )
    .columns(args=Json)
)


class Claimed(msgspec.Struct, frozen=True):
    """A job this process holds until its lease ends."""

    id: UUID
    name: str
    args: dict[str, Any]
    attempts: int


async def claim(session: AsyncSession, key: UUID, now: datetime) -> Claimed | None:
    """Take a due job, None when somebody else has it or had it."""
    row = (await session.execute(_CLAIM, {"id": key, "now": now, "lease": now + LEASE})).first()
    return None if row is None else Claimed(id=key, name=row.name, args=row.args, attempts=row.attempts)


_FINISH = text(
    "UPDATE jobs SET status = 'done', done_at = :now, lease_until = NULL, last_error = NULL"
    " WHERE id = :id AND status = 'running' AND attempts = :attempts"
).bindparams(bindparam("id", type_=JobRow.__table__.c.id.type), bindparam("now", type_=Instant()))


class LostLease(RuntimeError):
    """The job took longer than its lease and somebody else has it now."""


async def finish(session: AsyncSession, claimed: Claimed, now: datetime) -> None:
    """Mark the job done in the transaction of its effects; raise LostLease when somebody else has it meanwhile."""
    values = {"id": claimed.id, "attempts": claimed.attempts, "now": now}
    done = await (await session.connection()).execute(_FINISH, values)
    if done.rowcount != 1:
        raise LostLease


_FAIL = text(
    "UPDATE jobs SET status = :status, run_at = :run_at, lease_until = NULL, last_error = :error,"
    " dispatched_at = NULL WHERE id = :id AND status = 'running' AND attempts = :attempts"
).bindparams(bindparam("id", type_=JobRow.__table__.c.id.type), bindparam("run_at", type_=Instant()))


async def fail(session: AsyncSession, claimed: Claimed, now: datetime, error: str) -> None:
    """Put a failed job back with a growing delay, or lay it aside for a person after the last attempt."""
    values = {
        "id": claimed.id,
        "attempts": claimed.attempts,
        "status": DEAD if claimed.attempts >= ATTEMPTS else QUEUED,
        "run_at": now + timedelta(seconds=2**claimed.attempts),
        "error": error[:500],
    }
    await session.execute(_FAIL, values)


_DUE = (
    select(JobRow.id, JobRow.attempts)
    .where(
        ((JobRow.status == QUEUED) & (JobRow.run_at <= bindparam("now", type_=Instant())))
        | ((JobRow.status == RUNNING) & (JobRow.lease_until < bindparam("now", type_=Instant())))
    )
    .order_by(JobRow.run_at, JobRow.id)
    .limit(bindparam("most"))
)


async def due(session: AsyncSession, now: datetime, most: int = 100) -> list[tuple[UUID, int]]:
    """Return the keys and attempts of jobs that may run, longest waiting first."""
    return [(row.id, row.attempts) for row in await session.execute(_DUE, {"now": now, "most": most})]


_DISPATCH = (
    text(
        "UPDATE jobs SET dispatched_at = :now WHERE id IN (SELECT id FROM jobs"
        " WHERE ((status = 'queued' AND run_at <= :now) OR (status = 'running' AND lease_until < :now))"
        " AND (dispatched_at IS NULL OR dispatched_at < :before) ORDER BY run_at LIMIT :most)"
        " RETURNING id, attempts"
    )
    .bindparams(bindparam("now", type_=Instant()), bindparam("before", type_=Instant()))
    .columns(id=JobRow.__table__.c.id.type)
)


async def dispatch(
    connection: AsyncConnection | AsyncSession, now: datetime, most: int = 500
) -> list[tuple[UUID, int]]:
    """Mark due jobs as handed to the workers and return them; handed again when nobody took them for a minute."""
    values = {"now": now, "before": now - DISPATCH_AGAIN, "most": most}
    return [(row.id, row.attempts) for row in await connection.execute(_DISPATCH, values)]


async def forget_done(session: AsyncSession, before: datetime) -> None:
    """Clear away jobs done before an instant; what was laid aside stays until a person has looked at it."""
    await session.execute(delete(JobRow).where(JobRow.status == DONE, JobRow.done_at < before))
