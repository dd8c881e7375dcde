"""Before something is sent: whether it may be the same matter as a case that stands, told in nobody else's words."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from complaints.actions.attach import arrived
from complaints.actions.converse import add
from complaints.actions.lodge import sent_before
from complaints.actions.own import own
from complaints.domain.access import ADD, CaseRelations, allowed, person
from complaints.domain.case import NoSuchCase, State
from complaints.domain.matter import Matter
from complaints.domain.places import place_key
from complaints.domain.routing import goes_to_office
from complaints.domain.same_words import same_words
from complaints.kernel import vault
from complaints.kernel.work import Work
from complaints.reads.nearby import open_nearby, sent_since
from complaints.schemas import Submission
from complaints.store import Case, load
from complaints.store.drafts import move_attachments

TWICE = timedelta(hours=24)
LATELY = timedelta(days=30)
SEVERAL = 3
"""Fewer cases than this say nothing of a place: one might be somebody's neighbour."""


class Known(msgspec.Struct, frozen=True):
    """A case of the same person; `reference` and `at` are all that is ever shown of it."""

    id: UUID
    reference: str
    at: datetime


class Match(msgspec.Struct, frozen=True):
    """
    What may be the same matter.

    `same` was sent within a day in almost the same words by somebody reached the same way, from this browser; `own` is
    the case open in it, about the same service. `others` says that several people told us about this place.
    """

    same: Known | None = None
    own: Known | None = None
    others: bool = False

    def case(self, which: str) -> Known | None:
        """Return the case that somebody chose to add to: 'same' or 'own'."""
        return {"same": self.same, "own": self.own}.get(which)


async def same_matter(work: Work, submission: Submission, *, sent: str | None = None) -> Match:
    """
    Return what may be the same matter as *submission*; *sent* is the key under which this browser sent something.

    Words and an address prove nothing: an office has the words, and would try addresses until one fits. So only what
    was sent from here, or is open here, is ever named. What goes straight to the ombudsperson is compared with its
    like only: it must not end in a case the body has.
    """
    here = await _acting_on(work)
    same = await _sent_twice(work, submission, await _shown_here(work, here, sent))
    if submission.chosen is Matter.REPRISAL:
        return Match(same)
    mine = _about_the_same(here, submission)
    return Match(same, None if mine and same and mine.id == same.id else mine, await _have_others(work, submission))


async def open_here(work: Work, matter: Matter | None) -> Known | None:
    """
    Return the case that is open in this browser, None when none is.

    Of one that the body knows nothing of nothing is said where *matter* goes to the body: it would learn of it.
    """
    here = await _open_now(work)
    if here is None:
        return None
    case, relations = here
    is_for_office = matter is not None and goes_to_office(work.charter.charter, matter)
    return _known(case) if relations.known_to_body or is_for_office else None


async def add_to_case(work: Work, known: Known, words: str, *, staff_named: str | None, draft: UUID, sent: str) -> None:
    """
    Add to a case what was about to be a new one, with what hangs on the *draft*; the same key *sent* adds it once.

    Names of staff go where the unit does not see them.
    """
    # Whoever has just sent the case from here may write more; they read nothing of it by that.
    acting = work if work.actor.case_id == known.id else _as_person(work, known.id)
    message = await add(acting, known.id, words, sent=sent)
    work.wakes = work.wakes or acting.wakes
    if message is None:
        return
    await move_attachments(work.session, draft, known.id, message)
    await arrived(acting, known.id, message)
    if staff_named:
        case = await load(work.session, known.id)
        case.staff_named = "\n".join(part for part in (case.staff_named, staff_named) if part)
        await work.session.flush()


def _as_person(work: Work, key: UUID) -> Work:
    return Work(work.session, person(key), work.now, work.charters, work.keys)


async def _open_now(work: Work) -> tuple[Case, CaseRelations] | None:
    """Return the case that is open in this browser with what the rules look at, None when none is."""
    try:
        return await own(work)
    except NoSuchCase:
        return None


async def _acting_on(work: Work) -> Case | None:
    """Return the case that is open in this browser, None too for somebody who only follows it."""
    here = await _open_now(work)
    if here is None:
        return None
    case, relations = here
    return case if allowed(work.actor, ADD, relations) else None


async def _shown_here(work: Work, here: Case | None, sent: str | None) -> set[str]:
    """Return the references that this browser has been shown: of the case open in it, and of its last receipt."""
    receipt = await sent_before(work, sent) if sent else None
    return {one.reference for one in (here, receipt) if one is not None}


async def _sent_twice(work: Work, submission: Submission, shown: set[str]) -> Known | None:
    identity = submission.contact.identity() if submission.contact else None
    if identity is None or not shown:
        return None
    people = await vault.found_by_reach(work, identity)
    for one in await sent_since(work.session, people, work.now - TWICE) if people else []:
        is_alike = (one.matter == Matter.REPRISAL) == (submission.chosen is Matter.REPRISAL)
        if one.reference in shown and is_alike and same_words(one.narrative, submission.narrative):
            return Known(one.id, one.reference, one.received_at)
    return None


def _about_the_same(here: Case | None, submission: Submission) -> Known | None:
    """Return the case that is open here when it is about the same service; what the office alone has is not named."""
    if here is None or submission.service is None or here.service != submission.service:
        return None
    return None if not State(here.state).is_open or here.matter == Matter.REPRISAL else _known(here)


def _known(case: Case) -> Known:
    return Known(case.id, case.reference, case.received_at)


async def _have_others(work: Work, submission: Submission) -> bool:
    place = place_key(submission.place)
    if submission.service is None or place is None:
        return False
    return await open_nearby(work.session, submission.service, place, work.now - LATELY) >= SEVERAL
