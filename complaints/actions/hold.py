"""Letting the clock of an answer stand still and go on: nothing closes by itself, and every move is told."""

from datetime import datetime
from uuid import UUID

from complaints import store
from complaints.actions.follow import RESPOND, Followed, follow
from complaints.actions.reach import reach, settle
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind, State
from complaints.domain.course import CannotHold, hold_until
from complaints.kernel import journal, outbox, timers
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Tell
from complaints.schemas.drafts import HoldDraft
from complaints.store import Case

HOLD = ClockKind.HOLD.value


async def hold(work: Work, key: UUID, draft: HoldDraft, *, version: int | None = None) -> None:
    """
    Let the clock of the answer stand still for a reason the charter names, and tell the person what we wait for.

    It goes on by itself when the charter's limit for holds is used up.
    """
    case = await reach(work, key, HANDLE, version=version)
    followed = await follow(work, case)
    ends = hold_until(followed.course, followed.rule, draft.reason, work.now)
    generation = await timers.latest_generation(work.session, case.id, case.stage_no, HOLD) + 1

    await timers.stand_still(work, followed.clock)
    running = timers.Running(HOLD, followed.rule.hold_most, ends, generation)
    limit = timers.row(
        work,
        running,
        subject_id=case.id,
        stage_no=case.stage_no,
        charter_id=followed.clock.charter_id,
        started_at=work.now,
    )
    await timers.start(work, [limit])
    until = ends.due_at.isoformat()
    await journal.record(work, case, "clock.held", clock=RESPOND, reason=draft.reason, until=until, words=draft.words)
    await settle(work, case)

    facts = {
        "words": draft.words,
        "reason": draft.reason,
        "before": followed.words(followed.course.promised_at, case.language),
        "until": followed.words(ends.due_at, case.language),
    }
    await outbox.post(work, Tell(case.id, "held", f"held:{case.stage_no}:{generation}", facts))


async def resume(work: Work, key: UUID, *, version: int | None = None) -> None:
    """Let the clock go on because somebody who handles the case says so; the person is told the new date."""
    case = await reach(work, key, HANDLE, version=version)
    followed = await follow(work, case)
    if followed.course.standstill is None:
        raise CannotHold("The clock does not stand still.")

    await _go_on(work, case, followed, why="office", until=work.now)


async def wait_no_more(work: Work, case: Case) -> None:
    """Let the clock go on because what we waited for has come: the person wrote. Nothing happens where it runs."""
    if await _stands_still(work, case):
        await _go_on(work, case, await follow(work, case), why="person", until=work.now)


async def let_go(work: Work, case: Case, why: str) -> None:
    """
    End a hold because the clock is about to stop, without a word about a new date: what stops it is told.

    The pause counts up to this moment, so that an answer given while waiting is measured fairly. Nothing happens where
    the clock runs.
    """
    if await _stands_still(work, case):
        await _end(work, case, await follow(work, case), why=why, until=work.now)


async def hold_is_over(work: Work, clock: Fired) -> None:
    """Go on with what we have when the charter's limit for holds is used up; the case stays open, its clock runs."""
    case = await store.load(work.session, clock.subject_id)
    if clock.stage_no != case.stage_no or not State(case.state).is_open or not await _stands_still(work, case):
        await timers.stop(work, case.id, [HOLD])
        return

    await _go_on(work, case, await follow(work, case), why="limit", until=clock.due_at)


async def _stands_still(work: Work, case: Case) -> bool:
    clock = await timers.alive(work.session, case.id, case.stage_no, RESPOND)
    return clock is not None and clock.held_at is not None


async def _go_on(work: Work, case: Case, followed: Followed, *, why: str, until: datetime) -> None:
    """End a hold and tell the person the date that follows."""
    was = followed.course.standstill
    promised_at = await _end(work, case, followed, why=why, until=until)
    facts = {
        "why": why,
        "reason": was.reason if was else "",
        "since": followed.words(was.since if was else until, case.language),
        "until": followed.words(until, case.language),
        "before": followed.words(followed.course.promised_at, case.language),
        "due": followed.words(promised_at, case.language),
    }
    await outbox.post(work, Tell(case.id, "resumed", f"resumed:{case.stage_no}:{followed.clock.generation + 1}", facts))


async def _end(work: Work, case: Case, followed: Followed, *, why: str, until: datetime) -> datetime:
    """End a hold at *until*; return by when the person is promised the answer from now on: never an earlier day."""
    was = followed.course.standstill
    due, plain = followed.course.deadline(until), followed.course.deadline(until, plain=True)
    promised_at = max(due.due_at, followed.course.promised_at)

    await timers.stop(work, case.id, [HOLD])
    remind_at = followed.reminder(due, work.now)
    await timers.replace(work, followed.clock, due, promised_at=promised_at, remind_at=remind_at)
    await journal.record(
        work,
        case,
        "clock.resumed",
        clock=RESPOND,
        why=why,
        due={RESPOND: due.due_at.isoformat()},
        plain_due=plain.due_at.isoformat(),
        held_from=(was.since if was else until).isoformat(),
        held_to=until.isoformat(),
    )
    await settle(work, case)
    return promised_at
