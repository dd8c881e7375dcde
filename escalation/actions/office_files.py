"""The files of a case, for the office that has its file."""

from uuid import UUID

from complaints.actions.attach import files_of
from complaints.actions.reach import reach
from complaints.domain.files import AttachmentView
from complaints.kernel.work import Work
from escalation.domain.access import READ_FILE


async def office_files(work: Work, case_id: UUID) -> list[AttachmentView]:
    """Return every file of a case; raise NoSuchCase where the office has no file on it."""
    case = await reach(work, case_id, READ_FILE)
    return await files_of(work, case=case.id)
