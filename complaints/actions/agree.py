"""Letting somebody act for the person of a case: by the person on their page, or as they said on paper or by phone."""

from datetime import date
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.confide import drawn_code, hash_of, safe_moment, tell_by_hand
from complaints.actions.letters import in_their_words
from complaints.actions.own import own_to_change
from complaints.actions.reach import reach
from complaints.domain.access import ASSIST, OWN, allowed
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.consent import RELATIONS, Given, Relation, Scope, holds
from complaints.domain.privacy import can_reach
from complaints.kernel import journal, outbox, vault
from complaints.kernel.work import Work
from complaints.messages import Confide, Represented
from complaints.reads.contacts import ConsentView, consents_of
from complaints.schemas import Contact
from complaints.store import Case, contacts
from standards.errors import Conflict, Fault, Invalid
from standards.language import say

MOST = 10


class HelperDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who acts for the person: what they are to them, what they may do, how they are reached, until which day."""

    relation: Relation
    scope: Scope
    contact: Contact
    expires_on: date | None = None


class Helper(msgspec.Struct, frozen=True):
    """Somebody who acts or acted for the person, with the name they were given under, if any."""

    consent: ConsentView
    name: str | None


class Acting(msgspec.Struct, frozen=True):
    """Everybody who acts or acted for the person of a case."""

    reference: str
    helpers: list[Helper]


class TooManyHelpers(Conflict):
    """More people act for somebody than anybody can keep in view."""

    code = "too-many-helpers"

    def __init__(self) -> None:
        said = say("{count} people can see this case already. End what is not needed first.", count=MOST)
        super().__init__(said)


async def agree(work: Work, draft: HelperDraft, *, key: str, case_id: UUID | None = None) -> str:
    """
    Let somebody act for the person from now on, and return their own code, to be shown once.

    Without a *case_id* the person themself agrees, on their page; what staff writes down for them is told to them, so
    that nobody reads a case in their name unseen. With the same *key* the same consent is meant, and its code comes
    again.
    """
    by_person = case_id is None
    case = await own_to_change(work) if case_id is None else await reach(work, case_id, ASSIST)
    _check(work, draft, Visibility(case.visibility))
    consent_id = UUID(bytes=work.keys.fingerprint(b"consent", f"{case.id}:{key}")[:16])
    code = drawn_code(work, consent_id)
    if await contacts.consent(work.session, consent_id):
        return code
    await _room_for_one(work, case)
    identity = draft.contact.identity()
    contacts.add_consent(
        work.session,
        id=consent_id,
        case_id=case.id,
        person_id=None if identity.is_empty() else await vault.keep(work, identity),
        code_hash=hash_of(work, case.id, code),
        relation=draft.relation.value,
        scope=draft.scope.value,
        given=(Given.PERSON if by_person else Given.PAPER).value,
        given_at=work.now,
        expires_on=draft.expires_on,
        reply_by=draft.contact.reply_by(),
    )
    await journal.record(work, case, "consent.given", relation=draft.relation.value, scope=draft.scope.value)
    await work.session.flush()
    if not by_person:
        await outbox.post(work, Represented(case.id, consent_id))
    return code


async def who_acts(work: Work) -> Acting:
    """Return who acts and acted for the person, to themself; raise NoSuchCase for everybody else."""
    if work.actor.case_id is None:
        raise NoSuchCase
    case = await store.look_up_key(work.session, work.actor.case_id)
    if not allowed(work.actor, OWN, await store.relations(work, case)):
        raise NoSuchCase
    return Acting(case.reference, [Helper(one, await _name(work, one)) for one in await consents_of(work, case.id)])


async def _name(work: Work, one: ConsentView) -> str | None:
    return None if one.person_id is None else (await vault.identify(work, one.person_id)).name


async def tell_of_representative(work: Work, message: Represented) -> None:
    """Tell the person who acts for them, by their own words or by what staff wrote down, so that they can end it."""
    case = await store.load(work.session, message.case_id)
    consent = await contacts.consent(work.session, message.consent_id)
    if consent is None or consent.ended_at is not None or not can_reach(case.reply_by, Visibility(case.visibility)):
        return
    if case.reply_by == "email":
        at = safe_moment(work, case)
        await outbox.post(work, Confide(case.id, "represented", consent.id), run_at=at)
    elif case.reply_by is not None:
        with in_their_words(work, case):
            relation = say(RELATIONS[Relation(consent.relation)])
        key = f"represented:{consent.id}"
        await tell_by_hand(work, case, "represented", key, case.reply_by, relation=relation, given=consent.given)


def _check(work: Work, draft: HelperDraft, visibility: Visibility) -> None:
    faults = []
    if draft.expires_on is not None and draft.expires_on < work.today:
        faults.append(Fault("expires_on", say("This day is over. Enter today, or a later day.")))
    if not draft.contact.name:
        faults.append(Fault("contact.name", say("Enter a name, so that you know later who it is.")))
    if not can_reach(draft.contact.reply_by(), visibility):
        said = say("Nobody may see your name or theirs, so we can only write by e-mail. Leave the others empty.")
        faults.append(Fault("contact.email", said))
    if faults:
        raise Invalid(say("Some answers need another look."), faults=faults)


async def _room_for_one(work: Work, case: Case) -> None:
    given = await store.consents(work.session, case.id)
    if sum(holds(one, work.now, work.today) for one in given) >= MOST:
        raise TooManyHelpers
