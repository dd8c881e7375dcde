"""Giving an answer more time: asked for, granted or refused; the person is told why, and the first date stays."""

from uuid import UUID

from complaints import store
from complaints.actions.follow import RESPOND, Followed, follow
from complaints.actions.letters import in_their_words
from complaints.actions.reach import reach, settle
from complaints.domain.access import APPROVE_EXTENSION, HANDLE
from complaints.domain.course import CannotExtend, Wanted, extended, may_extend, more_time
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from complaints.schemas.drafts import ExtensionDraft
from complaints.store import Case, MoreTime
from standards.deadlines import Extension, Limit
from standards.errors import Fault, Invalid, NotAllowed

ASKED, GRANTED, REFUSED = "asked", "granted", "refused"


async def extend(work: Work, key: UUID, draft: ExtensionDraft, *, version: int | None = None) -> bool:
    """
    Give the answer more time, or ask for it where the charter wants somebody else to agree.

    Return whether it is granted. Raises CannotExtend, or Invalid for more than the charter allows.
    """
    case = await reach(work, key, HANDLE, version=version)
    followed = await follow(work, case)
    wanted = Wanted(draft.reason, draft.by, draft.until)
    may_extend(followed.course, followed.rule, work.now)
    if await store.asked_extension(work.session, case.id, case.stage_no):
        raise CannotExtend("Somebody asked for more time already. It is not decided yet.")
    extension = more_time(followed.course, followed.rule, wanted, work.now)
    is_granted = followed.rule.extend is not None and followed.rule.extend.approver == "handler"

    row = store.add_extension(
        work.session,
        id=work.new_id(),
        case_id=case.id,
        stage_no=case.stage_no,
        state=ASKED,
        reason=extension.reason,
        by=str(extension.by),
        words=draft.words,
        asked_by=work.actor.id,
        asked_at=work.now,
    )
    if is_granted:
        await _grant(work, case, followed, extension, row)
    else:
        await journal.record(work, case, "extension.asked", reason=extension.reason, by=extension.by.words)
        await work.session.flush()
    return is_granted


async def grant(work: Work, key: UUID, asked: UUID, *, version: int | None = None) -> None:
    """Agree to more time that somebody else asked for; what the charter allows is looked at again, as of now."""
    case = await reach(work, key, APPROVE_EXTENSION, version=version)
    row = await _to_decide(work, case, asked)
    followed = await follow(work, case)
    try:
        extension = more_time(followed.course, followed.rule, Wanted(row.reason, Limit.parse(row.by)), work.now)
    except Invalid as refused:
        raise CannotExtend(refused.faults[0].message) from refused

    await _grant(work, case, followed, extension, row)


async def refuse(work: Work, key: UUID, asked: UUID, why: str, *, version: int | None = None) -> None:
    """Refuse more time that somebody else asked for, with the reason; no date has moved, so the person is not told."""
    case = await reach(work, key, APPROVE_EXTENSION, version=version)
    row = await _to_decide(work, case, asked)
    if not why:
        raise Invalid("Say why not.", faults=[Fault("why", "Say why not. Whoever asked reads it.")])

    row.state, row.decided_by, row.decided_at = REFUSED, work.actor.id, work.now
    await journal.record(work, case, "extension.refused", why=why)
    await work.session.flush()


async def _to_decide(work: Work, case: Case, asked: UUID) -> MoreTime:
    row = await store.extension(work.session, asked)
    if row is None or row.case_id != case.id or row.stage_no != case.stage_no or row.state != ASKED:
        raise CannotExtend("This was decided already, or the step it was for is over.")
    if row.asked_by == work.actor.id:
        raise NotAllowed("You asked for it yourself, so somebody else has to decide.", open=True)
    return row


async def _grant(work: Work, case: Case, followed: Followed, extension: Extension, row: MoreTime) -> None:
    """Move the date and tell the person: reason, old date, new date and the ombudsperson's contact."""
    course, clock = followed.course, followed.clock
    due = extended(course, extension, work.now)
    plain = course.deadline(work.now, extensions=(*course.extensions, extension), plain=True)
    promised_at = max(due.due_at, course.promised_at)

    row.state, row.decided_by, row.decided_at = GRANTED, work.actor.id, work.now
    await timers.replace(work, clock, due, promised_at=promised_at, remind_at=followed.reminder(due, work.now))
    await journal.record(
        work,
        case,
        "clock.extended",
        clock=RESPOND,
        reason=extension.reason,
        by=extension.by.words,
        counts_from=extension.counts_from,
        before=course.promised_at.isoformat(),
        due={RESPOND: due.due_at.isoformat()},
        plain_due=plain.due_at.isoformat(),
        approved_by=work.actor.role.value,
        told=True,
    )
    await settle(work, case)

    with in_their_words(work, case):
        longer = extension.by.words
    facts = {
        "words": row.words,
        "reason": extension.reason,
        "by": longer,
        "before": followed.words(course.promised_at, case.language),
        "due": followed.words(promised_at, case.language),
    }
    await outbox.post(work, Tell(case.id, "extended", f"extended:{case.stage_no}:{clock.generation + 1}", facts))
