"""Telling the person that somebody has their case, and what we understood it to be."""

from uuid import UUID

from complaints import store
from complaints.actions.lodge import clock_row, due_dates
from complaints.actions.reach import reach, settle
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.lifecycle import advance
from complaints.domain.promises import Place, Promise, acknowledged
from complaints.kernel import journal, outbox, timers
from complaints.kernel.charters import Adopted
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
    made = acknowledged(charter.charter, charter.charter.stage(case.stage), Kind(case.kind), place, work.now)
    begun = [one for one in made if await _begin(work, case, charter, one)]
    await journal.record(work, case, "case.acknowledged", due=due_dates(begun))
    await settle(work, case)


async def _begin(work: Work, case: Case, charter: Adopted, one: Promise) -> bool:
    """
    Let the time begin that waited for the acknowledgement; return whether it did.

    Under `acknowledged_or_due` a date was promised already: acknowledging early brings it forward, acknowledging late
    moves nothing. A date that stands still, was moved since, or comes from another office stays as it was told.
    """
    running = await timers.alive(work.session, case.id, case.stage_no, one.kind.value)
    if running is None:
        await timers.start(work, [clock_row(work, one, case.id, case.stage_no, charter, work.now)])
        return True
    rule = charter.charter.stage_rule(case.stage, body=case.body, unit=case.unit, service=case.service)
    is_as_promised = running.generation == 1 and running.held_at is None and running.fired_at is None
    comes_forward = rule.counts_from == "acknowledged_or_due" and one.deadline.due_at < running.due_at
    if not (is_as_promised and comes_forward):
        return False
    await timers.replace(work, running, one.deadline, started_at=work.now, remind_at=one.remind_at)
    return True
