"""Every statement on what people have begun to tell us."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.tables import AttachmentRow, DraftRow

Begun: TypeAlias = DraftRow
"""A draft as an action works on it."""


async def draft(session: AsyncSession, key_hash: bytes, now: datetime, *, lock: bool = False) -> DraftRow | None:
    """Return the draft of a key that is not over; *lock* it until the work ends where the database can."""
    wanted = select(DraftRow).where(DraftRow.key_hash == key_hash, DraftRow.ends_at > now)
    found: DraftRow | None = await session.scalar(wanted.with_for_update() if lock else wanted)
    return found


async def make_room(session: AsyncSession, key_hash: bytes) -> None:
    """Clear away a draft of the same key that is over, before another is begun."""
    await session.execute(delete(DraftRow).where(DraftRow.key_hash == key_hash))


async def drop_draft(session: AsyncSession, draft: UUID) -> None:
    """Clear a draft away."""
    await session.execute(delete(DraftRow).where(DraftRow.id == draft))


async def move_attachments(session: AsyncSession, draft: UUID, case_id: UUID, message: str) -> None:
    """Give what hangs on a draft to a message of a case it is added to."""
    moved = update(AttachmentRow).where(AttachmentRow.draft_id == draft)
    await session.execute(moved.values(draft_id=None, case_id=case_id, message=message))


async def drafts_over(session: AsyncSession, now: datetime) -> Sequence[UUID]:
    """Return the drafts of which nothing may be kept any more."""
    return (await session.scalars(select(DraftRow.id).where(DraftRow.ends_at <= now))).all()
