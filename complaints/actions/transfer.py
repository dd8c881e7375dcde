"""Passing a case to another office of the authority: nobody stands at a wrong door, and nobody tells anything twice."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.deliver import service_owed, service_promise
from complaints.actions.hold import let_go
from complaints.actions.letters import in_their_words
from complaints.actions.lodge import clock_row
from complaints.actions.reach import reach, settle, still_open
from complaints.domain.access import HANDLE, READ, allowed
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import Place, Promise, calendar_of
from complaints.domain.transfer import anew, destination, place_words, service_anew
from complaints.kernel import journal, outbox, timers
from complaints.kernel.charters import Adopted
from complaints.kernel.text import date_words
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.messages import Tell
from complaints.schemas.drafts import TransferDraft
from complaints.store import Case

ACKNOWLEDGE, RESPOND = ClockKind.ACKNOWLEDGE.value, ClockKind.RESPOND.value
PROMISED = frozenset({ACKNOWLEDGE, RESPOND, ClockKind.PASS_ON.value, ClockKind.SERVICE.value})
"""The clocks whose dates stand in the entry of a transfer."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A case on its way: from where, to where, why, and by when the person was promised what moved, by its clock."""

    case: Case
    adopted: Adopted
    at: Place
    to: Place
    why: str
    promise_before: str
    moved: dict[str, datetime] = field(default_factory=dict)


async def transfer(work: Work, key: UUID, draft: TransferDraft, *, version: int | None = None) -> bool:
    """
    Give the case to another office at once, with all that was said; whether whoever passed it on may still see it.

    The charter of its stage says whether the dates stay or the time begins anew there. What is late stays late, no
    date becomes an earlier one, and the person is told where it went, why, and every date that moved.
    """
    case = await reach(work, key, HANDLE, version=version)
    still_open(case)
    adopted = work.charters.get(case.charter_id)
    at = Place(case.body, case.unit, case.service, case.standard)
    owed = await service_owed(work, case)
    to, promised = _destination(work, adopted, case, draft, owed=owed is not None)
    passing = Passing(case, adopted, at, to, draft.why, service_promise(work, case))

    case.body, case.unit, case.service, case.standard = to.body, to.unit, to.service, to.standard
    case.handler = None
    if not case.historic:
        await _move_dates(work, passing)
        if promised is not None and to.standard != at.standard:
            await _promise(work, passing, promised, owed)
    await _record(work, passing)
    await settle(work, case)

    await outbox.post(work, Tell(case.id, "passed_to", f"passed_to:{case.journal_length}", _told(work, passing)))
    return allowed(work.actor, READ, await store.relations(work, case))


def _destination(
    work: Work, adopted: Adopted, case: Case, draft: TransferDraft, *, owed: bool
) -> tuple[Place, Promise | None]:
    """Return where the case goes, and what the standard chosen with it promises; what runs already is kept there."""
    at = Place(case.body, case.unit, case.service, case.standard)
    to = destination(
        adopted.charter, at, body=draft.body, unit=draft.unit, service=draft.service, standard=draft.standard
    )
    promised = service_anew(adopted.charter, Kind(case.kind), to, work.now)
    is_the_same = draft.standard is None and to.service == at.service
    if is_the_same or (owed and promised is None):
        to = msgspec.structs.replace(to, standard=at.standard)
    return to, promised


async def _move_dates(work: Work, passing: Passing) -> None:
    """Start the time anew where the charter says so, and start what the new office promises and nobody promised yet."""
    case, charter = passing.case, passing.adopted.charter
    stage, kind = charter.stage(case.stage), Kind(case.kind)
    begins_anew = stage.transfer == "restarts" and kind is Kind.COMPLAINT
    if begins_anew:
        await let_go(work, case, "transfer")
    for one in anew(charter, stage, kind, State(case.state), passing.to, work.now):
        old = await timers.alive(work.session, case.id, case.stage_no, one.kind.value)
        if old is None or (begins_anew and _may_move(old, one, work.now)):
            await _promise(work, passing, one, old)


def _may_move(old: ClockRow, fresh: Promise, now: datetime) -> bool:
    """Whether a date may begin anew: what is late stays late, and nothing becomes due earlier than was promised."""
    is_late = old.fired_at is not None or old.due_at < now
    return not is_late and fresh.deadline.due_at > max(old.due_at, old.promised_at)


async def _promise(work: Work, passing: Passing, made: Promise, old: ClockRow | None) -> None:
    """Start the clock of a promise, in the place of an older one if there is one."""
    case, kind = passing.case, made.kind.value
    if old is None:
        generation = await timers.latest_generation(work.session, case.id, case.stage_no, kind) + 1
        row = clock_row(work, made, case.id, case.stage_no, passing.adopted, work.now)
        await timers.start(work, [row | {"generation": generation}])
        return
    passing.moved[kind] = old.promised_at
    await timers.replace(work, old, made.deadline, limit=made.limit, started_at=work.now, remind_at=made.remind_at)


async def _record(work: Work, passing: Passing) -> None:
    """Write the transfer down, with every date as it stands now; `rule` says what became of the answer's."""
    case, at, to = passing.case, passing.at, passing.to
    clocks = await timers.clocks_of(work.session, case.id)
    due = {one.kind: one.due_at.isoformat() for one in clocks if one.kind in PROMISED and one.stopped_at is None}
    begins_anew = RESPOND in passing.moved or (ACKNOWLEDGE in passing.moved and RESPOND not in due)
    facts: dict[str, Any] = {
        "from": {"body": at.body, "unit": at.unit, "service": at.service},
        "body": to.body,
        "unit": to.unit,
        "service": to.service,
        "standard": to.standard,
        "why": passing.why,
        "rule": "restarts" if begins_anew else "keeps",
        "due": due,
    }
    await journal.record(work, case, "case.transferred", **facts)


def _told(work: Work, passing: Passing) -> dict[str, str]:
    """Return what the letter about a transfer says beside the dates that hold now."""
    charter, language = passing.adopted.charter, passing.case.language
    zone = calendar_of(charter, passing.to.body, passing.to.unit).zone
    before = {f"{kind}_before": date_words(at, zone, language) for kind, at in passing.moved.items()}
    with in_their_words(work, passing.case):
        places = {"was_with": place_words(charter, passing.at), "is_with": place_words(charter, passing.to)}
    return before | places | {"why": passing.why, "promise_before": passing.promise_before}
