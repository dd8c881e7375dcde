"""Writing to the person in the office's name."""

from uuid import UUID

from complaints.actions.converse import told
from complaints.actions.reach import reach
from complaints.kernel.work import Work
from escalation.domain.access import REVIEW


async def write(work: Work, case_id: UUID, words: str) -> None:
    """Write to the person of a case that is with the office."""
    case = await reach(work, case_id, REVIEW)
    await told(work, case, key=f"letter:{case.journal_length + 1}", subject="", words=words)
