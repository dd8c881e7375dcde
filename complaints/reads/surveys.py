"""What people said about how their cases were handled."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.matter import Matter
from complaints.schemas import SurveyView
from complaints.tables import CaseRow, StageRow, SurveyRow


async def surveys_of(session: AsyncSession, case_id: UUID, *, without: Collection[str] = ()) -> Sequence[SurveyView]:
    """Return what the person said about each stage of a case, *without* those at these tiers, the first stage first."""
    wanted = select(SurveyRow).where(SurveyRow.case_id == case_id).order_by(SurveyRow.stage_no)
    if without:
        there = (StageRow.case_id == SurveyRow.case_id) & (StageRow.stage_no == SurveyRow.stage_no)
        wanted = wanted.join(StageRow, there).where(StageRow.tier.not_in(without))
    return [msgspec.convert(row, SurveyView, from_attributes=True) for row in await session.scalars(wanted)]


async def told_office_at(session: AsyncSession, case_id: UUID) -> datetime | None:
    """Return when somebody last told the ombudsperson, out of this case, that they are treated worse; None: never."""
    came_of_it = (CaseRow.related_to == case_id) & (CaseRow.matter == Matter.REPRISAL.value)
    latest: datetime | None = await session.scalar(select(func.max(CaseRow.received_at)).where(came_of_it))
    return latest
