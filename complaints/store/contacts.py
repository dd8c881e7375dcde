"""Statements about how people are reached: changes asked for, who acts for them, and the codes that open a case."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.case import OPEN_STATES
from complaints.domain.deliveries import OWED
from complaints.tables import CaseRow, ConsentRow, ContactChangeRow, DeliveryRow

Change: TypeAlias = ContactChangeRow
"""Another way to reach somebody, as an action works on it."""

ASKED, DONE, STOPPED = "asked", "done", "stopped"
MOST_REFERENCES = 20


def add_change(session: AsyncSession, **values: Any) -> Change:
    """Keep that somebody wants to be reached another way."""
    row = ContactChangeRow(**values)
    session.add(row)
    return row


async def change(session: AsyncSession, key: UUID) -> Change | None:
    """Return a change that was asked for, by its key."""
    return await session.get(ContactChangeRow, key)


async def waiting_change(session: AsyncSession, case_id: UUID) -> Change | None:
    """Return the change that was asked for on a case and is neither in force nor stopped; there is one at most."""
    found: Change | None = await session.scalar(
        select(ContactChangeRow).where(ContactChangeRow.case_id == case_id, ContactChangeRow.state == ASKED)
    )
    return found


def add_consent(session: AsyncSession, **values: Any) -> ConsentRow:
    """Keep that somebody acts for the person of a case."""
    row = ConsentRow(**values)
    session.add(row)
    return row


async def consent(session: AsyncSession, key: UUID) -> ConsentRow | None:
    """Return one consent by its key."""
    return await session.get(ConsentRow, key)


async def open_cases_of(session: AsyncSession, persons: Sequence[UUID]) -> Sequence[CaseRow]:
    """Return the open cases of these keys into the vault on which we write by mail, the oldest first."""
    wanted = (
        select(CaseRow)
        .where(
            CaseRow.person_id.in_(persons),
            CaseRow.reply_by == "email",
            CaseRow.state.in_(OPEN_STATES),
            CaseRow.historic.is_(False),
        )
        .order_by(CaseRow.received_at, CaseRow.id)
        .limit(MOST_REFERENCES)
    )
    return (await session.scalars(wanted)).all()


async def owed(session: AsyncSession, case_id: UUID, beginning: str) -> bool:
    """Say whether something still has to go to the person whose message's key begins like this."""
    wanted = select(DeliveryRow.id).where(
        DeliveryRow.case_id == case_id,
        DeliveryRow.state == OWED,
        DeliveryRow.message.startswith(beginning, autoescape=True),
    )
    return await session.scalar(wanted.limit(1)) is not None
