"""Putting a complaint into its issues: each point that needs a finding of its own."""

from collections.abc import Sequence
from uuid import UUID

from complaints import store
from complaints.actions.reach import reach, still_open
from complaints.domain.access import HANDLE
from complaints.domain.taxonomy import CATEGORIES
from complaints.kernel import journal
from complaints.kernel.work import Work
from complaints.schemas.drafts import IssueDraft
from complaints.store import Case
from standards.errors import Fault, Invalid


async def define(work: Work, key: UUID, drafts: Sequence[IssueDraft], *, version: int | None = None) -> None:
    """Add issues to the case; those that stand stay as they are, with what was found on them."""
    case = await reach(work, key, HANDLE, version=version)
    still_open(case)
    await add_issues(work, case, drafts)


async def add_issues(work: Work, case: Case, drafts: Sequence[IssueDraft]) -> None:
    """Write further issues of a case down, numbered on from those that stand."""
    charter = work.charters.get(case.charter_id).charter
    for place, draft in enumerate(drafts):
        if draft.category not in CATEGORIES:
            fault = Fault(f"issues[{place}].category", f"Choose one of: {', '.join(CATEGORIES)}.")
            raise Invalid("There is no such category.", faults=[fault])
        if draft.standard is not None and draft.standard not in charter.standards:
            fault = Fault(f"issues[{place}].standard", "Choose one of the published standards.")
            raise Invalid("There is no such standard.", faults=[fault])

    standing = await store.issues(work.session, case.id)
    for number, draft in enumerate(drafts, start=len(standing) + 1):
        store.add_issue(
            work.session,
            id=work.new_id(),
            case_id=case.id,
            number=number,
            summary=draft.summary,
            category=draft.category,
            standard=draft.standard,
            defined_at=work.now,
        )
    categories = [draft.category for draft in drafts]
    await journal.record(work, case, "case.defined", issues=len(standing) + len(drafts), categories=categories)
    await work.session.flush()
