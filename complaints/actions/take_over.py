"""Taking cases over from an older system: many rows in one transaction, each with a journal of its own."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from complaints import store
from complaints.domain.access import TAKE_OVER, require
from complaints.domain.case import ClockKind, Entry, State, Visibility
from complaints.domain.record import Record, Reject
from complaints.domain.reference import new_reference
from complaints.kernel import journal, timers
from complaints.kernel.batch import insert_together
from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from standards.errors import Conflict

STATES = {"open": State.RECEIVED, "closed": State.CLOSED, "withdrawn": State.WITHDRAWN}


class Progress(msgspec.Struct, frozen=True):
    """How far the import of one file has come; the numbers are over all its runs."""

    file_hash: bytes
    source: str
    as_of: datetime | None
    lines_read: int = 0
    taken: int = 0
    known: int = 0
    rejected: int = 0
    finished_at: datetime | None = None

    @property
    def read(self) -> int:
        """How many rows were looked at."""
        return self.taken + self.known + self.rejected


class Batch(msgspec.Struct, frozen=True):
    """The next rows of a file: what was made of them, and the line the last one ends on."""

    records: list[Record]
    rejects: list[Reject]
    lines_read: int
    is_last: bool = False


class ImportedTwice(Conflict):
    """The same file is being read by two processes at once."""

    code = "imported-twice"

    def __init__(self) -> None:
        super().__init__("This file is being imported by somebody else at this moment.")


async def begin(work: Work, *, file_hash: bytes, source: str, as_of: datetime | None) -> Progress:
    """Return how far this file has come; with nothing read when it is new."""
    require(work.actor, TAKE_OVER)
    row = await store.import_of(work.session, file_hash)
    if row is None:
        values = {"source": source, "file_hash": file_hash, "as_of": as_of, "begun_at": work.now}
        row = await store.add_import(work.session, values | {"id": work.new_id()})
    return msgspec.convert(row, Progress, from_attributes=True)


async def take_over(work: Work, progress: Progress, batch: Batch) -> Progress:
    """
    Take one batch in and write down how far we came, in the same transaction.

    What is known by its source and number is left as it is. Nothing is promised
    anew and nobody is written to: the older system's targets become historic clocks.
    """
    require(work.actor, TAKE_OVER)
    row = await store.import_of(work.session, progress.file_hash)
    if row is None or row.lines_read != progress.lines_read:
        raise ImportedTwice

    numbers = [record.number for record in batch.records]
    known = await store.known_numbers(work.session, progress.source, numbers) if numbers else set()
    fresh = {record.number: record for record in reversed(batch.records) if record.number not in known}
    new = [record for record in batch.records if fresh.get(record.number) is record]
    await _insert(work, progress.source, new)

    row.lines_read = batch.lines_read
    row.taken += len(new)
    row.known += len(batch.records) - len(new)
    row.rejected += len(batch.rejects)
    row.finished_at = work.now if batch.is_last else None
    await work.session.flush()
    return msgspec.convert(row, Progress, from_attributes=True)


async def _insert(work: Work, source: str, records: Sequence[Record]) -> None:
    if not records:
        return
    references = await _references(work, len(records))
    made = [_rows(work, source, *pair) for pair in zip(records, references, strict=True)]
    await insert_together(
        work.session,
        (store.CASES, [one.case for one in made]),
        (store.STAGES, [one.stage for one in made]),
        (journal.TABLE, [entry for one in made for entry in one.entries]),
        (timers.TABLE, [clock for one in made for clock in one.clocks]),
    )


async def _references(work: Work, count: int) -> list[str]:
    """Return as many references that nobody has; among many thousands two drawn alike are no rarity."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        more = [new_reference(os.urandom) for _ in range(count - len(drawn))]
        in_use = await store.references_in_use(work.session, more)
        drawn |= dict.fromkeys(one for one in more if one not in in_use)
    return list(drawn)


class Rows(msgspec.Struct, frozen=True):
    """What one record is stored as."""

    case: dict[str, Any]
    stage: dict[str, Any]
    entries: list[dict[str, Any]]
    clocks: list[dict[str, Any]]


def _rows(work: Work, source: str, record: Record, reference: str) -> Rows:
    adopted = work.charters.in_force(record.received_at)
    tier = adopted.charter.first_tier
    head = journal.Head(work.new_id())
    language = record.language or adopted.charter.authority.languages[0]
    standard = record.standard or _only_standard(adopted, record.service)
    place = {"body": record.body, "unit": record.unit, "service": record.service, "standard": standard}
    entries = _entries(work, head, record, _facts(source, record, adopted, place, language))
    shared = {"tier": tier.key, "stage": tier.stage, "stage_no": 1, "charter_id": adopted.id, "outcome": record.outcome}
    case = {
        "id": head.id,
        "reference": reference,
        "code_hash": None,
        "kind": record.kind,
        "state": STATES[record.standing].value,
        "channel": record.channel,
        "language": language,
        "narrative": record.narrative,
        "place": record.place,
        "neighbourhood": record.neighbourhood,
        "visibility": Visibility.TEAM.value,
        "may_quote": False,
        "received_at": record.received_at,
        "entered_at": work.now,
        "due_at": record.due_at if record.standing == "open" else None,
        "closed_at": record.closed_at,
        "historic": True,
        "source": source,
        "external_id": record.number,
        "duplicate_of": record.duplicate_of,
        "journal_length": head.journal_length,
        "journal_head": head.journal_head,
        "version": 1,
    }
    stage = {
        "case_id": head.id,
        "entry": Entry.DIRECT.value,
        "started_at": record.received_at,
        "answered_at": record.closed_at,
    }
    return Rows(case | shared | place, stage | shared, entries, _clocks(work, head.id, record, adopted))


def _only_standard(adopted: Adopted, service: str | None) -> str | None:
    """Return the standard of a service that has exactly one; among several we do not choose."""
    found = [key for key, one in adopted.charter.standards.items() if one.service == service]
    return found[0] if len(found) == 1 else None


def _facts(
    source: str, record: Record, adopted: Adopted, place: dict[str, str | None], language: str
) -> dict[str, Any]:
    tier = adopted.charter.first_tier
    return place | {
        "kind": record.kind,
        "channel": record.channel,
        "language": language,
        "visibility": Visibility.TEAM.value,
        "received_at": record.received_at.isoformat(),
        "tier": tier.key,
        "stage": tier.stage,
        "charter": adopted.hash,
        "due": {ClockKind.RESPOND.value: record.due_at.isoformat()} if record.due_at else {},
        "neighbourhood": record.neighbourhood,
        "historic": True,
        "source": source,
        "duplicate": record.duplicate,
    }


def _entries(work: Work, head: journal.Head, record: Record, facts: dict[str, Any]) -> list[dict[str, Any]]:
    actor, now = work.actor.label, work.now
    imported = journal.entry(head, "case.imported", facts, actor=actor, at=record.received_at, recorded_at=now)
    if record.standing == "open":
        return [imported]
    kind = "case.withdrawn" if record.standing == "withdrawn" else "case.closed"
    closing: dict[str, Any] = {"reason": record.reason, "outcome": record.outcome}
    if record.closed_at is None:
        # The older system knew that it was closed and not when: the entry's own time is the time of reading.
        closing["undated"] = True
    at = record.closed_at or now
    return [imported, journal.entry(head, kind, closing, actor=actor, at=at, recorded_at=now)]


def _clocks(work: Work, key: UUID, record: Record, adopted: Adopted) -> list[dict[str, Any]]:
    if record.due_at is None:
        return []
    return [
        {
            "id": work.new_id(),
            "subject_id": key,
            "stage_no": 1,
            "kind": ClockKind.RESPOND.value,
            "generation": 1,
            "charter_id": adopted.id,
            "limit": "",
            "started_at": record.received_at,
            "due_at": record.due_at,
            "promised_at": record.due_at,
            "stopped_at": record.closed_at,
            "historic": True,
            "explanation": None,
        }
    ]
