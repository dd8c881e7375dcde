"""Opening the office's file on a case: what was handed over, whether it still holds, what changed since, the papers."""

from typing import Any
from uuid import UUID

from complaints.actions.reach import reach
from complaints.kernel import journal
from complaints.kernel.sealing import CannotOpen, open_sealed
from complaints.kernel.work import Work
from escalation import reads
from escalation.actions.hand_over import purpose
from escalation.actions.papers import read_papers
from escalation.domain.access import READ_FILE
from escalation.domain.handover import address, differences, read
from escalation.schemas import FileView, HandOverView, ReviewView
from escalation.store import Case


async def open_file(work: Work, case_id: UUID) -> FileView:
    """Return the office's file; without the office's key its sealed parts stay closed."""
    case = await reach(work, case_id, READ_FILE)
    review = await reads.review(work.session, case_id)
    locked = work.keys.office_private is None
    return FileView(
        review=review,
        hand_over=await _hand_over(work, case, review),
        climbs=await reads.climbs(work.session, case_id),
        papers=[] if locked else await read_papers(work, case_id),
        recommendations=await reads.recommendations(work.session, case_id),
    )


async def _hand_over(work: Work, case: Case, review: ReviewView) -> HandOverView:
    given = await reads.hand_over(work.session, case.id, review.stage_no)
    known: dict[str, Any] = {
        "content_hash": given.content_hash,
        "made_at": given.made_at,
        "journal_length": given.journal_length,
    }
    if work.keys.office_private is None:
        return HandOverView(**known, locked=True)
    try:
        content = open_sealed(work.keys.office_private, given.sealed, purpose(case))
    except CannotOpen:
        return HandOverView(**known)
    said = await reads.handed_over_hash(work.session, case.id)
    current = await reads.snapshot(work.session, case.id, review.stage_no)
    chain = await journal.entries(work.session, case.id)
    return HandOverView(
        **known,
        holds=address(content) == given.content_hash == said,
        broken_at=journal.first_break(chain),
        differences=differences(read(content), current),
        since=len(chain) - given.journal_length,
    )
