"""
Telling a person what may stand in no thread: a code, a number to confirm with, the name of who acts for them.

By mail the secret is made when the mail leaves, from the key of the house and something that may be kept. Where only
a telephone number or a postal address is known, somebody calls or posts a letter, and the thread says why, without it.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from complaints import store
from complaints.actions.letters import in_their_words, written
from complaints.actions.owe import when
from complaints.domain.consent import RELATIONS, Relation
from complaints.domain.deliveries import OWED
from complaints.domain.matter import Format
from complaints.domain.promises import calendar_of
from complaints.domain.quiet import first_moment, safe_hours
from complaints.domain.reference import new_code, normal_signs
from complaints.kernel import vault
from complaints.kernel.mail import Letter
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.messages import Confide
from complaints.store import Case, contacts, deliveries
from standards.language import say

Values = dict[str, Any]

DIGITS = 6


async def confided(work: Work, message: Confide) -> Letter | None:
    """Return the mail to send, None when it has lost its sense or there is no address."""
    case = await store.look_up_key(work.session, message.case_id)
    found = await LETTERS[message.letter](work, case, message)
    if found is None:
        return None
    to, facts = found
    subject, words = await written(work, case, message.letter, facts)
    return Letter(
        f"{case.id}:{message.letter}:{message.about}",
        to,
        subject,
        words,
        work.now,
        lang=case.language,
        is_neutral=case.neutral or bool(facts.get("is_quiet")),
        is_large=Format.LARGE_PRINT.value in (case.formats or ()),
    )


async def has_confided(_work: Work, _message: Confide) -> None:
    """There is nothing to write down: what it was about says so itself."""


async def tell_by_hand(work: Work, case: Case, letter: str, key: str, way: str, **facts: object) -> None:
    """Keep a message that somebody reads out on the telephone or posts; it is owed from now on, in safe hours."""
    subject, words = await written(work, case, letter, facts)
    await store.add_message(
        work.session,
        {
            "id": work.new_id(),
            "case_id": case.id,
            "key": key,
            "direction": "out",
            "author": work.actor.label,
            "subject": subject,
            "body": words,
            "sent_at": work.now,
        },
    )
    due = when(work, case, way, key)
    row = {"id": work.new_id(), "case_id": case.id, "key": key, "message": key, "consent_id": None, "way": way}
    await deliveries.add(work.session, [row | {"state": OWED, "due_at": due}])


def safe_moment(work: Work, case: Case, *, is_awaited: bool = False) -> datetime:
    """Return when it is safe to reach the person; what they wait for may come in the quiet hours of the authority."""
    charter = work.charters.get(case.charter_id).charter
    quiet = None if is_awaited else charter.quiet
    return first_moment(
        quiet, safe_hours(case.safe_since, case.safe_until), calendar_of(charter, case.body, case.unit), work.now
    )


async def known(work: Work, case: Case) -> Identity:
    """Return how the person is known to us, nothing where they gave nothing."""
    return await _identity(work, case.person_id)


def drawn_code(work: Work, drawing: UUID) -> str:
    """Return the code of a drawing: the same each time, and made by nobody without the key of the house."""
    return new_code(work.keys.drawn(b"case-code:" + drawing.bytes))


def hash_of(work: Work, case_id: UUID, code: str) -> bytes:
    """Return what is kept of a code."""
    return work.keys.code_hash(case_id.bytes, normal_signs(code))


def number_of(work: Work, change_id: UUID) -> str:
    """Return the number by which whoever is reached the old way confirms a change."""
    drawn = int.from_bytes(work.keys.drawn(b"contact-change:" + change_id.bytes)(8), "big")
    return f"{drawn % 10**DIGITS:0{DIGITS}}"


async def _identity(work: Work, person_id: UUID | None) -> Identity:
    return Identity() if person_id is None else await vault.identify(work, person_id)


async def _new_code(work: Work, case: Case, message: Confide) -> tuple[str, Values] | None:
    code = drawn_code(work, message.about)
    whose = case if message.consent_id is None else await contacts.consent(work.session, message.consent_id)
    if whose is None or not hmac.compare_digest(whose.code_hash or b"", hash_of(work, case.id, code)):
        return None
    return _to((await _identity(work, whose.person_id)).email, {"code": code})


async def _contact_change(work: Work, case: Case, message: Confide) -> tuple[str, Values] | None:
    change = await contacts.change(work.session, message.about)
    if change is None or change.state != contacts.ASKED:
        return None
    facts = {"number": number_of(work, change.id), "takes_effect_at": change.takes_effect_at}
    return _to((await known(work, case)).email, facts)


async def _contact_changed(work: Work, case: Case, _message: Confide) -> tuple[str, Values] | None:
    return _to((await known(work, case)).email, {}) if case.reply_by == "email" else None


async def _represented(work: Work, case: Case, message: Confide) -> tuple[str, Values] | None:
    consent = await contacts.consent(work.session, message.about)
    if consent is None or consent.ended_at is not None or case.reply_by != "email":
        return None
    somebody = await _identity(work, consent.person_id)
    with in_their_words(work, case):
        relation = say(RELATIONS[Relation(consent.relation)])
    return _to((await known(work, case)).email, {"who": somebody.name, "relation": relation, "given": consent.given})


async def _references(work: Work, case: Case, _message: Confide) -> tuple[str, Values] | None:
    address = (await known(work, case)).email
    if address is None:
        return None
    mine = await contacts.open_cases_of(work.session, await vault.found_by_email(work, address))
    # One of them asked for silence about who writes: then all of them keep it.
    facts = {"references": [one.reference for one in mine], "is_quiet": any(one.neutral for one in mine)}
    return _to(address if mine else None, facts)


def _to(address: str | None, facts: Values) -> tuple[str, Values] | None:
    return None if address is None else (address, facts)


LETTERS: Mapping[str, Callable[[Work, Case, Confide], Awaitable[tuple[str, Values] | None]]] = {
    "new_code": _new_code,
    "contact_change": _contact_change,
    "contact_changed": _contact_changed,
    "represented": _represented,
    "references": _references,
}
"""By the name of the letter: to which address it goes, and what it says beside the case."""
