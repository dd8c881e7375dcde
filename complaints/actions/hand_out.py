"""Bringing people by post and telephone what was written to them: the tray, one letter, and what came of it."""

import enum
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.letters import in_their_words
from complaints.actions.owe import when
from complaints.actions.reach import reach
from complaints.actions.send import reached, whom, wrapped
from complaints.domain.access import HAND_OUT
from complaints.domain.consent import holds
from complaints.domain.deliveries import (
    DONE,
    DROPPED,
    HAND,
    NEW_CODE,
    OWED,
    PHONE,
    POST,
    AlreadyDone,
    CodeFirst,
    NoSuchDelivery,
    NotNow,
)
from complaints.domain.privacy import may_see_name
from complaints.kernel import journal
from complaints.kernel.text import date_words
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.messages import Deliver
from complaints.reads.deliveries import InTray, TrayFilter, in_tray
from complaints.reads.deliveries import tray as waiting
from complaints.store import Case, deliveries
from complaints.store.deliveries import Delivery
from standards.errors import Fault, Invalid, NotFound
from standards.language import say

STUCK = timedelta(days=3)
"""After how long mail that does not leave is somebody's to look into."""

TRY_AGAIN = timedelta(hours=3)
"""How long to wait before somebody who was not reached is called again."""

MOST = 200


class Outcome(enum.StrEnum):
    """What came of a letter or a call."""

    DONE = "done"
    NOT_REACHED = "not_reached"
    GIVEN_UP = "given_up"


class Tray(msgspec.Struct, frozen=True):
    """What waits: what may be done now, and what has to wait for an hour that is safe, with when that begins."""

    now: list[InTray]
    later: list[InTray]
    is_cut: bool


class Opened(msgspec.Struct, frozen=True):
    """One letter or call with whom it goes to, right after it was opened; `words` are what leaves the house."""

    one: InTray
    subject: str
    words: str
    identity: Identity


async def tray(work: Work) -> Tray:
    """Return what this actor has to carry out by hand, the oldest first."""
    charters = [adopted.charter for adopted in work.charters.history()]
    independent = {tier.key for charter in charters for tier in charter.tiers if tier.independent}
    wanted = TrayFilter(independent=independent, stuck_before=work.now - STUCK, most=MOST + 1)
    found = await waiting(work.session, work.actor, wanted)
    shown = [_timed(work, one) for one in _still_wanted(work, found[:MOST])]
    return Tray(
        now=[one for one in shown if one.due_at <= work.now],
        later=[one for one in shown if one.due_at > work.now],
        is_cut=len(found) > MOST,
    )


def _still_wanted(work: Work, found: Iterable[InTray]) -> Iterable[InTray]:
    """Leave out what goes to somebody who may not hear of the case any more."""
    for one in found:
        if one.consent is None or holds(one.consent, work.now, work.today):
            yield one


def _timed(work: Work, one: InTray) -> InTray:
    """Return it with when it may be done: a call only in safe hours, on this day as on the first."""
    if one.way != PHONE:
        return one
    return msgspec.structs.replace(one, due_at=max(one.due_at, when(work, one, PHONE, one.message)))


async def look_at(work: Work, key: UUID) -> InTray:
    """Return one letter or call without whom it goes to; raise NoSuchDelivery where it is not theirs to carry."""
    _, way = await _reach(work, key)
    return _timed(work, await _shown(work, way))


async def open_one(work: Work, key: UUID) -> Opened:
    """
    Return one letter or call with whom it goes to and what it says.

    Somebody sees a name for it, so that stands in the journal like every other opening, with the reason, and the person
    can read it. Raises NotNow for a call outside their safe hours: nobody needs the number then.
    """
    case, way = await _reach(work, key)
    one = _timed(work, await _shown(work, way))
    if one.way == PHONE and one.due_at > work.now:
        raise NotNow("This is not a safe time to call. The list says from when it is.")
    identity = await whom(work, case, way)
    if identity is None:
        raise NotFound("Nothing is kept about this person any more, or they may not hear of the case any more.")
    kept = await store.message(work.session, case.id, way.message)
    if kept is None:
        raise NoSuchDelivery
    await journal.record(work, case, "identity.opened", reason=_reason(work, case, one), to_bring=one.way)
    await work.session.flush()
    subject, words = await wrapped(work, case, kept.subject, kept.body)
    return Opened(one, subject, words, identity)


async def finish(work: Work, key: UUID, outcome: Outcome, note: str) -> None:
    """Write down what came of a letter or a call; who was not reached is called again, who cannot be is given up."""
    case, way = await _reach(work, key)
    if outcome is not Outcome.DONE and not note:
        raise Invalid("Say what happened.", faults=[Fault("note", "Say what happened. It helps whoever tries next.")])
    if outcome is Outcome.DONE and way.message.startswith(NEW_CODE):
        raise CodeFirst
    if outcome is Outcome.NOT_REACHED:
        way.due_at = work.now + TRY_AGAIN
        kind = "delivery.tried"
    else:
        way.state = DONE if outcome is Outcome.DONE else DROPPED
        way.done_at, way.done_by = work.now, work.actor.label
        kind = "delivery.done" if outcome is Outcome.DONE else "delivery.given_up"
    way.note = note or None
    if outcome is Outcome.DONE and way.consent_id is None:
        await reached(work, Deliver(case.id, way.message), way.way)
    await journal.record(work, case, kind, message=way.message, way=way.way)
    await work.session.flush()


async def _reach(work: Work, key: UUID) -> tuple[Case, Delivery]:
    """Return a way that is still owed, with its case, where this actor may carry it and may know the name."""
    way = await deliveries.locked(work.session, key)
    case = await reach(work, way.case_id, HAND_OUT)
    if not may_see_name(work.actor, case.visibility):
        raise NoSuchDelivery
    if way.state != OWED:
        raise AlreadyDone
    return case, way


async def _shown(work: Work, way: Delivery) -> InTray:
    one = await in_tray(work.session, way.id)
    if one is None:
        raise NoSuchDelivery
    return one


def _reason(work: Work, case: Case, one: InTray) -> str:
    """Say to the person why somebody saw their name, in their language."""
    zone = work.charters.get(case.charter_id).charter.authority.time_zone
    with in_their_words(work, case):
        day = date_words(one.sent_at, zone, case.language)
        if one.way == POST:
            return say("To send our letter of {day} by post.", day=day)
        if one.way == HAND:
            return say("To bring our message of {day} in the form you asked for.", day=day)
        return say("To tell you by telephone what we wrote on {day}.", day=day)
