"""Going on to the next step: the person asks, or an answer is late. Nothing is told again, and nobody climbs twice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from complaints.actions.converse import heard
from complaints.actions.lodge import clock_row, due_dates
from complaints.actions.reach import reach, settle
from complaints.domain.case import ClockKind, Entry, Kind, State
from complaints.domain.doors import Door, Standing
from complaints.domain.promises import Place, Promise, calendar_of, promises
from complaints.kernel import journal, outbox, timers
from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import reads, store
from escalation.actions.hand_over import hand_over
from escalation.domain.access import ASK_NEXT
from escalation.domain.ladder import begin_again, door
from escalation.store import Case
from standards.explanations import Event

EVENTS: Mapping[Entry, Event] = {Entry.LATE: "begun", Entry.REQUESTED: "requested", Entry.DIRECT: "requested"}
STOPPED = tuple(kind.value for kind in (ClockKind.ACKNOWLEDGE, ClockKind.RESPOND, ClockKind.INFORM, ClockKind.HOLD))


class Asking(msgspec.Struct, frozen=True):
    """What the person asks for: the tier, None for the next one; the points they do not agree with; their words."""

    tier: str | None = None
    points: tuple[int, ...] = ()
    why: str = ""


NOTHING_SAID = Asking()


async def ask_next(
    work: Work, case_id: UUID, why: str = "", *, stage_no: int | None = None, asking: Asking = NOTHING_SAID
) -> None:
    """
    Take the person's case on to the next step, with their own words if they want to add any.

    Raises NotYet while somebody still has time to answer, and NoFurtherStep at the
    top. With the *stage_no* the person was looking at, asking twice changes nothing: what they wrote is in the thread
    once, even where the case went on meanwhile.
    """
    case = await reach(work, case_id, ASK_NEXT)
    said = msgspec.structs.replace(asking, why=why or asking.why)
    sent = f"asked:{case.stage_no if stage_no is None else stage_no}"
    if stage_no is not None and stage_no < case.stage_no:
        if said.why:
            await heard(work, case, said.why, sent=sent)
        return
    found = await _door(work, case, wanted=said.tier)

    if said.why:
        await heard(work, case, said.why, sent=sent)
    known = await reads.issue_numbers(work.session, case.id)
    await climb(work, case, found, msgspec.structs.replace(said, points=tuple(sorted({*said.points} & known))))


async def climb(work: Work, case: Case, through: Door, said: Asking = NOTHING_SAID) -> bool:
    """
    Begin a new stage at the tier behind a door, under the charter in force now; False when somebody was first.

    The caller has checked that this may happen. The points that the person does not agree with stand in the journal.
    """
    adopted, tier, from_tier, entry = work.charter, through.tier, case.tier, through.entry.value
    step = {
        "case_id": case.id,
        "to_stage_no": case.stage_no + 1,
        "from_tier": from_tier,
        "to_tier": tier.key,
        "entry": entry,
        "why": said.why or None,
        "asked_late": through.asked_late,
        "climbed_at": work.now,
    }
    if not await store.claim_step(work.session, step):
        return False
    await _end_stage(work, case)
    await _begin_stage(work, case, through, adopted)
    made = _promised(work, case, through, adopted)
    await timers.start(work, [clock_row(work, one, case.id, case.stage_no, adopted, work.now) for one in made])
    facts: dict[str, Any] = {
        "from_tier": from_tier,
        "tier": tier.key,
        "stage": tier.stage,
        "entry": entry,
        "charter": adopted.hash,
    }
    if said.points:
        facts["points"] = list(said.points)
    await journal.record(work, case, "case.escalated", **facts, asked_late=through.asked_late, due=due_dates(made))
    await settle(work, case)

    if tier.independent:
        await hand_over(work, case)
    await outbox.post(work, Tell(case.id, "escalated", f"escalated:{case.stage_no}", {"entry": entry}))
    return True


async def _door(work: Work, case: Case, *, wanted: str | None = None) -> Door:
    """
    Return the door that is open to the person, to the tier they want if they named one, or say when it will be.

    A clock that stands still keeps the day it had: a hold spares the answer from being late by itself, but from that
    day on the person may go on all the same.
    """
    stage = await store.stage(work.session, case)
    running = {clock.kind: clock.promised_at for clock in await store.running_clocks(work.session, case)}
    # Where the answer's time begins with the acknowledgement, a late acknowledgement opens the door.
    owed = running.get(ClockKind.RESPOND.value) or running.get(ClockKind.ACKNOWLEDGE.value)
    standing = Standing(
        kind=Kind(case.kind),
        state=State(case.state),
        tier=work.charters.get(stage.charter_id).charter.tier(case.tier),
        promised_at=owed,
        answered_at=stage.answered_at or case.closed_at,
        occurred_on=case.occurred_on,
        historic=case.historic,
    )
    charter = work.charter.charter
    return door(charter, standing, work.now, calendar_of(charter, case.body, case.unit), wanted=wanted)


async def _end_stage(work: Work, case: Case) -> None:
    """Stop what the stage still promised, and keep who had it: they may not decide the next one."""
    stage = await store.stage(work.session, case)
    stage.handler = case.handler
    await timers.stop(work, case.id, STOPPED)


async def _begin_stage(work: Work, case: Case, through: Door, adopted: Adopted) -> None:
    tier = through.tier
    case.state = begin_again(State(case.state)).value
    case.stage_no += 1
    case.tier, case.stage, case.charter_id = tier.key, tier.stage, adopted.id
    case.handler = case.outcome = case.closed_at = None
    await store.add_stage(
        work.session,
        {
            "case_id": case.id,
            "stage_no": case.stage_no,
            "stage": tier.stage,
            "tier": tier.key,
            "entry": through.entry.value,
            "charter_id": adopted.id,
            "started_at": work.now,
        },
    )


def _promised(work: Work, case: Case, through: Door, adopted: Adopted) -> list[Promise]:
    """
    Return what the new stage promises: from now, as the person asked or the time began by itself.

    Where the charter counts its answer from the day the case came in, that answer may be due already: the time was
    used by the stage before, and being late then leads on to the next.
    """
    charter = adopted.charter
    place = Place(case.body, case.unit, case.service, case.standard)
    event = EVENTS[through.entry]
    stage, kind = charter.stage(through.tier.stage), Kind(case.kind)
    return promises(charter, stage, kind, place, work.now, event=event, received_at=case.received_at)
