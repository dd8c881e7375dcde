"""Counting promises again after a closed day came or went late: first to show what would happen, then to do it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

import msgspec

from complaints import reads, store
from complaints.actions.letters import in_their_words
from complaints.actions.reach import settle
from complaints.domain.access import PROPOSE, require
from complaints.domain.case import ClockKind
from complaints.domain.promises import calendar_of, first_reminder
from complaints.domain.recount import (
    Effect,
    Recounted,
    Tally,
    Ticking,
    Verdict,
    changed_calendars,
    largest,
    reason,
    recounted,
    rule_words,
)
from complaints.kernel import journal, ledger, outbox, timers
from complaints.kernel.charters import Adopted, NoCharter
from complaints.kernel.text import date_words, datetime_words
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.messages import Recount, Tell
from complaints.reads import RunningClock
from complaints.store import Case
from standards.calendars import WorkingCalendar
from standards.charter import Charter, load_charter
from standards.deadlines import Deadline, Explanation

STEP = 200
"""How many clocks are looked at in one transaction."""

MOST_ROWS = 20

Counted = tuple[RunningClock, Recounted]


async def effect(work: Work, document: str) -> Effect:
    """
    Return what *document* would do to promises already made if it took effect now, in counts; it changes nothing.

    Raises Invalid when the document is no charter. An administrator reaches no case, so no case is named. For a page:
    pass the answer on as `effect` and include `admin/_effect.html`.
    """
    require(work.actor, PROPOSE)
    after = load_charter(document)
    rule = rule_words(after.late_changes)
    try:
        before = work.charter.charter
    except NoCharter:
        return Effect((), Tally(), rule=rule)
    changed = changed_calendars(before, after)
    names = tuple(sorted(after.calendars[key].name for key in changed))
    if not changed:
        return Effect(names, Tally(), rule=rule)
    change = _Change(work, before, after, changed)
    tally, elsewhere, moves = Tally(), 0, Counter[tuple[str, str, date, date, bool]]()
    page = await reads.running_clocks(work.session, most=STEP)
    while page:
        for clocks in _by_subject(page):
            elsewhere += clocks[0].body is None
            counted = change.count(clocks)
            tally = tally.with_case([found for _, found in counted])
            moves.update(change.group(clock, found) for clock, found in counted if found.verdict.moves)
        page = await reads.running_clocks(work.session, after=page[-1].subject_id, most=STEP)
    rows, more = largest(moves, MOST_ROWS)
    return Effect(names, tally, rows, more, elsewhere, rule)


async def recount(work: Work, step: Recount) -> None:
    """
    Take one step through the running clocks after a charter took effect, and post the next one.

    A step is one transaction: its cases, its share of the tally and the message for the next step are there together or
    not at all, so a crash repeats or loses nothing. Nothing is done for a version that is not in force any more: the
    one that is has steps of its own.
    """
    await work.charters.refresh(work.session)
    adopted = work.charters.get(step.charter_id)
    before = _before(work, adopted)
    changed = changed_calendars(before.charter, adopted.charter) if before else frozenset[str]()
    if before is None or not changed or work.charter.id != adopted.id:
        return
    if step.after is None and await _is_recorded(work, adopted):
        return
    change = _Change(work, before.charter, adopted.charter, changed)
    page = await reads.running_clocks(work.session, after=step.after, most=STEP)
    tally = step.tally
    for clocks in _by_subject(page):
        counted = await change.move(change.count(clocks))
        tally = tally.with_case([found for _, found in counted])
    if page:
        following = msgspec.structs.replace(step, after=page[-1].subject_id, tally=tally)
        await outbox.post(work, following, dedupe=f"recount:{adopted.id}:{following.after}")
        return
    counts = msgspec.structs.asdict(tally)
    await ledger.record(
        work,
        ledger.CHARTER,
        "calendar.recounted",
        charter=adopted.hash,
        version=adopted.version,
        calendars=sorted(changed),
        **counts,
    )


class _Change:
    """The change from one charter to the next, as far as it is about calendars."""

    def __init__(self, work: Work, before: Charter, after: Charter, changed: frozenset[str]) -> None:
        self._work = work
        self._before = before
        self._after = after
        self._changed = changed

    def count(self, clocks: Sequence[RunningClock]) -> list[Counted]:
        """Count the clocks of one case again that are counted by a calendar that changes."""
        return [(clock, self._recounted(clock, key)) for clock in clocks if (key := self._calendar_key(clock))]

    def group(self, clock: RunningClock, found: Recounted) -> tuple[str, str, date, date, bool]:
        """Return with which others a date that moves is counted: body, kind, the day before, the day after, told."""
        calendar = self._calendar(clock)
        moved_to = found.deadline.due_at if found.deadline else clock.due_at
        body = self._after.bodies[clock.body].name if clock.body in self._after.bodies else clock.body or ""
        days = calendar.local_day(clock.due_at), calendar.local_day(moved_to)
        return body, clock.kind, *days, found.verdict is Verdict.MOVES_AND_TOLD

    async def move(self, counted: list[Counted]) -> list[Counted]:
        """
        Put the new dates of one case in the place of the old ones, write it down, and tell the person once.

        Returns what was counted without what stopped meanwhile: from the first date that moves, the case is held.
        """
        if not any(found.verdict.moves for _, found in counted):
            return counted
        case = await store.load(self._work.session, counted[0][0].subject_id)
        running = {clock.id: clock for clock in await timers.clocks_of(self._work.session, case.id)}
        counted = [(clock, found) for clock, found in counted if _runs(running[clock.id])]
        facts: dict[str, str] = {}
        for clock, found in counted:
            if found.verdict.moves and found.deadline is not None:
                remind_at = self._reminder(clock, found.deadline)
                await timers.replace(
                    self._work,
                    running[clock.id],
                    found.deadline,
                    promised_at=found.promised_at,
                    remind_at=remind_at,
                )
                await self._write_down(case, clock, found, found.deadline)
            if found.verdict is Verdict.MOVES_AND_TOLD:
                with in_their_words(self._work, case):
                    facts |= self._told(case, clock, found)
        await settle(self._work, case)
        if facts:
            await outbox.post(self._work, Tell(case.id, "moved", f"moved:{self._after.version}", facts))
        return counted

    def _reminder(self, clock: RunningClock, deadline: Deadline) -> datetime | None:
        own = self._work.charters.get(clock.charter_id).charter
        return first_reminder(own, ClockKind(clock.kind), deadline, self._calendar(clock), self._work.now)

    async def _write_down(self, case: Case, clock: RunningClock, found: Recounted, deadline: Deadline) -> None:
        await journal.record(
            self._work,
            case,
            "clock.moved",
            clock=clock.kind,
            why=found.why,
            before=clock.due_at.isoformat(),
            due={clock.kind: deadline.due_at.isoformat()},
            promised_before=clock.promised_at.isoformat(),
            promised=found.promised_at.isoformat(),
            told=found.verdict is Verdict.MOVES_AND_TOLD,
            charter=self._after.hash,
        )

    def _told(self, case: Case, clock: RunningClock, found: Recounted) -> dict[str, str]:
        """Return what the letter says of one clock: the day before and now, with the time where the day stays; why."""
        calendar = self._calendar(clock)
        old, new = clock.promised_at, found.promised_at
        words = date_words if calendar.local_day(old) != calendar.local_day(new) else datetime_words
        was, now_is = _steps(clock.explanation), found.deadline.explanation if found.deadline else None
        before = self._before.calendar(calendar.key)
        return {
            f"{clock.kind}_before": words(old, calendar.zone, case.language),
            f"{clock.kind}_due": words(new, calendar.zone, case.language),
            "why": reason(was, now_is, before) if was and now_is else found.why,
        }

    def _calendar(self, clock: RunningClock) -> WorkingCalendar:
        return self._after.calendar(self._calendar_key(clock))

    def _recounted(self, clock: RunningClock, key: str) -> Recounted:
        ticking = Ticking(clock.kind, clock.due_at, clock.promised_at, _steps(clock.explanation))
        before, after = self._before.calendar(key), self._after.calendar(key)
        return recounted(ticking, before, after, self._after.late_changes, self._work.now)

    def _calendar_key(self, clock: RunningClock) -> str | None:
        """Return by which of the changed calendars a clock is counted: that of its case, under its own charter."""
        if clock.body is None:
            return None
        own = self._work.charters.get(clock.charter_id).charter
        key = calendar_of(own, clock.body, clock.unit).key
        return key if key in self._changed else None


def _runs(clock: ClockRow) -> bool:
    return clock.stopped_at is None and clock.held_at is None and clock.fired_at is None


def _before(work: Work, adopted: Adopted) -> Adopted | None:
    """Return the version that was in force before this one took effect."""
    earlier = [one for one in work.charters.history() if _order(one) < _order(adopted)]
    return earlier[-1] if earlier else None


def _order(adopted: Adopted) -> tuple[object, ...]:
    return adopted.effective_at, adopted.version


def _by_subject(page: Iterable[RunningClock]) -> list[list[RunningClock]]:
    return [list(clocks) for _, clocks in groupby(page, key=lambda clock: clock.subject_id)]


def _steps(explanation: str | None) -> Explanation | None:
    return msgspec.json.decode(explanation, type=Explanation) if explanation else None


async def _is_recorded(work: Work, adopted: Adopted) -> bool:
    written = await ledger.entries(work.session, ledger.CHARTER)
    return any(
        one.kind == "calendar.recounted" and (one.payload or {}).get("charter") == adopted.hash for one in written
    )
