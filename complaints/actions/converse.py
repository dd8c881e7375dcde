"""Writing to the person, hearing from the person, and leaving notes for staff."""

from datetime import datetime
from uuid import UUID

from complaints import store
from complaints.actions.hold import wait_no_more
from complaints.actions.reach import reach, settle
from complaints.domain.access import ADD, HANDLE, NOTE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import calendar_of
from complaints.domain.quiet import not_before
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Deliver
from complaints.store import Case
from standards.deadlines import deadline


async def write(work: Work, key: UUID, words: str, *, version: int | None = None) -> None:
    """Write to the person; they find it on their page, and in their mail when they gave an address."""
    case = await reach(work, key, HANDLE, version=version)
    await told(work, case, key=f"letter:{case.journal_length + 1}", subject="", words=words)


async def add(work: Work, key: UUID, words: str) -> None:
    """Take what the person adds to their case; a clock that waited for them goes on, none begins anew or stops."""
    case = await reach(work, key, ADD)
    await heard(work, case, words)
    await wait_no_more(work, case)


async def heard(work: Work, case: Case, words: str) -> None:
    """Keep what the person says in their thread."""
    await _keep(work, case, key=f"added:{case.journal_length + 1}", direction="in", subject="", words=words)
    await journal.record(work, case, "message.received", length=len(words))
    await work.session.flush()


async def note(work: Work, key: UUID, words: str) -> None:
    """Leave a note for staff only."""
    case = await reach(work, key, NOTE)
    await _keep(work, case, key=f"note:{case.journal_length + 1}", direction="note", subject="", words=words)
    await journal.record(work, case, "note.added")
    await work.session.flush()


async def told(work: Work, case: Case, *, key: str, subject: str, words: str) -> None:
    """Keep a message to the person, begin the silence clock anew, and have it delivered."""
    await _keep(work, case, key=key, direction="out", subject=subject, words=words)
    await journal.record(work, case, "message.sent", key=key)
    await listen_again(work, case)
    await settle(work, case)
    if case.reply_by == "email":
        await outbox.post(work, Deliver(case.id, key), run_at=_when(work, case, key), dedupe=f"deliver:{case.id}:{key}")


def _when(work: Work, case: Case, key: str) -> datetime:
    """Return when a message may leave: a receipt at once, for somebody waits for it; the rest not in quiet hours."""
    if key.startswith("receipt"):
        return work.now
    charter = work.charters.get(case.charter_id).charter
    return not_before(charter.quiet, calendar_of(charter, case.body, case.unit), work.now)


async def listen_again(work: Work, case: Case) -> None:
    """Stop the silence clock and, while an answer is owed, start the next one from now."""
    await timers.stop(work, case.id, [ClockKind.INFORM.value])
    if not State(case.state).is_open or case.historic or case.kind != Kind.COMPLAINT.value:
        return
    adopted = work.charters.get(case.charter_id)
    charter = adopted.charter
    rule = charter.stage_rule(case.stage, body=case.body, unit=case.unit, service=case.service)
    if rule.inform is None:
        return
    generation = await timers.latest_generation(work.session, case.id, case.stage_no, ClockKind.INFORM.value) + 1
    due = deadline(rule.inform, work.now, calendar_of(charter, case.body, case.unit))
    running = timers.Running(ClockKind.INFORM.value, rule.inform, due, generation)
    fresh = timers.row(
        work, running, subject_id=case.id, stage_no=case.stage_no, charter_id=adopted.id, started_at=work.now
    )
    await timers.start(work, [fresh])


async def _keep(work: Work, case: Case, *, key: str, direction: str, subject: str, words: str) -> None:
    values = {
        "id": work.new_id(),
        "case_id": case.id,
        "key": key,
        "direction": direction,
        "author": work.actor.label,
        "subject": subject,
        "body": words,
        "sent_at": work.now,
    }
    await store.add_message(work.session, values)
