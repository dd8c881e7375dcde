"""Hanging files on a draft or a case, taking them off again, and saying which are there."""

from collections.abc import Iterable
from uuid import UUID

from complaints import store as cases
from complaints.actions.reach import reach
from complaints.domain.access import ATTACH, Role
from complaints.domain.files import AttachmentView, Cause, FileRefused, NoSuchFile, Scan, Upload, room_for
from complaints.kernel import journal, outbox
from complaints.kernel.work import Work
from complaints.messages import DropFiles, ScanFile
from complaints.reads import attachments as reads
from complaints.store import Case
from complaints.store import attachments as store

OUR_SIDE = frozenset({Role.PERSON.value, Role.REPRESENTATIVE.value, Role.PUBLIC.value})
"""Whose files the person may take back, and count together."""


async def attach(
    work: Work, upload: Upload, *, draft: UUID | None = None, case: UUID | None = None, message: str | None = None
) -> None:
    """
    Hang a file on a draft or on a case, with the message it came with; raise FileRefused when there is no room.

    Whoever may add to the case may do this; a draft belongs to whoever holds its key, which the caller has checked.
    The same file hangs on a draft once.
    """
    theirs = await reach(work, case, ATTACH) if case else None
    if draft is not None and not await store.hold_draft(work.session, draft):
        # It was sent or deleted in another window while the file was on its way.
        raise FileRefused(Cause.FAILED)
    before = await files_of(work, draft=draft, case=case)
    if draft is not None and any((one.digest, one.name) == (upload.digest, upload.name) for one in before):
        # The button was pressed twice.
        await outbox.post(work, DropFiles([upload.id]))
        return
    room_for(upload.size, [one for one in before if _side(one.by) == _side(work.actor.role.value)])
    await store.add(
        work.session,
        {
            "id": upload.id,
            "case_id": case,
            "draft_id": draft,
            "name": upload.name,
            "kind": upload.kind.value,
            "size": upload.size,
            "digest": upload.digest,
            "pages": upload.pages,
            "scan": upload.scan.value,
            "original": upload.original,
            "author": work.actor.label,
            "message": message,
            "added_at": work.now,
        },
    )
    if upload.scan is Scan.WAITING:
        await outbox.post(work, ScanFile(upload.id), dedupe=f"scan_file:{upload.id}")
    if theirs is not None:
        await _note_added(work, theirs, upload.digest, upload.kind.value)
        await work.session.flush()


async def arrived(work: Work, case_id: UUID, message: str | None = None) -> None:
    """Write in the journal of a case which files of a draft came with it, or with a *message* to it."""
    came = [one for one in await reads.of_case(work.session, case_id) if one.message == message]
    if came:
        case = await cases.load(work.session, case_id)
        for one in came:
            await _note_added(work, case, one.digest, one.kind.value)
        await work.session.flush()


async def detach(work: Work, key: UUID, *, draft: UUID | None = None, case: UUID | None = None) -> None:
    """
    Take a file off a draft or a case, at the wish of the side that sent it; raise NoSuchFile.

    What a case had stays in its journal by its digest.
    """
    theirs = await reach(work, case, ATTACH) if case else None
    found = pick(await files_of(work, draft=draft, case=case), key)
    if not may_detach(work, found):
        raise NoSuchFile
    await store.remove(work.session, key)
    await outbox.post(work, DropFiles([key]))
    if theirs is not None:
        await note_removed(work, theirs, found, "taken_back")


def may_detach(work: Work, file: AttachmentView) -> bool:
    """Whether the side of whoever acts sent this file: what an office sent to a person stays."""
    return file.by in OUR_SIDE and work.actor.role.value in OUR_SIDE


async def files_of(work: Work, *, draft: UUID | None = None, case: UUID | None = None) -> list[AttachmentView]:
    """Return the files of a draft or a case, oldest first; whether one may see them is asked before."""
    if case is not None:
        return await reads.of_case(work.session, case)
    return [] if draft is None else await reads.of_draft(work.session, draft)


async def forget_draft_files(work: Work, draft_id: UUID) -> None:
    """Remove the files of a draft that is given up."""
    gone = await store.remove_of_draft(work.session, draft_id)
    if gone:
        await outbox.post(work, DropFiles(list(gone)))


def pick(files: Iterable[AttachmentView], key: UUID) -> AttachmentView:
    """Return one of these files; raise NoSuchFile."""
    found = next((one for one in files if one.id == key), None)
    if found is None:
        raise NoSuchFile
    return found


async def note_removed(work: Work, case: Case, file: AttachmentView, why: str) -> None:
    """Write in the journal that a file is gone, and why: by its digest, never by its name."""
    await journal.record(work, case, "file.removed", digest=file.digest.hex(), content=file.kind.value, why=why)
    await work.session.flush()


async def _note_added(work: Work, case: Case, digest: bytes, content: str) -> None:
    await journal.record(work, case, "file.added", digest=digest.hex(), content=content)


def _side(role: str) -> bool:
    return role in OUR_SIDE
