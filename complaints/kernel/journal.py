"""The journal: what happened, in order, on one hash chain a case, so that a rewritten past can be seen."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import Select, SmallInteger, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from complaints.kernel.batch import insert_together
from complaints.kernel.db import Base
from complaints.kernel.work import Work

GENESIS = bytes(32)
SALT_BYTES = 16

_canonical = msgspec.json.Encoder(order="deterministic")


class JournalRow(Base):
    """One entry; the application inserts and never updates, save for erasure of `payload` and `salt`."""

    __tablename__ = "journal"

    chain: Mapped[UUID] = mapped_column(primary_key=True, comment="the case or file the entry belongs to")
    position: Mapped[int] = mapped_column(primary_key=True, comment="1, 2, 3 ... without a gap")
    at: Mapped[datetime] = mapped_column(comment="when it happened")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was written down")
    actor: Mapped[str] = mapped_column(comment="role and key, never a name")
    kind: Mapped[str]
    stage_no: Mapped[int] = mapped_column(SmallInteger)
    payload: Mapped[dict[str, Any] | None] = mapped_column(comment="what changed; gone after erasure")
    salt: Mapped[bytes | None]
    commitment: Mapped[bytes] = mapped_column(comment="SHA-256 of salt and canonical payload")
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class Chained(Protocol):
    """What carries a chain: a case, or a file of the ombudsperson's office."""

    id: UUID
    stage_no: int
    journal_length: int
    journal_head: bytes


@dataclass(slots=True)
class Head:
    """A chain's last link, for a thing whose row is not written yet."""

    id: UUID
    stage_no: int = 1
    journal_length: int = 0
    journal_head: bytes = GENESIS


TABLE = JournalRow.__table__


def entry(
    chain: Chained, kind: str, payload: dict[str, Any], *, actor: str, at: datetime, recorded_at: datetime
) -> dict[str, Any]:
    """Return the next entry of *chain* as a row to insert, and move the chain's head."""
    salt = os.urandom(SALT_BYTES)
    commitment = commit_to(salt, payload)
    position = chain.journal_length + 1
    digest = link(chain.journal_head, position, at, actor, kind, chain.stage_no, commitment)
    row = {
        "chain": chain.id,
        "position": position,
        "at": at,
        "recorded_at": recorded_at,
        "actor": actor,
        "kind": kind,
        "stage_no": chain.stage_no,
        "payload": payload,
        "salt": salt,
        "commitment": commitment,
        "previous": chain.journal_head,
        "hash": digest,
    }
    chain.journal_length = position
    chain.journal_head = digest
    return row


async def record(work: Work, chain: Chained, kind: str, *, at: datetime | None = None, **payload: Any) -> None:
    """Write an entry on *chain* in this work's transaction; the payload is plain JSON values."""
    row = entry(chain, kind, payload, actor=work.actor.label, at=at or work.now, recorded_at=work.now)
    await add(work, row)


async def add(work: Work, row: dict[str, Any]) -> None:
    """Insert an entry made by `entry`."""
    await insert_together(work.session, (TABLE, [row]))


def commit_to(salt: bytes, payload: dict[str, Any]) -> bytes:
    """Return the commitment to *payload*: it binds, and tells nothing once salt and payload are erased."""
    return hashlib.sha256(salt + _canonical.encode(payload)).digest()


def link(  # noqa: PLR0913, PLR0917 - these are the fields an entry is made of
    previous: bytes, position: int, at: datetime, actor: str, kind: str, stage_no: int, commitment: bytes
) -> bytes:
    """Return the hash of an entry over everything it says and the entry before it."""
    said = _canonical.encode([position, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, kind, stage_no])
    return hashlib.sha256(previous + said + commitment).digest()


def first_break(entries: Sequence[JournalRow]) -> int | None:
    """
    Return the position of the first entry of one chain that does not hold, None when all do.

    An erased payload leaves its commitment and is no break.
    """
    head = GENESIS
    for place, row in enumerate(entries, start=1):
        expected = link(head, row.position, row.at, row.actor, row.kind, row.stage_no, row.commitment)
        kept = row.payload is None or row.salt is None or commit_to(row.salt, row.payload) == row.commitment
        if row.position != place or row.previous != head or row.hash != expected or not kept:
            return place
        head = row.hash
    return None


def cut(
    key: InstrumentedAttribute[UUID], length: InstrumentedAttribute[int], head: InstrumentedAttribute[bytes]
) -> Select[UUID]:
    """
    Ask for the chains whose end is not the one their carrier knows: cut short, or gone on behind its back.

    The columns are the carrier's: a case's, or a ledger's.
    """
    last, beyond = aliased(JournalRow), aliased(JournalRow)
    return (
        select(key)
        .outerjoin(last, (last.chain == key) & (last.position == length))
        .outerjoin(beyond, (beyond.chain == key) & (beyond.position == length + 1))
        .where((last.hash.is_(None)) | (last.hash != head) | (beyond.position.is_not(None)))
        .order_by(key)
    )


ENTRIES = select(JournalRow).where(JournalRow.chain == bindparam("chain")).order_by(JournalRow.position)


async def somebody_wrote(session: AsyncSession, chain: UUID, *, behind: int, but: str) -> bool:
    """Say whether anybody other than the actor *but* made an entry behind a position of a chain."""
    wanted = select(JournalRow.position).where(
        JournalRow.chain == chain, JournalRow.position > behind, JournalRow.actor != but
    )
    return await session.scalar(wanted.limit(1)) is not None


async def entries(session: AsyncSession, chain: UUID) -> Sequence[JournalRow]:
    """Return the whole chain, oldest first."""
    return (await session.scalars(ENTRIES, {"chain": chain})).all()


async def entries_of(session: AsyncSession, chains: Iterable[UUID]) -> Sequence[JournalRow]:
    """Return the entries of several chains, chain by chain, oldest first."""
    wanted = select(JournalRow).where(JournalRow.chain.in_(list(chains)))
    return (await session.scalars(wanted.order_by(JournalRow.chain, JournalRow.position))).all()


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at the whole journal found: each broken chain with the first entry that does not hold."""

    chains: int
    entries: int
    broken: tuple[tuple[UUID, int], ...]


async def check_all(session: AsyncSession, *, batch: int = 500) -> Check:
    """
    Recompute every chain.

    A chain that was cut at its end holds by itself; that shows against the length and head its case or
    ledger carries (`cut`).
    """
    chains = count = 0
    broken: list[tuple[UUID, int]] = []
    after = UUID(int=0)
    while True:
        wanted = select(JournalRow.chain).where(JournalRow.chain > after).distinct().order_by(JournalRow.chain)
        keys = (await session.scalars(wanted.limit(batch))).all()
        if not keys:
            return Check(chains, count, tuple(broken))
        rows: dict[UUID, list[JournalRow]] = {key: [] for key in keys}
        for row in await entries_of(session, keys):
            rows[row.chain].append(row)
        broken += [(key, place) for key, chain in rows.items() if (place := first_break(chain)) is not None]
        chains, count, after = chains + len(keys), count + sum(map(len, rows.values())), keys[-1]
        session.expunge_all()
