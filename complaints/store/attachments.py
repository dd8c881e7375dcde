"""Every statement that changes the files of a case or a draft."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.tables import AttachmentRow, DraftRow

Attachment: TypeAlias = AttachmentRow
"""A file as an action works on it."""


async def hold_draft(session: AsyncSession, key: UUID) -> bool:
    """Keep a draft from changing until the work ends where the database can; say whether it is there."""
    return await session.scalar(select(DraftRow.id).where(DraftRow.id == key).with_for_update()) is not None


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write down a file."""
    await session.execute(insert(AttachmentRow).values(**values))


async def load(session: AsyncSession, key: UUID) -> AttachmentRow | None:
    """Return a file, locked until the work ends where the database can; None when it is gone."""
    found: AttachmentRow | None = await session.scalar(
        select(AttachmentRow).where(AttachmentRow.id == key).with_for_update()
    )
    return found


async def remove(session: AsyncSession, key: UUID) -> None:
    """Forget a file."""
    await session.execute(delete(AttachmentRow).where(AttachmentRow.id == key))


async def remove_of_draft(session: AsyncSession, draft_id: UUID) -> Sequence[UUID]:
    """Forget the files of a draft, and return their keys."""
    gone = delete(AttachmentRow).where(AttachmentRow.draft_id == draft_id).returning(AttachmentRow.id)
    return (await session.scalars(gone)).all()


async def remove_homeless(session: AsyncSession) -> None:
    """Forget the files of drafts that are no more."""
    living = select(DraftRow.id)
    await session.execute(
        delete(AttachmentRow).where(AttachmentRow.draft_id.is_not(None), AttachmentRow.draft_id.not_in(living))
    )
