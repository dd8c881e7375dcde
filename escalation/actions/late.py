"""What a late answer sets off: the case climbs by itself, or the person is told what they may do."""

from complaints.actions.reach import reach, settle
from complaints.domain.case import Entry, Kind, State
from complaints.domain.doors import Door
from complaints.kernel import journal, outbox
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation.actions.escalate import climb
from escalation.domain.access import CLIMB
from escalation.domain.ladder import next_step
from escalation.domain.triggers import Follows, when_late


async def answer_is_late(work: Work, clock: Fired) -> None:
    """Note that the answer of a stage did not come in time, and do what its tier says; once for each clock."""
    case = await reach(work, clock.subject_id, CLIMB)
    if clock.stage_no != case.stage_no:
        return
    charter = work.charter.charter
    at = work.charters.get(case.charter_id).charter.tier(case.tier)
    follows = when_late(charter, at, Kind(case.kind), State(case.state))
    if follows is Follows.NOTHING:
        return

    await journal.record(work, case, "clock.late", clock=clock.kind, due_at=clock.promised_at.isoformat())
    above = next_step(charter, at, Entry.LATE)
    if follows is Follows.CLIMB and above is not None:
        await climb(work, case, Door(above, Entry.LATE))
        return
    await settle(work, case)
    await outbox.post(work, Tell(case.id, "late_answer", f"late_answer:{clock.stage_no}:{clock.generation}"))
