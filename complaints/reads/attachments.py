"""What is asked about files: those of a case or a draft, one of them, and which the disk may let go."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.files import AttachmentView, Kind, Scan
from complaints.tables import AttachmentRow, StageRow


async def of_case(session: AsyncSession, case_id: UUID) -> list[AttachmentView]:
    """Return the files of a case, in the order in which they came."""
    return await _found(session, AttachmentRow.case_id == case_id)


async def of_draft(session: AsyncSession, draft_id: UUID) -> list[AttachmentView]:
    """Return the files of a draft, in the order in which they came."""
    return await _found(session, AttachmentRow.draft_id == draft_id)


async def office_since(session: AsyncSession, case_id: UUID, tiers: Collection[str]) -> datetime | None:
    """Return since when a case has been with one of these tiers, None when it never was."""
    asked = select(func.min(StageRow.started_at)).where(StageRow.case_id == case_id, StageRow.tier.in_(sorted(tiers)))
    since: datetime | None = await session.scalar(asked)
    return since


async def known(session: AsyncSession, keys: Collection[UUID]) -> dict[UUID, AttachmentView]:
    """Return those of these files that a case or a draft has."""
    return {one.id: one for one in await _found(session, AttachmentRow.id.in_(keys))} if keys else {}


async def _found(session: AsyncSession, condition: ColumnElement[bool]) -> list[AttachmentView]:
    asked = select(AttachmentRow).where(condition).order_by(AttachmentRow.added_at, AttachmentRow.id)
    return [_view(row) for row in await session.scalars(asked)]


def _view(row: AttachmentRow) -> AttachmentView:
    return AttachmentView(
        id=row.id,
        name=row.name,
        kind=Kind(row.kind),
        size=row.size,
        digest=row.digest,
        pages=row.pages,
        scan=Scan(row.scan),
        original=row.original,
        by=row.author.partition(":")[0],
        message=row.message,
        added_at=row.added_at,
    )
