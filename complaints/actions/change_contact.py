"""
Changing how a person is reached: by themself only, and confirmed to the old contact before it holds.

Whoever is reached the old way hears of it first. Where the old way is not safe, nothing goes there any more, and the
change waits until somebody has spoken with the person.
"""

import enum
import hmac
from datetime import timedelta
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.confide import known, number_of, safe_moment, tell_by_hand
from complaints.actions.owe import owe_anew
from complaints.actions.own import own_to_change
from complaints.actions.reach import reach
from complaints.domain.access import ASSIST, OWN, allowed
from complaints.domain.case import NoSuchCase, Visibility
from complaints.domain.matter import Format
from complaints.domain.privacy import can_reach, is_narrower, masked_email, masked_phone
from complaints.kernel import journal, outbox, vault
from complaints.kernel.limits import Rule, spend
from complaints.kernel.sealing import open_with, seal_with
from complaints.kernel.vault import Identity
from complaints.kernel.work import Boundary, Work
from complaints.messages import Confide, ContactTakesEffect
from complaints.reads.contacts import ChangeView, waiting_change
from complaints.schemas import Contact, Line, Short, TimeOfDay
from complaints.store import Case, contacts
from complaints.store.contacts import Change
from standards.errors import Conflict, Fault, Invalid
from standards.language import say

WAITS = timedelta(days=7)
"""How long whoever is reached the old way has to stop a change."""

ASKS = Rule("contact.ask", most=5, window=timedelta(days=1))
TRIES = Rule("contact.number", most=5, window=timedelta(days=1))


class Way(enum.StrEnum):
    """How we write to somebody; NONE: not at all, they look with their code."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    NONE = "none"

    @property
    def stored(self) -> str | None:
        """What the case keeps of it."""
        return None if self is Way.NONE else self.value


class ContactDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How somebody wants to be reached; a part of `contact` that is not given stays as it is."""

    way: Way
    contact: Contact = Contact()
    is_unsafe: bool = False


class NeedsDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The language to write in, what somebody needs from us, and when it is safe; what is not given is not needed."""

    language: Line
    formats: tuple[Format, ...] = ()
    adjustments: Short | None = None
    safe_since: TimeOfDay | None = None
    safe_until: TimeOfDay | None = None
    safe_words: Line | None = None
    voicemail: bool = False
    neutral: bool = False


class NewContact(msgspec.Struct, frozen=True):
    """What a change brings, as it is sealed until it holds."""

    identity: Identity
    reply_by: str | None


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """
    How a person is reached, as their page shows it: enough for them to know it, too little for anybody else.

    `change` is what they asked for and does not hold yet.
    """

    reference: str
    way: Way
    email: str
    phone: str
    has_post: bool
    has_name: bool
    visibility: Visibility
    is_straight: bool
    needs: NeedsDraft
    languages: tuple[str, ...]
    change: ChangeView | None


class Outcome(enum.StrEnum):
    """What became of a wish to be reached another way."""

    HOLDS = "holds"
    WAITS = "waits"
    BY_PHONE = "by_phone"


class NoChange(Conflict):
    """Nothing waits to be confirmed or stopped."""

    code = "no-change"

    def __init__(self) -> None:
        super().__init__(say("No change of your contact is waiting."))


class WrongNumber(Invalid):
    """The number does not belong to the change that waits."""

    code = "wrong-number"

    def __init__(self) -> None:
        said = say("This is not the number we sent. Look at it again, or wait until the change holds by itself.")
        super().__init__(said, faults=[Fault("number", said)])


async def how_reached(work: Work) -> Reached:
    """Return how the person of this case is reached, to themself; raise NoSuchCase for everybody else."""
    if work.actor.case_id is None:
        raise NoSuchCase
    case = await store.look_up_key(work.session, work.actor.case_id)
    relations = await store.relations(work, case)
    if not allowed(work.actor, OWN, relations):
        raise NoSuchCase
    who = await known(work, case)
    charter = work.charters.get(case.charter_id).charter
    needs = {name: getattr(case, name) for name in NeedsDraft.__struct_fields__}
    return Reached(
        reference=case.reference,
        way=Way(case.reply_by or Way.NONE),
        email=masked_email(who.email) if who.email else "",
        phone=masked_phone(who.phone) if who.phone else "",
        has_post=bool(who.post),
        has_name=bool(who.name),
        visibility=Visibility(case.visibility),
        is_straight=not relations.known_to_body,
        needs=msgspec.convert(needs | {"formats": tuple(case.formats or ())}, NeedsDraft),
        languages=tuple(charter.authority.languages),
        change=await waiting_change(work.session, case.id),
    )


async def change_contact(work: Work, draft: ContactDraft) -> Outcome:
    """
    Change how the person is reached, and say whether it holds.

    Another way among those we know holds at once. A new address or number is confirmed to the old one, or holds after
    seven days; where we know of no way to reach the person, it holds at once. Asking again replaces what waited; an old
    contact that was not safe is not safe because of it, and of what is not safe nothing is kept.
    """
    case = await own_to_change(work)
    waited = await contacts.waiting_change(work.session, case.id)
    is_unsafe = draft.is_unsafe or (waited is not None and waited.takes_effect_at is None)
    old = await known(work, case)
    stays = _safe_of(old, case, draft.way) if is_unsafe else old
    new = NewContact(_merged(stays, draft.contact), draft.way.stored)
    _check(new, Visibility(case.visibility))
    await _stop_waiting(work, case, by="page")
    if new.identity == old or not old.can_be_reached():
        if new.identity != old:
            await _keep(work, case, new, how="first")
        elif new.reply_by != case.reply_by:
            case.reply_by = new.reply_by
            await journal.record(work, case, "contact.way_changed", way=draft.way.value)
            await owe_anew(work, case)
        await work.session.flush()
        return Outcome.HOLDS
    return await _ask(work, case, old, new, is_unsafe=is_unsafe)


async def may_ask(boundary: Boundary, case_id: UUID) -> None:
    """Count one wish to be reached another way; raise TooMany, so that nobody floods an old address."""
    await spend(boundary, (ASKS, str(case_id)))


async def may_try(boundary: Boundary, case_id: UUID) -> None:
    """Count one try at the number that was sent; raise TooMany, so that nobody can guess it."""
    await spend(boundary, (TRIES, str(case_id)))


async def confirm(work: Work, number: str) -> None:
    """Let a change hold at once, with the number sent to the old contact; raise WrongNumber. Tries are counted."""
    case = await own_to_change(work)
    change = await contacts.waiting_change(work.session, case.id)
    if change is None or change.takes_effect_at is None:
        raise NoChange
    typed = "".join(sign for sign in number if sign.isdecimal())
    if not hmac.compare_digest(number_of(work, change.id).encode(), typed.encode()):
        raise WrongNumber
    await _let_hold(work, case, change, how="number")


async def stop_change(work: Work, case_id: UUID | None = None) -> None:
    """Stop a change that waits: the person on their page, or somebody of staff whom they called about *case_id*."""
    case = await own_to_change(work) if case_id is None else await reach(work, case_id, ASSIST)
    if not await _stop_waiting(work, case, by="page" if case_id is None else "phone"):
        raise NoChange
    await work.session.flush()


async def confirm_for(work: Work, case_id: UUID, how: str) -> None:
    """Let a change hold because somebody of staff has spoken with the person; *how* they made sure who it is."""
    case = await reach(work, case_id, ASSIST)
    change = await contacts.waiting_change(work.session, case.id)
    if change is None:
        raise NoChange
    await _let_hold(work, case, change, how="phone", reason=how)


async def contact_takes_effect(work: Work, message: ContactTakesEffect) -> None:
    """Let a change hold that nobody stopped in its time."""
    change = await contacts.change(work.session, message.change_id)
    if change is None or change.state != contacts.ASKED or change.takes_effect_at is None:
        return
    if change.takes_effect_at <= work.now:
        await _let_hold(work, await _loaded(work, change), change, how="time")


async def change_needs(work: Work, draft: NeedsDraft) -> None:
    """Keep what the person needs and when it is safe to reach them; it holds at once, for every later message."""
    case = await own_to_change(work)
    charter = work.charters.get(case.charter_id).charter
    if draft.language not in {case.language, *charter.authority.languages}:
        said = say("Choose one of the languages.")
        raise Invalid(said, faults=[Fault("language", said)])
    wanted = msgspec.structs.asdict(draft) | {"formats": [one.value for one in draft.formats] or None}
    changed = sorted(name for name, value in wanted.items() if getattr(case, name) != value)
    for name in changed:
        setattr(case, name, wanted[name])
    if changed:
        # Which, and not what: the journal cannot forget, and safe hours are nobody else's business.
        await journal.record(work, case, "needs.changed", what=changed)
        await work.session.flush()


async def choose_who_sees(work: Work, wanted: Visibility) -> bool:
    """
    Keep who may see the person's name from now on, and say whether we can still reach them as before.

    Fewer people may always be chosen: where nobody may see them, nobody calls or posts a letter any more.
    """
    case = await own_to_change(work)
    before = Visibility(case.visibility)
    if wanted is before:
        return True
    case.visibility = wanted.value
    reaches = can_reach(case.reply_by, wanted)
    if not reaches:
        case.reply_by = None
    change = "narrower" if is_narrower(wanted, before) else "wider"
    await journal.record(work, case, "name.choice_changed", before=before.value, after=wanted.value, change=change)
    await work.session.flush()
    await owe_anew(work, case)
    return reaches


async def _loaded(work: Work, change: Change) -> Case:
    return await reach(work, change.case_id, ASSIST)


def _safe_of(old: Identity, case: Case, way: Way) -> Identity:
    """
    Return what stays of an old contact that is not safe: the name, and another way than the one in use, if chosen.

    Whoever reads the old mail could else have a new code sent there.
    """
    is_other = way.stored is not None and case.reply_by not in {None, way.stored}
    return Identity(**{"name": old.name} | ({way.value: getattr(old, way.value)} if is_other else {}))


def _merged(old: Identity, given: Contact) -> Identity:
    return Identity(given.name or old.name, given.email or old.email, given.phone or old.phone, given.post or old.post)


def _check(new: NewContact, visibility: Visibility) -> None:
    missing = {
        "email": say("Enter the e-mail address we should write to."),
        "phone": say("Enter the telephone number we should call."),
        "post": say("Enter the address we should write to."),
    }
    if new.reply_by and not getattr(new.identity, new.reply_by):
        raise Invalid(missing[new.reply_by], faults=[Fault(f"contact.{new.reply_by}", missing[new.reply_by])])
    if not can_reach(new.reply_by, visibility):
        said = say("Nobody may see your name, so nobody can call you or post a letter. Choose e-mail or your code.")
        raise Invalid(said, faults=[Fault("way", said)])


async def _ask(work: Work, case: Case, old: Identity, new: NewContact, *, is_unsafe: bool) -> Outcome:
    key = work.new_id()
    holds_at = None if is_unsafe else work.now + WAITS
    contacts.add_change(
        work.session,
        id=key,
        case_id=case.id,
        sealed=seal_with(work.keys.vault, msgspec.json.encode(new), _bound(key)),
        state=contacts.ASKED,
        asked_at=work.now,
        takes_effect_at=holds_at,
    )
    if is_unsafe:
        case.reply_by = None
    await journal.record(work, case, "contact.change_asked", holds_at=holds_at.isoformat() if holds_at else None)
    await work.session.flush()
    if holds_at is None:
        await owe_anew(work, case)
        return Outcome.BY_PHONE
    await outbox.post(work, ContactTakesEffect(key), run_at=holds_at, dedupe=f"contact_takes_effect:{key}")
    if old.email:
        at = safe_moment(work, case, is_awaited=True)
        await outbox.post(work, Confide(case.id, "contact_change", key), run_at=at, dedupe=f"contact_change:{key}")
    else:
        way = "phone" if old.phone else "post"
        await tell_by_hand(work, case, "contact_change_by_hand", f"contact_change:{key}", way, takes_effect_at=holds_at)
    return Outcome.WAITS


async def _stop_waiting(work: Work, case: Case, *, by: str) -> bool:
    change = await contacts.waiting_change(work.session, case.id)
    if change is None:
        return False
    change.state, change.ended_at = contacts.STOPPED, work.now
    await journal.record(work, case, "contact.change_stopped", by=by)
    return True


async def _let_hold(work: Work, case: Case, change: Change, *, how: str, reason: str | None = None) -> None:
    sealed = open_with(work.keys.vault, change.sealed, _bound(change.id))
    change.state, change.ended_at = contacts.DONE, work.now
    await _keep(work, case, msgspec.json.decode(sealed, type=NewContact), how=how, reason=reason)
    at = safe_moment(work, case)
    await outbox.post(
        work, Confide(case.id, "contact_changed", change.id), run_at=at, dedupe=f"contact_changed:{change.id}"
    )


async def _keep(work: Work, case: Case, new: NewContact, *, how: str, reason: str | None = None) -> None:
    """Put the new identity in the place of the old one, which is gone; the choice made since then still holds."""
    if case.person_id is None:
        case.person_id = await vault.keep(work, new.identity)
    else:
        await vault.renew(work, case.person_id, new.identity)
    case.reply_by = new.reply_by if can_reach(new.reply_by, Visibility(case.visibility)) else None
    await journal.record(work, case, "contact.changed", how=how, reason=reason)
    await work.session.flush()
    await owe_anew(work, case)


def _bound(key: UUID) -> bytes:
    return b"contact_changes:" + key.bytes
