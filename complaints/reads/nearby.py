"""What is asked before something is sent: did the same person send it already, have others told of this place?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.case import OPEN_STATES, State
from complaints.tables import CaseRow


class Sent(msgspec.Struct, frozen=True):
    """A case as it is compared with what somebody is about to send; its words never leave the comparison."""

    id: UUID
    reference: str
    matter: str
    narrative: str
    received_at: datetime


async def sent_since(session: AsyncSession, people: Sequence[UUID], since: datetime) -> list[Sent]:
    """Return what these people sent since an instant and have not withdrawn, the latest first."""
    wanted = (
        select(CaseRow.id, CaseRow.reference, CaseRow.matter, CaseRow.narrative, CaseRow.received_at)
        .where(CaseRow.person_id.in_(people), CaseRow.received_at >= since, CaseRow.state != State.WITHDRAWN.value)
        .order_by(CaseRow.received_at.desc(), CaseRow.id.desc())
    )
    return [msgspec.convert(row, Sent, from_attributes=True) for row in await session.execute(wanted)]


async def open_nearby(session: AsyncSession, service: str, place_key: str, since: datetime) -> int:
    """Return how many open cases there are about the same service at the same place since an instant."""
    wanted = select(func.count()).where(
        CaseRow.service == service,
        CaseRow.place_key == place_key,
        CaseRow.received_at >= since,
        CaseRow.state.in_(OPEN_STATES),
    )
    return await session.scalar(wanted) or 0
