"""Taking in what somebody tells us: one transaction from first word to promised dates."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.attach import arrived
from complaints.domain.access import LODGE, require
from complaints.domain.case import Entry, State
from complaints.domain.matter import Matter
from complaints.domain.places import place_key
from complaints.domain.promises import Place, Promise, calendar_of, promises
from complaints.domain.reference import new_code, new_reference, normal_signs
from complaints.domain.routing import goes_to_office, place_for, tier_for
from complaints.kernel import journal, outbox, timers, vault
from complaints.kernel.batch import insert_together
from complaints.kernel.charters import Adopted
from complaints.kernel.sealing import open_with, seal_with
from complaints.kernel.work import Work
from complaints.messages import LodgedAtOffice, Represented, Tell
from complaints.schemas import ClockView, Contact, Receipt, Submission
from standards.charter import Tier
from standards.deadlines import explanation_words
from standards.errors import Conflict, Fault, Invalid
from standards.windows import asked_late


class OtherContent(Conflict):
    """The same submission key came with another text."""

    code = "other-content"

    def __init__(self) -> None:
        super().__init__("This was already sent once, with other words. Send it as a new one, or add to the first.")


class Origin(msgspec.Struct, frozen=True):
    """Where a submission comes from, beside its channel: the draft it was written in, the case it came out of."""

    draft: UUID | None = None
    related_to: UUID | None = None


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a case at the moment it arrives."""

    id: UUID
    reference: str
    code: str
    at: datetime
    channel: str
    submission: Submission
    adopted: Adopted
    tier: Tier
    place: Place
    made: list[Promise]
    origin: Origin

    @property
    def matter(self) -> Matter:
        """What somebody chose to tell us."""
        return self.submission.chosen

    @property
    def goes_to_office(self) -> bool:
        """Whether the independent office has it from the first moment."""
        return goes_to_office(self.adopted.charter, self.matter)


async def lodge(
    work: Work,
    submission: Submission,
    *,
    channel: str,
    key: str | None = None,
    received_at: datetime | None = None,
    origin: Origin = NOWHERE,
) -> Receipt:
    """
    Take *submission* in and return the receipt; nobody may see it before the work has committed.

    The same *key* with the same content gives the first receipt again; with
    other content it raises OtherContent. *received_at* is when it truly reached the
    authority, by default this instant. What hangs on the draft of its *origin* goes with it, and the draft is gone.
    Where somebody lodges for another person, the code of the receipt is the representative's own.
    """
    require(work.actor, LODGE)
    arrival = _arrival(work, submission, channel=channel, at=received_at or work.now, origin=origin)
    receipt = _receipt(arrival)
    person = _person(work, submission.contact)
    acting, consent = _representative(work, arrival)
    head = journal.Head(arrival.id)
    happened = _entries(work, arrival, head)
    fresh = await insert_together(
        work.session,
        (vault.TABLE, [row for row in (person, acting) if row]),
        (store.CASES, [_case(work, arrival, head, person["id"] if person else None)]),
        (store.STAGES, [_stage(arrival)]),
        (store.CONSENTS, [consent] if consent else []),
        (journal.TABLE, happened),
        (timers.TABLE, [clock_row(work, one, arrival.id, 1, arrival.adopted, arrival.at) for one in arrival.made]),
        (outbox.TABLE, [outbox.job(work, message) for message in _later(arrival, consent)]),
        claim=None if key is None else (store.SUBMISSIONS, [_claim(work, key, arrival, receipt)]),
    )
    if not fresh and key is not None:
        return await _again(work, key, submission)
    await _take_along(work, origin, arrival.id)
    return receipt


async def _take_along(work: Work, origin: Origin, case_id: UUID) -> None:
    """Give the case what hangs on its draft, and write that in its journal; the draft is gone."""
    if origin.draft is not None:
        await store.send_draft(work.session, origin.draft, case_id)
        await arrived(work, case_id)


async def sent_before(work: Work, key: str) -> Receipt | None:
    """Return the receipt of what was lodged under this key, None when nothing was: whoever has the key wrote it."""
    first = await store.submission(work.session, work.keys.fingerprint(b"submission", key))
    return None if first is None else _opened(work, key, first.receipt)


def clock_row(
    work: Work, one: Promise, subject: UUID, stage_no: int, adopted: Adopted, start: datetime
) -> dict[str, Any]:
    """Return the row of the clock that runs on a promise."""
    running = timers.Running(one.kind.value, one.limit, one.deadline, remind_at=one.remind_at)
    return timers.row(work, running, subject_id=subject, stage_no=stage_no, charter_id=adopted.id, started_at=start)


def due_dates(made: list[Promise]) -> dict[str, str]:
    """Return the promises as the journal keeps them: kind of clock to instant."""
    return {one.kind.value: one.deadline.due_at.isoformat() for one in made}


def _arrival(work: Work, submission: Submission, *, channel: str, at: datetime, origin: Origin) -> Arrival:
    _check_matter(submission)
    adopted = work.charter
    charter = adopted.charter
    place = place_for(charter, body=submission.body, service=submission.service, standard=submission.standard)
    tier = tier_for(charter, submission.chosen)
    return Arrival(
        id=work.new_id(),
        reference=new_reference(os.urandom),
        code=new_code(os.urandom),
        at=at,
        channel=channel,
        submission=submission,
        adopted=adopted,
        tier=tier,
        place=place,
        made=promises(charter, charter.stage(tier.stage), submission.kind, place, at),
        origin=origin,
    )


def _entries(work: Work, arrival: Arrival, head: journal.Head) -> list[dict[str, Any]]:
    """Return how the journal of the case begins: what was told, and who says that they may act for the person."""
    kinds: list[tuple[str, dict[str, Any]]] = [("case.lodged", _facts(arrival))]
    acting = arrival.submission.representative
    if acting is not None:
        kinds.append(("consent.given", {"relation": acting.relation.value, "scope": acting.scope.value}))
    when = {"at": arrival.at, "recorded_at": work.now}
    return [journal.entry(head, kind, facts, actor=work.actor.label, **when) for kind, facts in kinds]


def _check_matter(submission: Submission) -> None:
    if submission.chosen.kind is not submission.kind:
        fault = Fault("matter", f"Only a case of the kind {submission.chosen.kind.value!r} can be this.")
        raise Invalid("What it is and what it is about do not belong together.", faults=[fault])


def _later(arrival: Arrival, consent: dict[str, Any] | None) -> list[outbox.Message]:
    messages: list[outbox.Message] = [Tell(arrival.id, "receipt", "receipt:1")]
    if arrival.goes_to_office:
        messages.append(LodgedAtOffice(arrival.id))
    if consent is not None:
        messages.append(Represented(arrival.id, consent["id"]))
    return messages


def _representative(work: Work, arrival: Arrival) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the rows of who acts for the person: their identity, and the consent by which they do."""
    said = arrival.submission.representative
    if said is None:
        return None, None
    acting = _person(work, said.contact)
    consent = {
        "id": work.new_id(),
        "case_id": arrival.id,
        "person_id": acting["id"] if acting else None,
        "code_hash": _code_hash(work, arrival.id, arrival.code),
        "relation": said.relation.value,
        "scope": said.scope.value,
        "given": said.given.value,
        "given_at": arrival.at,
        "expires_on": said.expires_on,
        "reply_by": said.contact.reply_by(),
    }
    return acting, consent


def _code_hash(work: Work, key: UUID, code: str) -> bytes:
    return work.keys.code_hash(key.bytes, normal_signs(code))


def _receipt(arrival: Arrival) -> Receipt:
    clocks = [
        ClockView(
            one.kind.value,
            one.deadline.due_at,
            explanation_words(one.deadline.explanation),
            version=arrival.adopted.version,
        )
        for one in arrival.made
    ]
    return Receipt(arrival.reference, arrival.code, arrival.submission.kind.value, arrival.at, clocks)


def _person(work: Work, contact: Contact | None) -> dict[str, Any] | None:
    identity = contact.identity() if contact else None
    return None if identity is None or identity.is_empty() else vault.row(work, identity)


def _case(work: Work, arrival: Arrival, head: journal.Head, person_id: UUID | None) -> dict[str, Any]:
    said, place = arrival.submission, arrival.place
    return {
        "id": arrival.id,
        "reference": arrival.reference,
        # A representative gets a code of their own; the person's is made when they ask for it.
        "code_hash": None if said.representative else _code_hash(work, arrival.id, arrival.code),
        "kind": said.kind.value,
        "matter": arrival.matter.value,
        "state": State.RECEIVED.value,
        "tier": arrival.tier.key,
        "stage": arrival.tier.stage,
        "stage_no": 1,
        "body": place.body,
        "unit": place.unit,
        "service": place.service,
        "standard": place.standard,
        "charter_id": arrival.adopted.id,
        "channel": arrival.channel,
        "language": _language(arrival),
        "narrative": said.narrative,
        "wants": said.wants,
        "staff_named": said.staff_named,
        "adjustments": said.adjustments,
        "formats": [one.value for one in said.formats] or None,
        "occurred_on": said.occurred_on,
        "occurred_about": said.occurred_about,
        "ongoing": said.ongoing,
        "place": said.place,
        "place_key": place_key(said.place),
        "visibility": said.identity.value,
        "person_id": person_id,
        "reply_by": said.contact.reply_by() if said.contact else None,
        "safe_since": said.safe_since,
        "safe_until": said.safe_until,
        "safe_words": said.safe_words,
        "voicemail": said.voicemail,
        "neutral": said.neutral,
        "related_to": arrival.origin.related_to,
        "praised": said.praised,
        "may_quote": said.may_quote,
        "received_at": arrival.at,
        "entered_at": work.now,
        "due_at": min((one.deadline.due_at for one in arrival.made), default=None),
        "historic": False,
        "journal_length": head.journal_length,
        "journal_head": head.journal_head,
        "version": 1,
    }


def _stage(arrival: Arrival) -> dict[str, Any]:
    return {
        "case_id": arrival.id,
        "stage_no": 1,
        "stage": arrival.tier.stage,
        "tier": arrival.tier.key,
        "entry": Entry.DIRECT.value,
        "charter_id": arrival.adopted.id,
        "started_at": arrival.at,
    }


def _facts(arrival: Arrival) -> dict[str, Any]:
    """Return what the journal's first entry says; figures are counted from it."""
    said, place = arrival.submission, arrival.place
    return {
        "kind": said.kind.value,
        "matter": arrival.matter.value,
        "body": place.body,
        "unit": place.unit,
        "service": place.service,
        "standard": place.standard,
        "channel": arrival.channel,
        "language": _language(arrival),
        "visibility": said.identity.value,
        "received_at": arrival.at.isoformat(),
        "tier": arrival.tier.key,
        "stage": arrival.tier.stage,
        "charter": arrival.adopted.hash,
        "due": due_dates(arrival.made),
        **({"late_asked": True} if _is_late(arrival) else {}),
    }


def _is_late(arrival: Arrival) -> bool:
    """Say whether it happened longer ago than the charter lets one complain about; it is looked at all the same."""
    said, place = arrival.submission, arrival.place
    if not said.kind.climbs:
        return False
    calendar = calendar_of(arrival.adopted.charter, place.body, place.unit)
    return asked_late(arrival.tier, calendar, said.occurred_on, arrival.at)


def _language(arrival: Arrival) -> str:
    return arrival.submission.language or arrival.adopted.charter.authority.languages[0]


def _claim(work: Work, key: str, arrival: Arrival, receipt: Receipt) -> dict[str, Any]:
    return {
        "key_hash": work.keys.fingerprint(b"submission", key),
        "content_hash": _content(work, arrival.submission),
        "case_id": arrival.id,
        "receipt": seal_with(_receipt_key(work, key), msgspec.json.encode(receipt), b"receipt"),
        "at": work.now,
    }


async def _again(work: Work, key: str, submission: Submission) -> Receipt:
    first = await store.submission(work.session, work.keys.fingerprint(b"submission", key))
    if first is None or first.content_hash != _content(work, submission):
        raise OtherContent
    return _opened(work, key, first.receipt)


def _opened(work: Work, key: str, sealed: bytes) -> Receipt:
    receipt = msgspec.json.decode(open_with(_receipt_key(work, key), sealed, b"receipt"), type=Receipt)
    return msgspec.structs.replace(receipt, repeated=True)


def _content(work: Work, submission: Submission) -> bytes:
    return work.keys.fingerprint(b"content", msgspec.json.encode(submission).decode())


def _receipt_key(work: Work, key: str) -> bytes:
    """The sender's own key opens the receipt; it is not kept, so a dump of the database shows no code."""
    return work.keys.fingerprint(b"receipt-key", key)
