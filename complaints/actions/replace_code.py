"""
Giving a new code to somebody who lost theirs, by a way we know already and by no other.

What was asked for is looked at later, in the background: whoever asks learns nothing from the answer, nor from how
long it took. The new code goes out alone, never with the reference; from that moment the old one opens nothing.
"""

import base64
import unicodedata
from datetime import timedelta
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.confide import drawn_code, hash_of, known, safe_moment, tell_by_hand
from complaints.actions.own import own_to_change
from complaints.actions.reach import reach
from complaints.domain.access import ASSIST, PUBLIC, Actor, person
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.consent import holds
from complaints.domain.deliveries import DONE, NEW_CODE, OWED
from complaints.domain.privacy import SEEN_BY_STAFF, can_reach, may_see_name
from complaints.domain.reference import normal_reference, normal_signs
from complaints.kernel import journal, outbox, vault
from complaints.kernel.limits import Rule, spend
from complaints.kernel.sealing import open_with, seal_with
from complaints.kernel.vault import Identity, normal_email, normal_phone
from complaints.kernel.work import Boundary, Work
from complaints.messages import Confide, LostCode, ReplaceCode
from complaints.store import Case, KeptConsent, contacts, deliveries
from standards.errors import Conflict, Fault, Invalid, NotAllowed
from standards.language import say

BY_CASE = Rule("lost_code.case", most=5, window=timedelta(days=1))
BY_CONTACT = Rule("lost_code.contact", most=5, window=timedelta(days=1))
BY_ADDRESS = Rule("lost_code.address", most=30, window=timedelta(hours=1))

SEALED_FOR = b"lost-code"
SHORTEST_POST = 4


class LostDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody types who lost their code: the reference if they have it, and one way by which we know them."""

    reference: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""


class HandedCode(msgspec.Struct, frozen=True):
    """A code made for somebody to read out or to post: shown once, with where it goes."""

    reference: str
    code: str
    way: str
    language: str
    identity: Identity


class FreshCode(msgspec.Struct, frozen=True):
    """A code the person made themself, and who they are with it."""

    reference: str
    code: str
    actor: Actor


class NoCodeOwed(Conflict):
    """Nobody waits for this code any more: somebody else has given it."""

    code = "no-code-owed"

    def __init__(self) -> None:
        super().__init__("This new code is not waiting any more. Look at the case again.")


async def ask_for_code(boundary: Boundary, draft: LostDraft, *, address: str) -> None:
    """
    Take in that somebody lost their code; the same is done for every wish, whether anything fits or not.

    Raises Invalid when it could help nobody, and TooMany.
    """
    _check(draft)
    contact = normal_email(draft.email) or normal_phone(draft.phone) or _plain(draft.post)
    charges = [(BY_CONTACT, contact), (BY_ADDRESS, address)]
    if draft.reference:
        charges.append((BY_CASE, normal_reference(draft.reference) or normal_signs(draft.reference)[:20]))
    await spend(boundary, *charges)
    async with boundary.work(PUBLIC) as work:
        sealed = seal_with(work.keys.vault, msgspec.json.encode(draft), SEALED_FOR)
        await outbox.post(work, LostCode(base64.b64encode(sealed).decode()))


async def lost_code(work: Work, message: LostCode) -> None:
    """Do what was asked for where reference and contact belong together; otherwise nothing, and nobody is told."""
    opened = open_with(work.keys.vault, base64.b64decode(message.sealed), SEALED_FOR)
    draft = msgspec.json.decode(opened, type=LostDraft)
    if not draft.reference:
        await _list_references(work, draft.email)
        return
    try:
        case = await store.load(work.session, await store.id_of(work.session, normal_reference(draft.reference) or ""))
    except NoSuchCase:
        return
    way = _fits(await known(work, case), draft, case.reply_by) if case.reply_by else None
    if way is not None:
        await _give(work, case, way)
        return
    for consent in await store.consents(work.session, case.id):
        if await _is_theirs(work, consent, draft):
            await outbox.post(work, ReplaceCode(case.id, consent.id))
            return


async def replace_code(work: Work, message: ReplaceCode) -> None:
    """Make a new code and have it mailed; the old one and every session it opened are over."""
    case = await store.load(work.session, message.case_id)
    whose: Case | KeptConsent | None = case
    if message.consent_id is not None:
        whose = await contacts.consent(work.session, message.consent_id)
    if whose is None or whose.reply_by is None:
        return
    drawing = work.new_id()
    whose.code_hash = hash_of(work, case.id, drawn_code(work, drawing))
    await _written_down(work, case, "email", is_theirs=whose is case)
    await outbox.post(work, Confide(case.id, "new_code", drawing, message.consent_id))


async def hand_code(work: Work, delivery_id: UUID) -> HandedCode:
    """
    Make the code that a person waits for on the telephone or by post, and return it to be shown once.

    Only those who may know the person; that they saw who it is stands where the person can read it.
    """
    row = await deliveries.locked(work.session, delivery_id)
    if not row.message.startswith(NEW_CODE):
        raise NoSuchCase
    case = await reach(work, row.case_id, ASSIST)
    if not may_see_name(work.actor, case.visibility):
        raise NotAllowed("The person asked that your team does not see who they are.", open=True)
    if row.state != OWED:
        raise NoCodeOwed
    identity = await known(work, case)
    code = drawn_code(work, work.new_id())
    case.code_hash = hash_of(work, case.id, code)
    row.state, row.done_at, row.done_by = DONE, work.now, work.actor.label
    await journal.record(work, case, "identity.opened", reason="To give the new code that you asked for")
    await _written_down(work, case, row.way)
    return HandedCode(case.reference, code, row.way, case.language, identity)


async def own_new_code(work: Work) -> FreshCode:
    """Make a new code for whoever is in with the old one, which opens nothing any more, on no device."""
    case = await own_to_change(work)
    code = drawn_code(work, work.new_id())
    case.code_hash = hash_of(work, case.id, code)
    await _written_down(work, case, "page")
    return FreshCode(case.reference, code, person(case.id, case.code_hash))


def _check(draft: LostDraft) -> None:
    if not (draft.email or draft.phone or draft.post):
        said = say("Enter one way by which we know you: e-mail, telephone or address.")
        raise Invalid(said, faults=[Fault("email", said)])
    if not draft.reference and not draft.email:
        said = say("Enter your reference too. Without it, only an e-mail address helps us to find your case.")
        raise Invalid(said, faults=[Fault("reference", said)])
    if draft.post and len(_plain(draft.post)) < SHORTEST_POST:
        said = say("Enter the postcode, or the street and number, as you gave them to us.")
        raise Invalid(said, faults=[Fault("post", said)])


def _fits(identity: Identity, draft: LostDraft, way: str) -> str | None:
    """
    Return by which way the person is known as they say, None where nothing they typed is theirs.

    Mail goes by itself, so only to who is written to by mail: another may have an address that somebody else reads.
    """
    if way == "email" and draft.email and normal_email(draft.email) == normal_email(identity.email):
        return "email"
    if draft.phone and normal_phone(draft.phone) == normal_phone(identity.phone):
        return "phone"
    if draft.post and identity.post and _plain(draft.post) in _plain(identity.post):
        return "post"
    return None


def _plain(text: str) -> str:
    """Return an address as its letters and digits alone, so that nobody fails at a comma."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


async def _is_theirs(work: Work, consent: KeptConsent, draft: LostDraft) -> bool:
    if consent.person_id is None or consent.reply_by is None or not draft.email:
        return False
    if not holds(consent, work.now, work.today):
        return False
    return _fits(await vault.identify(work, consent.person_id), draft, consent.reply_by) == "email"


async def _give(work: Work, case: Case, way: str) -> None:
    if way not in SEEN_BY_STAFF:
        # Somebody waits for it, so quiet hours do not count; the hours in which it is safe to write do.
        at = safe_moment(work, case, is_awaited=True)
        await outbox.post(work, ReplaceCode(case.id), run_at=at)
        return
    if not can_reach(way, Visibility(case.visibility)) or await contacts.owed(work.session, case.id, NEW_CODE):
        return
    await tell_by_hand(work, case, "new_code_by_hand", f"{NEW_CODE}{case.journal_length + 1}", way, by=way)
    await journal.record(work, case, "code.asked", way=way)
    await work.session.flush()


async def _list_references(work: Work, email: str) -> None:
    """Mail somebody the references of their open cases, at a time that is safe for all of them."""
    mine = await contacts.open_cases_of(work.session, await vault.found_by_email(work, email))
    if mine:
        at = max(safe_moment(work, case, is_awaited=True) for case in mine)
        await outbox.post(work, Confide(mine[0].id, "references", work.new_id()), run_at=at)


async def _written_down(work: Work, case: Case, way: str, *, is_theirs: bool = True) -> None:
    await journal.record(work, case, "code.replaced", way=way, whose="person" if is_theirs else "representative")
    await work.session.flush()
