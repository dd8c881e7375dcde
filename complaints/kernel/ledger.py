"""Ledgers: journals of things that are no case, such as the charter and who may sign in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel import journal
from complaints.kernel.db import Base
from complaints.kernel.journal import GENESIS, Head, JournalRow
from complaints.kernel.work import Work

CHARTER = "charter"
CLOCKS = "clocks"
PEOPLE = "people"


class LedgerRow(Base):
    """The last link of one ledger's chain."""

    __tablename__ = "ledgers"

    name: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, comment="the chain's key in the journal")
    journal_length: Mapped[int]
    journal_head: Mapped[bytes]


async def record(work: Work, name: str, kind: str, **payload: Any) -> None:
    """Write an entry on the ledger called *name* in this work's transaction; the first one begins it."""
    row = await work.session.scalar(select(LedgerRow).where(LedgerRow.name == name).with_for_update())
    if row is None:
        row = LedgerRow(name=name, id=work.new_id(), journal_length=0, journal_head=GENESIS)
        work.session.add(row)
    head = Head(row.id, 0, row.journal_length, row.journal_head)
    await journal.record(work, head, kind, **payload)
    row.journal_length, row.journal_head = head.journal_length, head.journal_head
    await work.session.flush()


async def entries(session: AsyncSession, name: str) -> Sequence[JournalRow]:
    """Return what stands on a ledger, oldest first; nothing when it was never begun."""
    chain = await session.scalar(select(LedgerRow.id).where(LedgerRow.name == name))
    return [] if chain is None else await journal.entries(session, chain)


async def cut_short(session: AsyncSession) -> Sequence[UUID]:
    """Return the ledgers whose chain does not end where it should."""
    return (await session.scalars(journal.cut(LedgerRow.id, LedgerRow.journal_length, LedgerRow.journal_head))).all()
