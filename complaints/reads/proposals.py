"""Charters that somebody works on, has put forward or has decided on."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from complaints.domain.proposals import NoSuchProposal, State
from complaints.schemas.desk import ProposalView
from complaints.tables import ProposalRow, StaffRow

PROPOSED = ProposalView.__struct_fields__


async def proposals(session: AsyncSession, *states: State, most: int = 100) -> list[ProposalView]:
    """Return the proposed charters that stand in one of these states, the newest first."""
    return await _proposals(session, ProposalRow.state.in_([state.value for state in states]), most)


async def proposal(session: AsyncSession, key: UUID) -> ProposalView:
    """Return one proposed charter; raise NoSuchProposal."""
    found = await _proposals(session, ProposalRow.id == key, 1)
    if not found:
        raise NoSuchProposal
    return found[0]


async def proposal_of(session: AsyncSession, charter_id: UUID) -> ProposalView | None:
    """Return the proposal that was adopted as this version, None for a version that was never proposed."""
    found = await _proposals(session, ProposalRow.charter_id == charter_id, 1)
    return found[0] if found else None


async def _proposals(session: AsyncSession, which: ColumnElement[bool], most: int) -> list[ProposalView]:
    author, decider = aliased(StaffRow), aliased(StaffRow)
    names = {"author_name": author.name, "decider_name": decider.name}
    columns = [names[field].label(field) if field in names else getattr(ProposalRow, field) for field in PROPOSED]
    asked = (
        select(*columns)
        .outerjoin(author, author.id == ProposalRow.author)
        .outerjoin(decider, decider.id == ProposalRow.decided_by)
        .where(which)
        .order_by(ProposalRow.begun_at.desc(), ProposalRow.id)
        .limit(most)
    )
    return [msgspec.convert(row, ProposalView) for row in (await session.execute(asked)).mappings()]
