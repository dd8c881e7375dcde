"""Every statement that changes what a message has to go by: owed, done, dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.deliveries import DROPPED, EMAIL, OWED, NoSuchDelivery
from complaints.kernel.batch import insert_together
from complaints.tables import DeliveryRow

Delivery: TypeAlias = DeliveryRow
"""One way of one message as an action works on it."""


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep which ways a message has to go."""
    await insert_together(session, (DeliveryRow.__table__, rows))


async def of_message(session: AsyncSession, case_id: UUID, key: str) -> DeliveryRow | None:
    """Return one way of a message by its key on the case."""
    found: DeliveryRow | None = await session.scalar(
        select(DeliveryRow).where(DeliveryRow.case_id == case_id, DeliveryRow.key == key)
    )
    return found


async def locked(session: AsyncSession, key: UUID) -> DeliveryRow:
    """Return one way of a message, locked until the work ends where the database can; raise NoSuchDelivery."""
    row = await session.scalar(select(DeliveryRow).where(DeliveryRow.id == key).with_for_update())
    if row is None:
        raise NoSuchDelivery
    return row


async def owed_to_person(session: AsyncSession, case_id: UUID) -> Sequence[DeliveryRow]:
    """Return what is still owed to the person of a case, oldest first."""
    wanted = select(DeliveryRow).where(
        DeliveryRow.case_id == case_id, DeliveryRow.consent_id.is_(None), DeliveryRow.state == OWED
    )
    return (await session.scalars(wanted.order_by(DeliveryRow.due_at, DeliveryRow.id))).all()


async def mail_due_before(session: AsyncSession, before: datetime, *, most: int) -> Sequence[DeliveryRow]:
    """Return the mail that should have left before an instant and has not, oldest first."""
    wanted = select(DeliveryRow).where(DeliveryRow.state == OWED, DeliveryRow.way == EMAIL, DeliveryRow.due_at < before)
    return (await session.scalars(wanted.order_by(DeliveryRow.due_at, DeliveryRow.id).limit(most))).all()


async def drop_for_consent(session: AsyncSession, consent_id: UUID, *, at: datetime, note: str) -> None:
    """Drop what is still owed to somebody who acts for the person no more."""
    dropping = (
        update(DeliveryRow)
        .where(DeliveryRow.consent_id == consent_id, DeliveryRow.state == OWED)
        .values(state=DROPPED, done_at=at, note=note)
    )
    await session.execute(dropping, execution_options={"synchronize_session": False})
