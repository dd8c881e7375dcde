"""The person's own case, or that of somebody they act for: shown while their code and their consent are good."""

from uuid import UUID

from complaints import reads, store
from complaints.actions.reach import reach
from complaints.domain.access import ADD, OWN, READ, CaseRelations, allowed
from complaints.domain.case import NoSuchCase
from complaints.kernel.work import Work
from complaints.schemas import CaseView
from complaints.store import Case


async def own_case(work: Work) -> CaseView:
    """Return the case whose code this actor has shown; raise NoSuchCase when it opens nothing (any more)."""
    return await reads.case_for_person(work.session, await own_key(work))


async def own_key(work: Work) -> UUID:
    """Return the key of the case whose code this actor has shown; raise NoSuchCase."""
    case, _ = await own(work)
    return case.id


async def may_act(work: Work) -> bool:
    """Whether this actor may speak on the case whose code they have shown, not only read it; raise NoSuchCase."""
    _, relations = await own(work)
    return allowed(work.actor, ADD, relations)


async def own(work: Work) -> tuple[Case, CaseRelations]:
    """Return the case whose code this actor has shown, to look at, with what the rules look at; raise NoSuchCase."""
    if work.actor.case_id is None:
        raise NoSuchCase
    case = await store.look_up_key(work.session, work.actor.case_id)
    relations = await store.relations(work, case)
    if not allowed(work.actor, READ, relations):
        raise NoSuchCase
    return case, relations


async def own_to_change(work: Work) -> Case:
    """Return the person's own case to change what is theirs alone on it; raise NoSuchCase for everybody else."""
    if work.actor.case_id is None:
        raise NoSuchCase
    return await reach(work, work.actor.case_id, OWN)
