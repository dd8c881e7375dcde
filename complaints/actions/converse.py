"""Writing to the person, hearing from the person, and leaving notes for staff."""

from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.hold import wait_no_more
from complaints.actions.owe import owe
from complaints.actions.reach import reach, settle
from complaints.domain.access import ADD, HANDLE, NOTE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import calendar_of
from complaints.kernel import journal, timers
from complaints.kernel.work import Work
from complaints.store import Case
from standards.deadlines import Deadline, Limit, deadline


async def write(work: Work, key: UUID, words: str, *, version: int | None = None) -> str:
    """Write to the person, who finds it on their page, and in their mail by an address; return the message's key."""
    case = await reach(work, key, HANDLE, version=version)
    message = f"letter:{case.journal_length + 1}"
    await told(work, case, key=message, subject="", words=words)
    return message


async def add(work: Work, key: UUID, words: str, *, sent: str = "") -> str | None:
    """
    Take what the person adds to their case; a clock that waited for them goes on, none begins anew or stops.

    Return the key of the message; None when the same words came before with the same key *sent*, and stand already.
    """
    case = await reach(work, key, ADD)
    message = await heard(work, case, words, sent=sent)
    if message is not None:
        await wait_no_more(work, case)
    return message


async def heard(work: Work, case: Case, words: str, *, sent: str = "") -> str | None:
    """Keep what the person says in their thread, once for each key *sent*; return its key, None for a copy."""
    number = case.journal_length + 1
    key = f"added:{work.keys.fingerprint(b'message', f'{sent}:{words}').hex()}" if sent else f"added:{number}"
    if sent and await store.message(work.session, case.id, key):
        return None
    await _keep(work, case, key=key, direction="in", subject="", words=words)
    await journal.record(work, case, "message.received", length=len(words))
    await work.session.flush()
    return key


async def note(work: Work, key: UUID, words: str) -> None:
    """Leave a note for staff only."""
    case = await reach(work, key, NOTE)
    await _keep(work, case, key=f"note:{case.journal_length + 1}", direction="note", subject="", words=words)
    await journal.record(work, case, "note.added")
    await work.session.flush()


async def told(work: Work, case: Case, *, key: str, subject: str, words: str) -> None:
    """Keep a message to the person, begin the silence clock anew, and have it go every way it has to."""
    await _keep(work, case, key=key, direction="out", subject=subject, words=words)
    await journal.record(work, case, "message.sent", key=key)
    await listen_again(work, case)
    await settle(work, case)
    await owe(work, case, key)


class NextWord(msgspec.Struct, frozen=True):
    """By when the person hears from us again, and the charter's limit that says so."""

    limit: Limit
    deadline: Deadline


async def next_word(work: Work, case: Case) -> NextWord | None:
    """
    Return by when the person of an open case hears from us again at the latest, counted from now.

    A complaint is never without such a day. Whoever asked, praised or had an idea was promised one day only: while it
    is ahead, that is the day they hear; once it is over, the longest silence of the charter holds for them too.
    """
    if not State(case.state).is_open or case.historic:
        return None
    charter = work.charters.get(case.charter_id).charter
    kind = Kind(case.kind)
    rule = charter.stage_rule(case.stage, kind=kind.value, body=case.body, unit=case.unit, service=case.service)
    if rule.inform is None or (kind is not Kind.COMPLAINT and await _has_a_day_ahead(work, case)):
        return None
    due = deadline(rule.inform, work.now, calendar_of(charter, case.body, case.unit))
    return NextWord(rule.inform, due)


async def _has_a_day_ahead(work: Work, case: Case) -> bool:
    clocks = await timers.clocks_of(work.session, case.id)
    return any(
        one.kind in PROMISED and one.stopped_at is None and one.fired_at is None and one.promised_at >= work.now
        for one in clocks
    )


PROMISED = frozenset({ClockKind.RESPOND.value, ClockKind.PASS_ON.value})


async def listen_again(work: Work, case: Case) -> None:
    """Stop the silence clock and, while somebody waits, start the next one from now."""
    await timers.stop(work, case.id, [ClockKind.INFORM.value])
    word = await next_word(work, case)
    if word is None:
        return
    generation = await timers.latest_generation(work.session, case.id, case.stage_no, ClockKind.INFORM.value) + 1
    running = timers.Running(ClockKind.INFORM.value, word.limit, word.deadline, generation)
    fresh = timers.row(
        work, running, subject_id=case.id, stage_no=case.stage_no, charter_id=case.charter_id, started_at=work.now
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
