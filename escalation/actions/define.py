"""Adding points that the office decides, where a case came up before anybody had put it into points."""

from collections.abc import Sequence
from uuid import UUID

from complaints.actions.define import add_issues
from complaints.actions.reach import reach
from complaints.kernel.work import Work
from complaints.schemas.drafts import IssueDraft
from escalation.domain.access import REVIEW


async def define(work: Work, case_id: UUID, drafts: Sequence[IssueDraft]) -> None:
    """Add points to a case that is with the office; those that stand stay as they are."""
    await add_issues(work, await reach(work, case_id, REVIEW), drafts)
