"""Reminding whoever has a case of a promise that comes due: once for each level, never in quiet hours."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from complaints import store
from complaints.domain.access import HANDLE, Actor, Role, allowed
from complaints.domain.lateness import due_words
from complaints.domain.promises import calendar_of
from complaints.domain.quiet import not_before
from complaints.kernel import journal, outbox, timers
from complaints.kernel.mail import Letter
from complaints.kernel.rendering import render
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Remind
from complaints.store import Case, Staff
from standards.charter import Charter, Reminder
from standards.deadlines import Deadline, Explanation
from standards.reminders import reminders


async def remind(work: Work, clock: Fired) -> None:
    """Remind whoever has the case, and set when the clock reminds next; a level that was missed is not made up for."""
    case = await store.load(work.session, clock.subject_id)
    charter = work.charters.get(clock.charter_id).charter
    levels = _levels(charter, case, clock)
    rule = next((rule for at, rule in reversed(levels) if at < work.now), None)
    await timers.remind_next(work.session, clock.id, next((at for at, _ in levels if at >= work.now), None))
    if rule is None:
        return

    await journal.record(work, case, "clock.reminded", clock=clock.kind, level=clock.remind_level)
    await work.session.flush()
    calendar = calendar_of(charter, case.body, case.unit)
    for somebody in await _whom(work, case, rule):
        message = Remind(case.id, somebody.id, clock.id, clock.kind, clock.due_at)
        key = f"remind:{clock.id}:{clock.remind_level}:{somebody.id}"
        await outbox.post(work, message, run_at=not_before(charter.quiet, calendar, work.now), dedupe=key)


def _levels(charter: Charter, case: Case, clock: Fired) -> list[tuple[datetime, Reminder]]:
    """Return when each rule reminds of this clock, in order."""
    calendar = calendar_of(charter, case.body, case.unit)
    steps = msgspec.json.decode(clock.explanation, type=Explanation) if clock.explanation else ()
    due = Deadline(clock.due_at, calendar.local_day(clock.due_at), steps)
    found = [(at, rule) for rule in charter.reminders for at in reminders((rule,), clock.kind, due, calendar)]
    return sorted(found, key=lambda each: each[0])


async def _whom(work: Work, case: Case, rule: Reminder) -> Sequence[Staff]:
    """Return who is reminded by mail: whoever has the case, else whoever could take it, of those with an address."""
    handler = await store.staff_by_id(work.session, case.handler) if case.handler else None
    if rule.to == "handler" and handler is not None and handler.active:
        return [handler] if handler.email else []
    relations = await store.relations(work, case)
    team = await store.staff_with_role(work.session, relations.tier_role.value)
    return [one for one in team if one.email and allowed(_actor(one), HANDLE, relations)]


async def reminder_for(work: Work, message: Remind) -> Letter | None:
    """Return the mail to send; None when the promise is kept by now, or the case is not theirs any more."""
    case = await store.load(work.session, message.case_id)
    somebody = await store.staff_by_id(work.session, message.staff_id)
    clocks = {clock.id: clock for clock in await timers.clocks_of(work.session, case.id)}
    clock = clocks.get(message.clock_id)
    if somebody is None or not somebody.active or not somebody.email or clock is None or clock.stopped_at is not None:
        return None
    if not allowed(_actor(somebody), HANDLE, await store.relations(work, case)):
        return None
    zone = calendar_of(work.charters.get(case.charter_id).charter, case.body, case.unit).zone
    text = render(
        "desk/reminder.txt",
        lang="en",
        zone=zone,
        reference=case.reference,
        what=clock.kind,
        due_at=clock.due_at,
        how_long=due_words(clock.due_at, work.now, zone),
    )
    subject, _, words = text.partition("\n")
    key = f"{message.clock_id}:{message.staff_id}:{clock.remind_level}"
    return Letter(key, somebody.email, subject.removeprefix("Subject:").strip(), words.strip(), work.now)


async def reminded(_work: Work, _message: Remind) -> None:
    """There is nothing to write down: the journal says that it was time to remind."""


def _actor(one: Staff) -> Actor:
    return Actor(Role(one.role), one.id, one.name, frozenset(one.bodies), frozenset(one.units))
