"""Reaching a case to work on it: loaded, and allowed, or as if it were not there."""

from uuid import UUID

from complaints import store
from complaints.domain.access import SYSTEM, CaseRelations, Permission, allowed
from complaints.domain.case import NoSuchCase, State
from complaints.kernel import journal
from complaints.kernel.work import Work
from complaints.store import Case
from standards.errors import Conflict


class ChangedMeanwhile(Conflict):
    """Somebody else changed the case after this page was opened."""

    code = "changed-meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this case while you had it open. What you wrote is below; look at the case again."
        )


async def reach(work: Work, key: UUID, permission: Permission, *, version: int | None = None) -> Case:
    """
    Return the case when this actor may do this with it; raise NoSuchCase otherwise.

    *version* is how long the journal was when the page was drawn: what somebody did since raises ChangedMeanwhile. What
    the house did by itself does not, or our own letter would come between two presses of an officer.
    """
    case = await store.load(work.session, key)
    if not allowed(work.actor, permission, await store.relations(work, case)):
        raise NoSuchCase
    if version is not None and await _has_changed(work, case, version):
        raise ChangedMeanwhile
    return case


async def relations(work: Work, case: Case) -> CaseRelations:
    """Return what the rules of access look at on a case, for packages that may not see the store."""
    return await store.relations(work, case)


async def _has_changed(work: Work, case: Case, seen: int) -> bool:
    """Whether somebody did something since the journal was *seen* so long; a page that never was is out of date too."""
    return seen > case.journal_length or await journal.somebody_wrote(
        work.session, case.id, behind=seen, but=SYSTEM.label
    )


class NotOpen(Conflict):
    """What was decided at a stage stays as it is once the answer has gone."""

    code = "not-open"

    def __init__(self) -> None:
        super().__init__("This step is over. What was decided stays as it is.")


def still_open(case: Case) -> None:
    """Raise NotOpen when nobody owes the person an answer at this stage any more."""
    if not State(case.state).is_open:
        raise NotOpen


async def settle(work: Work, case: Case) -> None:
    """Bring the case's next due date in line with its clocks, after they changed."""
    await work.session.flush()
    case.due_at = await store.next_due(work.session, case.id)
    await work.session.flush()
