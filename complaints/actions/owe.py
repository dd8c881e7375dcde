"""Owing somebody a message: which ways it has to go, kept the moment it is written, so that none is forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from complaints import store
from complaints.domain.consent import holds
from complaints.domain.deliveries import DROPPED, EMAIL, OWED, leaves_at, ways
from complaints.domain.promises import calendar_of
from complaints.domain.quiet import safe_hours
from complaints.kernel import outbox
from complaints.kernel.work import Work
from complaints.messages import Deliver
from complaints.store import Case, deliveries

ENDED = "The consent has ended."
NO_WAY = "There is no such way to reach them any more."


async def owe(work: Work, case: Case, message: str) -> None:
    """Keep every way a message has to go, to the person and to whoever acts for them, and post what goes by itself."""
    formats = case.formats or []
    to_person = ways(message, case.reply_by, case.visibility, formats)
    owed: list[tuple[UUID | None, str, str]] = [(None, key, way) for key, way in to_person.items()]
    for one in await store.consents(work.session, case.id):
        if holds(one, work.now, work.today):
            to_them = ways(f"{message}:{one.id}", one.reply_by, case.visibility, formats)
            owed += [(one.id, key, way) for key, way in to_them.items()]
    await _owe(work, case, message, owed)


async def _owe(work: Work, case: Case, message: str, owed: Iterable[tuple[UUID | None, str, str]]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": work.new_id(),
            "case_id": case.id,
            "key": key,
            "message": message,
            "consent_id": consent,
            "way": way,
            "state": OWED,
            "due_at": when(work, case, way, message),
        }
        for consent, key, way in owed
    ]
    if rows:
        await deliveries.add(work.session, rows)
    for row in rows:
        if row["way"] == EMAIL:
            await post(work, case.id, row["key"], message, run_at=row["due_at"])


async def post(work: Work, case_id: UUID, key: str, message: str, *, run_at: datetime, again: str = "") -> None:
    """Post the mail of one way of a message; *again* makes it another try, where the first came to nothing."""
    what = Deliver(case_id, message, key)
    await outbox.post(work, what, run_at=run_at, dedupe=f"deliver:{case_id}:{key}{again}")


class Reachable(Protocol):
    """What says when somebody may be reached: a case, or what is shown of it."""

    @property
    def charter_id(self) -> UUID: ...

    @property
    def body(self) -> str: ...

    @property
    def unit(self) -> str | None: ...

    @property
    def safe_since(self) -> str | None: ...

    @property
    def safe_until(self) -> str | None: ...


def when(work: Work, case: Reachable, way: str, message: str) -> datetime:
    """Return when a message may go a way at the earliest, from now."""
    charter = work.charters.get(case.charter_id).charter
    return leaves_at(
        way,
        message,
        quiet=charter.quiet,
        safe=safe_hours(case.safe_since, case.safe_until),
        calendar=calendar_of(charter, case.body, case.unit),
        now=work.now,
    )


async def drop_for_consent(work: Work, consent_id: UUID) -> None:
    """Drop what is still owed to somebody whose consent ends: for whoever ends it, in the same work."""
    await deliveries.drop_for_consent(work.session, consent_id, at=work.now, note=ENDED)


async def owe_anew(work: Work, case: Case) -> None:
    """Let what is still owed to the person go the way they are reached by now: for whoever changes it, in that work."""
    waiting = await deliveries.owed_to_person(work.session, case.id)
    for one in waiting:
        one.state, one.done_at, one.note = DROPPED, work.now, NO_WAY
        one.key = f"{one.key}:{one.id}"
    await work.session.flush()
    for message in dict.fromkeys(one.message for one in waiting):
        fresh = ways(message, case.reply_by, case.visibility, case.formats or [])
        await _owe(work, case, message, [(None, f"{key}:{work.new_id()}", way) for key, way in fresh.items()])
