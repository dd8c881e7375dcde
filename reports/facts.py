"""Keeping the facts up: cases whose journal has grown are folded again, changed months are written anew."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import SYSTEM
from complaints.kernel.batch import insert_together
from complaints.kernel.journal import entries_of
from complaints.kernel.work import Boundary, Work
from complaints.tables import CaseRow
from reports.domain.facts import Fact
from reports.domain.fold import facts_of, fold
from reports.parts import Manifest, Parts, open_parts, read_manifest, replace_months
from reports.tables import FactRow, MonthRow, RunRow
from standards.errors import NotFound

BATCH = 2000
WAIT = 0.2
KEPT = timedelta(days=1)
FIRST = UUID(int=0)
FACTS, MONTHS = FactRow.__table__, MonthRow.__table__

_STALE = (
    select(CaseRow.id, CaseRow.reference)
    .outerjoin(FactRow, (FactRow.case_id == CaseRow.id) & (FactRow.stage_no == 1))
    .where((FactRow.position.is_(None)) | (FactRow.position != CaseRow.journal_length))
    .where(CaseRow.id > bindparam("after"))
    .order_by(CaseRow.id)
    .limit(bindparam("most"))
)

_CHANGED = text(
    "INSERT INTO fact_months (month, changed, written) VALUES (:month, 1, 0)"
    " ON CONFLICT (month) DO UPDATE SET changed = fact_months.changed + 1"
)


def folder_of(boundary: Boundary) -> Path:
    """Return the folder of the facts."""
    return boundary.data / "facts"


async def refresh(boundary: Boundary, *, now: datetime | None = None) -> Parts:
    """
    Bring the facts in line with the journals and return the parts that count.

    What was done in the database and not yet written as files is written by the next
    run, whatever interrupted this one. Where nothing happened since, nothing is written
    but, once a day, as of when that is so.
    """
    folder = folder_of(boundary)
    async with _alone(folder):
        after: UUID | None = FIRST
        while after is not None:
            after = await _fold_some(boundary, after, now=now)
        async with boundary.work(SYSTEM, now=now, reading=True) as work:
            as_of, length = _local(work), await journal_length(work.session)
            manifest = _known(folder, length)
            months = (await work.session.execute(_unwritten(folder, manifest))).all()
            rows = await _facts_in(work.session, [row.month for row in months])
        if manifest is None or months or manifest.as_of.date() != as_of.date():
            before = manifest or Manifest(as_of=as_of)
            wanted = frozenset(row.month for row in months)
            await asyncio.to_thread(
                replace_months, facts_of(rows), folder, as_of=as_of, months=wanted,
                manifest=msgspec.structs.replace(before, journal=length),
            )  # fmt: skip
            await _written(boundary, months, now=now)
        return open_parts(folder)


async def tidy(boundary: Boundary, *, now: datetime) -> int:
    """
    Remove the parts that stopped counting more than a day ago and that no report was counted from; how many.

    Every part that counts is marked with *now*, so its mark says when it last did.
    """
    folder = folder_of(boundary)
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        runs = await work.session.scalars(select(RunRow.parts))
        kept = {file for parts in runs for file, _ in parts}
    return await asyncio.to_thread(_tidy, folder, kept, now)


def _tidy(folder: Path, kept: set[str], now: datetime) -> int:
    counting = {part.file for part in read_manifest(folder).parts}
    removed = 0
    for path in folder.glob("*.parquet"):
        if path.name in counting:
            os.utime(path, (now.timestamp(), now.timestamp()))
        elif path.name not in kept and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _lock_file(folder: Path) -> IO[str]:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / ".lock").open("a")


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[None]:
    """Hold the folder's lock: two that wrote at once would each drop what the other wrote."""
    with _lock_file(folder) as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(WAIT)
        yield


async def journal_length(session: AsyncSession) -> int:
    """Return how many entries all journals of cases have together."""
    return await session.scalar(select(func.sum(CaseRow.journal_length))) or 0


async def _fold_some(boundary: Boundary, after: UUID, *, now: datetime | None) -> UUID | None:
    """Fold some cases behind *after* again; the last of them, None when there was none left."""
    async with boundary.work(SYSTEM, now=now) as work:
        stale = (await work.session.execute(_STALE, {"most": BATCH, "after": after})).all()
        if not stale:
            return None
        facts = await _folded(work, stale)
        keys = [row.id for row in stale]
        gone = await work.session.scalars(select(FactRow.month).where(FactRow.case_id.in_(keys)).distinct())
        months = set(gone) | {fact.month for fact in facts}
        await work.session.execute(delete(FactRow).where(FactRow.case_id.in_(keys)))
        await insert_together(work.session, (FACTS, [_row(fact) for fact in facts]))
        for month in sorted(months):
            await work.session.execute(_CHANGED, {"month": month})
        last: UUID = stale[-1].id
    return last


async def _folded(work: Work, stale: Sequence[Any]) -> list[Fact]:
    journals: dict[UUID, list[Any]] = {}
    for entry in await entries_of(work.session, [row.id for row in stale]):
        journals.setdefault(entry.chain, []).append(entry)
    zone, as_of = work.charter.charter.calendar().zone, _local(work)
    return [
        fact
        for row in stale
        for fact in fold(journals.get(row.id, []), case_id=str(row.id), reference=row.reference, zone=zone, as_of=as_of)
    ]


def _unwritten(folder: Path, manifest: Manifest | None) -> Select[str, int]:
    """Return the months to write: what changed since it was written, or is not there any more."""
    every = select(MonthRow.month, MonthRow.changed).order_by(MonthRow.month)
    if manifest is None:
        return every
    lost = [part.month for part in manifest.parts if not (folder / part.file).is_file()]
    return every.where((MonthRow.changed != MonthRow.written) | MonthRow.month.in_(lost))


async def _facts_in(session: AsyncSession, months: Sequence[str]) -> Sequence[dict[str, Any]]:
    wanted = select(FactRow.fact).where(FactRow.month.in_(months)).order_by(FactRow.month, FactRow.case_id)
    return (await session.scalars(wanted)).all()


async def _written(boundary: Boundary, months: Sequence[Any], *, now: datetime | None) -> None:
    async with boundary.work(SYSTEM, now=now) as work:
        for row in months:
            await work.session.execute(update(MonthRow).where(MonthRow.month == row.month).values(written=row.changed))


def _row(fact: Fact) -> dict[str, Any]:
    return {
        "case_id": UUID(fact.case_id),
        "stage_no": fact.stage_no,
        "month": fact.month,
        "position": fact.position,
        "fact": msgspec.to_builtins(fact),
    }


def _known(folder: Path, length: int) -> Manifest | None:
    """Return the manifest that counts, None when there is none, or one from a database that was set back since."""
    try:
        manifest = read_manifest(folder)
    except NotFound:
        return None
    return None if (manifest.journal or 0) > length else manifest


def _local(work: Work) -> datetime:
    return work.now.astimezone(work.charter.charter.calendar().zone).replace(tzinfo=None)
