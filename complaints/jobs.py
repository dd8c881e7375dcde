"""What happens later: letters are written and delivered, and broken promises are noticed."""

from datetime import timedelta
from typing import Any

import msgspec

from complaints import store
from complaints.actions.converse import told
from complaints.actions.reach import settle
from complaints.domain.case import ClockKind, State
from complaints.domain.promises import calendar_of
from complaints.kernel import journal, limits, outbox, vault
from complaints.kernel.mail import Letter
from complaints.kernel.rendering import render
from complaints.kernel.timers import Fired, clocks_of
from complaints.kernel.work import Work
from complaints.messages import Deliver, Tell, Tidy
from complaints.store import Case

SERVICE = ClockKind.SERVICE.value
KEPT = timedelta(days=30)
"""How long finished jobs and submission keys are kept."""


async def tell(work: Work, message: Tell) -> None:
    """Write a letter to the person, once; it stands in their thread whether or not they gave an address."""
    case = await store.load(work.session, message.case_id)
    if await store.message(work.session, case.id, message.key):
        return
    await write_letter(work, case, letter=message.letter, key=message.key, facts=message.facts)


async def write_letter(work: Work, case: Case, *, letter: str, key: str, facts: dict[str, Any]) -> None:
    """Render a letter from its template and keep it in the person's thread."""
    text = render(f"messages/{letter}.txt", **await _letter_facts(work, case), **facts)
    subject, _, words = text.partition("\n")
    await told(work, case, key=key, subject=subject.removeprefix("Subject:").strip(), words=words.strip())


async def letter_for(work: Work, message: Deliver) -> Letter | None:
    """Return the mail to send, None when it went already or there is no address."""
    case = await store.load(work.session, message.case_id)
    kept = await store.message(work.session, case.id, message.key)
    if kept is None or kept.delivered_at is not None or case.person_id is None:
        return None
    identity = await vault.identify(work, case.person_id)
    if identity.email is None:
        return None
    subject = kept.subject or f"About your message {case.reference}"
    return Letter(f"{case.id}:{kept.key}", identity.email, subject, kept.body, kept.sent_at)


async def delivered(work: Work, message: Deliver) -> None:
    """Write down that the mail was handed over."""
    kept = await store.message(work.session, message.case_id, message.key)
    if kept is not None:
        kept.delivered_at = work.now
        kept.by = "email"
        await work.session.flush()


async def tidy(work: Work, _message: Tidy) -> None:
    """Clear away what has served."""
    await outbox.forget_done(work.session, work.now - KEPT)
    await store.forget_submissions(work.session, work.now - KEPT)
    await limits.forget_attempts(work.session, work.now - KEPT)


async def acknowledgement_is_late(work: Work, clock: Fired) -> None:
    """Nobody has taken the case on in time: the person is told so, and the desk sees it at the top."""
    case = await store.load(work.session, clock.subject_id)
    await note_lateness(work, case, clock)
    await write_letter(
        work,
        case,
        letter="late_acknowledgement",
        key=f"late_acknowledgement:{clock.stage_no}:{clock.generation}",
        facts={},
    )


async def silence_is_broken(work: Work, clock: Fired) -> None:
    """Say something true before the longest silence the charter allows is over; then the next one begins."""
    case = await store.load(work.session, clock.subject_id)
    await write_letter(
        work,
        case,
        letter="still_here",
        key=f"still_here:{clock.stage_no}:{clock.generation}",
        facts={"generation": clock.generation},
    )


async def service_is_late(work: Work, clock: Fired) -> None:
    """What the service itself promises was not given by its day: the person is told; nothing climbs, nothing closes."""
    case = await store.load(work.session, clock.subject_id)
    await note_lateness(work, case, clock)
    await write_letter(
        work,
        case,
        letter="late_service",
        key=f"late_service:{clock.stage_no}:{clock.generation}",
        facts={"promised_by": clock.promised_at},
    )


async def promise_is_late(work: Work, clock: Fired) -> None:
    """A compliment was not passed on, or an undertaking not done, by its day: it is written down."""
    case = await store.load(work.session, clock.subject_id)
    await note_lateness(work, case, clock)
    await settle(work, case)


async def note_lateness(work: Work, case: Case, clock: Fired) -> None:
    """Write in the journal that a promise was broken, and when it was due."""
    await journal.record(work, case, "clock.late", clock=clock.kind, due_at=clock.promised_at.isoformat())


async def _letter_facts(work: Work, case: Case) -> dict[str, Any]:
    """Return what every letter may say: the case, the authority, the dates still running, the ombudsperson."""
    charter = work.charters.get(case.charter_id).charter
    zone = calendar_of(charter, case.body, case.unit).zone
    every = await clocks_of(work.session, case.id)
    clocks = [one for one in every if one.stage_no == case.stage_no]
    running = {one.kind: one.promised_at for one in clocks if one.stopped_at is None and one.held_at is None}
    respond, inform = running.get(ClockKind.RESPOND.value), running.get(ClockKind.INFORM.value)
    next_tier = charter.next_tier(case.tier)
    return {
        "lang": case.language,
        "zone": zone,
        "now": work.now,
        "reference": case.reference,
        "kind": case.kind,
        "state": case.state,
        "is_open": State(case.state).is_open,
        "body": charter.bodies[case.body].name if case.body in charter.bodies else case.body,
        "authority": charter.authority,
        "contact": charter.contact,
        "tier": charter.tier(case.tier),
        "next_tier": next_tier,
        "ombudsperson": msgspec.structs.replace(charter.top, name=charter.top.who or charter.top.name),
        "received_at": case.received_at,
        "acknowledge_by": running.get(ClockKind.ACKNOWLEDGE.value),
        "respond_by": respond,
        "is_late": respond is not None and respond < work.now,
        "inform_by": inform,
        "held_until": running.get(ClockKind.HOLD.value),
        "pass_on_by": running.get(ClockKind.PASS_ON.value),
        "service_by": next((one.due_at for one in every if one.kind == SERVICE and one.stopped_at is None), None),
        "service_promise": standard.promise if (standard := charter.standard(case.standard)) else "",
        "outcome": case.outcome,
    }
