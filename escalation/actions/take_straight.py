"""Opening the office's file on what came straight to it, past the body it is about."""

from complaints import messages
from complaints.actions.reach import reach
from complaints.kernel.work import Work
from escalation import reads
from escalation.actions.hand_over import hand_over
from escalation.domain.access import CLIMB


async def lodged_at_office(work: Work, message: messages.LodgedAtOffice) -> None:
    """Seal the case as it came and open the office's file on it, once."""
    case = await reach(work, message.case_id, CLIMB)
    if not await reads.has_file(work.session, case.id):
        await hand_over(work, case)
