"""What happens later: letters are written, silences are broken, and broken promises are noticed."""

from datetime import timedelta
from typing import Any

from complaints import store
from complaints.actions.converse import listen_again
from complaints.actions.draft import forget_old_drafts
from complaints.actions.letters import in_their_words, in_words, letter_facts, write_letter
from complaints.actions.reach import settle
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import calendar_of
from complaints.domain.silence import STILL_HERE, Office, Waiting, Words, since_last_word, still_here
from complaints.kernel import journal, limits, outbox, timers
from complaints.kernel.text import date_words
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Tell, Tidy
from complaints.store import Case
from standards.language import named

KEPT = timedelta(days=30)
"""How long finished jobs and submission keys are kept."""


async def tell(work: Work, message: Tell) -> None:
    """Write a letter to the person, once; it stands in their thread whether or not they gave an address."""
    case = await store.load(work.session, message.case_id)
    if await store.message(work.session, case.id, message.key):
        return
    await write_letter(work, case, letter=message.letter, key=message.key, facts=message.facts)


async def tidy(work: Work, _message: Tidy) -> None:
    """Clear away what has served."""
    await outbox.forget_done(work.session, work.now - KEPT)
    await store.forget_submissions(work.session, work.now - KEPT)
    await limits.forget_attempts(work.session, work.now - KEPT)
    await forget_old_drafts(work)


async def acknowledgement_is_late(work: Work, clock: Fired) -> None:
    """Nobody has taken the case on in time: the person is told so, and the desk sees it at the top."""
    case = await store.load(work.session, clock.subject_id)
    await _told_late(work, case, clock, "late_acknowledgement")


async def service_is_late(work: Work, clock: Fired) -> None:
    """What the service itself promises was not given by its day: the person is told; nothing climbs, nothing closes."""
    case = await store.load(work.session, clock.subject_id)
    await _told_late(work, case, clock, "late_service", promised_by=clock.promised_at)


async def thanks_are_late(work: Work, clock: Fired) -> None:
    """A compliment was not passed on by its day: whoever gave it is told, and hears on until it is."""
    case = await store.load(work.session, clock.subject_id)
    await _told_late(work, case, clock, "late_thanks", promised_by=clock.promised_at)


async def undertaking_is_late(work: Work, clock: Fired) -> None:
    """What was promised to put it right was not done by its day: the person is told."""
    case = await store.load(work.session, clock.subject_id)
    remedies = {one.id: one.words for one in await store.remedies(work.session, case.id)}
    facts = {"promised_by": clock.promised_at, "promise": remedies.get(clock.id, "")}
    await _told_late(work, case, clock, "late_undertaking", key=f"late_undertaking:{clock.id}", **facts)


async def silence_is_broken(work: Work, clock: Fired) -> None:
    """Say something true before the longest silence the charter allows is over; then the next one begins."""
    case = await store.load(work.session, clock.subject_id)
    if clock.stage_no != case.stage_no or await _is_told_otherwise(work, case):
        await listen_again(work, case)
        await settle(work, case)
        return
    waiting = await _waiting(work, case)
    zone = calendar_of(work.charters.get(case.charter_id).charter, case.body, case.unit).zone
    words = Words(lambda at: date_words(at, zone, case.language), lambda at: at.astimezone(zone).date())
    with in_their_words(work, case):
        paragraphs = still_here(waiting, words)
    key = f"{STILL_HERE}:{clock.stage_no}:{clock.generation}"
    facts = {"paragraphs": paragraphs, "door_is_named": waiting.names_office}
    await write_letter(work, case, letter=STILL_HERE, key=key, facts=facts)


async def _is_told_otherwise(work: Work, case: Case) -> bool:
    """Whether nobody waits any more, or the late answer is told in this very sweep: that says more."""
    if not State(case.state).is_open:
        return True
    answer = await timers.alive(work.session, case.id, case.stage_no, ClockKind.RESPOND.value)
    return (
        answer is not None
        and answer.fired_at is None
        and answer.held_at is None
        and max(answer.due_at, answer.promised_at) < work.now
    )


async def _waiting(work: Work, case: Case) -> Waiting:
    """Return what is true of a case that waits, counted from its journal and its clocks."""
    charter = work.charters.get(case.charter_id).charter
    entries = await journal.entries(work.session, case.id)
    stage = await store.stage(work.session, case)
    facts = await letter_facts(work, case)
    held = [entry.payload or {} for entry in entries if entry.kind == "clock.held"]
    with in_their_words(work, case):
        tier, following, top = facts["tier"], facts["next_tier"], in_words(charter.top)
        contact = top.contact
        office = Office(top.who, contact.phone, contact.hours, contact.email, contact.address)
        return Waiting(
            kind=Kind(case.kind),
            state=State(case.state),
            now=work.now,
            step=named(charter.stage(case.stage).name),
            who=tier.who,
            body=facts["body"],
            received_at=case.received_at,
            since=stage.started_at,
            heard=since_last_word(entries, case.received_at),
            respond_by=facts["respond_by"],
            pass_on_by=facts["pass_on_by"],
            hold_until=facts["held_until"],
            hold_reason=named(str(held[-1].get("reason", ""))) if held else "",
            inform_by=facts["inform_by"],
            next_door=following.who if following else "",
            goes_by_itself=tier.on_late == "climb",
            office=None if tier.independent else office,
        )


async def _told_late(work: Work, case: Case, clock: Fired, letter: str, *, key: str = "", **facts: Any) -> None:
    """Write in the journal that a promise was broken and when it was due, and say so to the person."""
    await journal.record(work, case, "clock.late", clock=clock.kind, due_at=clock.promised_at.isoformat())
    known = key or f"{letter}:{clock.stage_no}:{clock.generation}"
    await write_letter(work, case, letter=letter, key=known, facts=facts)
