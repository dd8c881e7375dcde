"""What the person thought of how a stage was handled: written, and written again until the case goes on."""

from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from complaints.tables import SurveyRow

Said: TypeAlias = SurveyRow
"""What the person said about a stage, as an action works on it."""


async def said_of(session: AsyncSession, case_id: UUID, stage_no: int) -> Said | None:
    """Return what the person said about a stage, None before they did."""
    return await session.get(SurveyRow, (case_id, stage_no))


async def keep(session: AsyncSession, **values: Any) -> None:
    """Write down what the person says about a stage; said again, it takes the place of what they said before."""
    await session.merge(SurveyRow(**values))
    await session.flush()
