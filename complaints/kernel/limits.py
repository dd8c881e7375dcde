"""Counting attempts per rule and subject in fixed windows, in the database, so that no restart forgets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.domain.access import SYSTEM
from complaints.kernel.db import Base, Instant
from complaints.kernel.work import Boundary, Work
from standards.errors import CaseworkError
from standards.language import say


class Rule(msgspec.Struct, frozen=True):
    """At most *most* attempts in each window; `key` is stored and never renamed."""

    key: str
    most: int
    window: timedelta


class TooMany(CaseworkError):
    """More attempts than a rule allows; nothing is locked for ever."""

    code = "too-many-attempts"

    def __init__(self, again_at: datetime) -> None:
        super().__init__(say("There were too many attempts. Please wait a little and try again, or call us."))
        self.again_at = again_at


class AttemptRow(Base):
    """How often a rule was used by one subject in one window; the subject is a keyed hash."""

    __tablename__ = "attempts"

    rule: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[bytes] = mapped_column(primary_key=True)
    window_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


_COUNT = text(
    "INSERT INTO attempts (rule, subject, window_at, count) VALUES (:rule, :subject, :window_at, 1)"
    " ON CONFLICT (rule, subject, window_at) DO UPDATE SET count = attempts.count + 1 RETURNING count"
).bindparams(bindparam("window_at", type_=Instant()))

_REFUND = text(
    "UPDATE attempts SET count = count - 1"
    " WHERE rule = :rule AND subject = :subject AND window_at = :window_at AND count > 0"
).bindparams(bindparam("window_at", type_=Instant()))


async def spend(boundary: Boundary, *charges: tuple[Rule, str]) -> None:
    """
    Count one attempt for each rule and subject, in work of its own, and only then refuse.

    The count stays whatever becomes of the attempt; one atomic statement a
    charge, so attempts made at once cannot slip past. Raises TooMany.
    """
    again_at: datetime | None = None
    async with boundary.work(SYSTEM) as work:
        for rule, subject in charges:
            values = _charge(work, rule, subject)
            count = (await work.session.execute(_COUNT, values)).scalar_one()
            if count > rule.most:
                again_at = max(again_at or values["window_at"], values["window_at"] + rule.window)
    if again_at is not None:
        raise TooMany(again_at)


async def refund(boundary: Boundary, *charges: tuple[Rule, str]) -> None:
    """Take back the attempt of somebody who proved who they are."""
    async with boundary.work(SYSTEM) as work:
        for rule, subject in charges:
            await work.session.execute(_REFUND, _charge(work, rule, subject))


def _charge(work: Work, rule: Rule, subject: str) -> dict[str, Any]:
    seconds = rule.window.total_seconds()
    begun = datetime.fromtimestamp(work.now.timestamp() // seconds * seconds, UTC)
    return {"rule": rule.key, "subject": work.keys.fingerprint(rule.key.encode(), subject), "window_at": begun}


async def forget_attempts(session: AsyncSession, before: datetime) -> None:
    """Clear away counts of windows that began before an instant."""
    await session.execute(delete(AttemptRow).where(AttemptRow.window_at < before))
