"""Saying to a person, before it is too late, that they may still take their case on to the next door."""

from datetime import datetime, timedelta

from complaints import store
from complaints.actions.letters import in_words, write_letter
from complaints.domain.case import Kind, State
from complaints.domain.next_door import NextDoor, next_door
from complaints.domain.promises import Place, calendar_of
from complaints.kernel import outbox
from complaints.kernel.work import Work
from complaints.messages import WindowCloses
from complaints.store import Case

BEFORE = timedelta(days=7)
"""How long before the last day they are told; where the whole time is short, when half of it is over."""


async def expect_window(work: Work, case: Case) -> None:
    """Have the person of a case answered just now told before the time to ask for the next step is over."""
    door = _door(work, case, work.now)
    if door is None or door.ask_by is None or door.ask_by <= work.now:
        return
    told_at = max(door.ask_by - BEFORE, work.now + (door.ask_by - work.now) / 2)
    await outbox.post(work, WindowCloses(case.id, case.stage_no), run_at=told_at)


async def window_closes(work: Work, message: WindowCloses) -> None:
    """Tell the person how long they may still ask; nothing where they went on already, or the time is over."""
    case = await store.load(work.session, message.case_id)
    stage = await store.stage(work.session, case)
    key = f"window_closes:{message.stage_no}"
    is_answered = State(case.state) is State.ANSWERED and case.stage_no == message.stage_no
    if not is_answered or stage.answered_at is None or await store.message(work.session, case.id, key):
        return
    door = _door(work, case, stage.answered_at)
    if door is None or door.ask_by is None or door.ask_by <= work.now:
        return
    zone = calendar_of(work.charter.charter, case.body, case.unit).zone
    days = (door.ask_by.astimezone(zone).date() - work.now.astimezone(zone).date()).days
    facts = {"door": in_words(door.tier), "ask_by": door.ask_by, "days": days}
    await write_letter(work, case, letter="window_closes", key=key, facts=facts)


def _door(work: Work, case: Case, answered_at: datetime) -> NextDoor | None:
    if not Kind(case.kind).climbs or case.historic:
        return None
    place = Place(case.body, case.unit, case.service, case.standard)
    return next_door(work.charter.charter, case.tier, place, answered_at, case.occurred_on)
