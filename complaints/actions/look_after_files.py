"""Later work on files: a virus scanner sees them, and what nobody needs any more leaves the disk."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from complaints import store as cases
from complaints.actions.attach import note_removed
from complaints.domain.access import SYSTEM
from complaints.domain.files import AttachmentView, Scan
from complaints.kernel import outbox
from complaints.kernel.files import ORIGINAL, Files, files_of
from complaints.kernel.scanner import ScannerAway
from complaints.kernel.work import Boundary, Work
from complaints.messages import DropFiles, ScanFile, SweepFiles
from complaints.reads import attachments as reads
from complaints.store import attachments as store

LONGEST_PAUSE = timedelta(minutes=30)
UNATTACHED = timedelta(days=1)
"""How long a file that hangs on nothing stays: somebody may be about to send it."""

BATCH = 200


async def scan_file(boundary: Boundary, message: ScanFile, now: datetime) -> None:
    """Have a waiting file looked at; with the scanner away it goes on waiting, and is asked about again later."""
    files = files_of(boundary)
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        waiting = (await reads.known(work.session, [message.file_id])).get(message.file_id)
    if waiting is None or waiting.scan is not Scan.WAITING:
        return
    try:
        virus = await boundary.scanner.find(await files.read(waiting.id, ORIGINAL)) if boundary.scanner else ""
    except ScannerAway:
        pause = min(timedelta(minutes=2**message.tries), LONGEST_PAUSE)
        async with boundary.work(SYSTEM, now=now) as work:
            await outbox.post(work, ScanFile(waiting.id, min(message.tries + 1, 10)), run_at=now + pause)
        return
    async with boundary.work(SYSTEM, now=now) as work:
        await _decide(work, waiting, virus)
    await _clear(boundary, files, [waiting.id], now)


async def drop_files(boundary: Boundary, message: DropFiles, now: datetime) -> None:
    """Remove what no row knows any more of some files."""
    await _clear(boundary, files_of(boundary), message.file_ids, now)


async def sweep_files(boundary: Boundary, _message: SweepFiles, now: datetime) -> None:
    """Remove files that hang on nothing for a day, and parts that should have gone with something that crashed."""
    async with boundary.work(SYSTEM, now=now) as work:
        await store.remove_homeless(work.session)
    files = files_of(boundary)
    old = [key for key in files.every() if _made_at(key) < now - UNATTACHED]
    for at in range(0, len(old), BATCH):
        await _clear(boundary, files, old[at : at + BATCH], now)


async def _decide(work: Work, waiting: AttachmentView, virus: str | None) -> None:
    """Write down what the scanner said: a name is a virus, None is clean, nothing at all that there is no scanner."""
    row = await store.load(work.session, waiting.id)
    if row is None or row.scan != Scan.WAITING.value:
        return
    if not virus:
        row.scan = (Scan.CLEAN if virus is None else Scan.UNSCANNED).value
        await work.session.flush()
        return
    row.scan, row.pages, row.original = Scan.REFUSED.value, 0, False
    await work.session.flush()
    if row.case_id is not None:
        await note_removed(work, await cases.load(work.session, row.case_id), waiting, "virus")


async def _clear(boundary: Boundary, files: Files, keys: Iterable[UUID], now: datetime) -> None:
    """Remove whatever of these files should not be on the disk, by what the rows say after all is committed."""
    wanted = list(keys)
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        known = await reads.known(work.session, wanted)
    for key in wanted:
        row = known.get(key)
        if row is None or row.scan is Scan.REFUSED:
            await files.drop(key)
        elif not row.original and row.scan is not Scan.WAITING:
            await files.drop(key, ORIGINAL)


def _made_at(key: UUID) -> datetime:
    """Return the instant that stands in a key."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
