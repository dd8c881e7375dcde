"""Sending by mail what is owed to somebody: inside their safe hours, while they may hear of it, once for each way."""

from datetime import timedelta

from complaints import store
from complaints.actions.letters import written
from complaints.actions.owe import NO_WAY, post, when
from complaints.domain.consent import holds
from complaints.domain.deliveries import DONE, DROPPED, EMAIL, OWED
from complaints.domain.matter import Format
from complaints.kernel import vault
from complaints.kernel.mail import Later, Letter
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.messages import Deliver, SendAgain
from complaints.store import Case, Message, deliveries
from complaints.store.deliveries import Delivery
from standards.errors import NotFound

PATIENCE = timedelta(hours=2)
"""After how long mail that has not left is tried once more; each try has several of its own."""

A_LOT = 500


async def letter_for(work: Work, message: Deliver) -> Letter | Later | None:
    """Return the mail to send, Later while it is not the hour for it, None when it went already or may not go."""
    case = await store.load(work.session, message.case_id)
    kept = await store.message(work.session, case.id, message.key)
    way = await _way(work, message)
    if kept is None or not _is_owed(message, way, kept):
        return None
    leaves = when(work, case, EMAIL, message.key)
    if leaves > work.now:
        return Later(leaves)
    identity = await whom(work, case, way)
    if identity is None or identity.email is None:
        return None
    subject, words = await wrapped(work, case, kept.subject, kept.body)
    return Letter(
        f"{case.id}:{message.delivery or message.key}",
        identity.email,
        subject,
        words,
        kept.sent_at,
        lang=case.language,
        is_neutral=case.neutral,
        is_large=Format.LARGE_PRINT.value in (case.formats or ()),
    )


async def wrapped(work: Work, case: Case, subject: str, words: str) -> tuple[str, str]:
    """
    Return subject and words as they leave the house.

    Where the person asked for neutral messages, they say that there is one and nothing else. What somebody wrote by
    hand gets the end that every letter has: who writes, and who is independent of us.
    """
    if case.neutral:
        return await written(work, case, "neutral", {})
    if subject:
        return subject, words
    return await written(work, case, "by_hand", {"words": words})


async def whom(work: Work, case: Case, way: Delivery | None) -> Identity | None:
    """Return who a way leads to, None when nothing is kept of them, or their consent holds no more."""
    key = case.person_id
    if way is not None and way.consent_id is not None:
        consents = {one.id: one for one in await store.consents(work.session, case.id)}
        consent = consents[way.consent_id]
        key = consent.person_id if holds(consent, work.now, work.today) else None
    if key is None:
        return None
    try:
        return await vault.identify(work, key)
    except NotFound:
        return None


async def _way(work: Work, message: Deliver) -> Delivery | None:
    if not message.delivery:
        return None
    return await deliveries.of_message(work.session, message.case_id, message.delivery)


def _is_owed(message: Deliver, way: Delivery | None, kept: Message) -> bool:
    """Whether a message still has to go; one posted before ways were kept has none."""
    if not message.delivery:
        return kept.delivered_at is None
    return way is not None and way.state == OWED


async def delivered(work: Work, message: Deliver) -> None:
    """Write down that the mail was handed over."""
    way = await _way(work, message)
    if way is not None:
        way.state, way.done_at, way.done_by = DONE, work.now, work.actor.label
    if way is None or way.consent_id is None:
        await reached(work, message, EMAIL)
    await work.session.flush()


async def reached(work: Work, message: Deliver, by: str) -> None:
    """Write down that the person has been handed a message: the first way that got through counts."""
    kept = await store.message(work.session, message.case_id, message.key)
    if kept is not None and kept.delivered_at is None:
        kept.delivered_at, kept.by = work.now, by


async def send_again(work: Work, _message: SendAgain) -> None:
    """
    Try again what should have left long ago; drop what may not leave any more, so that it is tried no more.

    What stays owed for days stands in the tray: then a person looks why.
    """
    for way in await deliveries.mail_due_before(work.session, work.now - PATIENCE, most=A_LOT):
        case = await store.load(work.session, way.case_id)
        identity = await whom(work, case, way)
        if identity is None or identity.email is None:
            way.state, way.done_at, way.note = DROPPED, work.now, NO_WAY
            continue
        leaves = when(work, case, EMAIL, way.message)
        if leaves > work.now:
            way.due_at = leaves
            continue
        slot = int(work.now.timestamp() // PATIENCE.total_seconds())
        await post(work, case.id, way.key, way.message, run_at=work.now, again=f":{slot}")
    await work.session.flush()
