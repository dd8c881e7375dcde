"""Telling the person that somebody has their case, and what we understood it to be."""

from uuid import UUID

from complaints import store
from complaints.actions.lodge import clock_row, due_dates
from complaints.actions.reach import reach, settle
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.lifecycle import advance
from complaints.domain.promises import Place, acknowledged
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from complaints.store import Case


async def acknowledge(work: Work, key: UUID, understanding: str, *, version: int | None = None) -> None:
    """Acknowledge the case at its stage; whoever does so has it from now on."""
    case = await reach(work, key, HANDLE, version=version)
    await take_on(work, case, understanding)

    await outbox.post(
        work, Tell(case.id, "acknowledged", f"acknowledged:{case.stage_no}", {"understanding": understanding})
    )


async def take_on(work: Work, case: Case, understanding: str) -> None:
    """Give the case to whoever acts, and start the clocks that wait for the acknowledgement."""
    stage = await store.stage(work.session, case)

    case.state = advance(State(case.state), State.ACCEPTED).value
    case.handler = case.handler or work.actor.id
    stage.acknowledged_at = work.now
    stage.understanding = understanding
    await timers.stop(work, case.id, [ClockKind.ACKNOWLEDGE.value])
    charter = work.charters.get(stage.charter_id)
    place = Place(case.body, case.unit, case.service, case.standard)
    begun = acknowledged(charter.charter, charter.charter.stage(case.stage), Kind(case.kind), place, work.now)
    await timers.start(work, [clock_row(work, one, case.id, case.stage_no, charter, work.now) for one in begun])
    await journal.record(work, case, "case.acknowledged", due=due_dates(begun))
    await settle(work, case)
