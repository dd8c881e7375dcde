"""Steps with the date of an answer that several tests take: holding it, extending it, letting time pass."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from complaints import reads
from complaints.actions.adopt import adopt
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Actor
from complaints.kernel.journal import JournalRow, entries, first_break
from complaints.kernel.timers import ClockRow, clocks_of
from complaints.schemas import CaseView, Receipt
from complaints.schemas.drafts import ExtensionDraft, HoldDraft
from complaints.tables import CaseRow, ExtensionRow, MessageRow
from standards.deadlines import Explanation, replay
from standards.limits import Limit
from standards.packs import read_pack
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

LONDON = ZoneInfo("Europe/London")
ASKED = "We have asked you for something that we cannot answer without"
CONSENT = "We are waiting for your consent"
AWAY = "Somebody we must ask is away"
LOOK = "We must look at the place"
BEFORE = MONDAY - timedelta(days=30)


def at(text: str) -> datetime:
    """Return an instant of 2026 by the clocks of London, such as '03-04 10:00'."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LONDON).astimezone(UTC)


def waiting(reason: str = ASKED) -> HoldDraft:
    return HoldDraft(reason, "Please send us the number on the lamp post.")


def more(by: str | None = "5 working days", *, reason: str = AWAY, until: str | None = None) -> ExtensionDraft:
    last = None if until is None else date.fromisoformat(f"2026-{until}")
    return ExtensionDraft(reason, "The engineer comes back next week.", None if by is None else Limit.parse(by), last)


@dataclass
class Answer:
    """A complaint about a street lamp, told on Monday 2 March 2026: the answer is due on Monday 16 March."""

    application: Application
    key: UUID
    receipt: Receipt
    amina: Actor
    person: Actor
    now: datetime = field(default=MONDAY)

    async def do(self, action: Any, *args: Any, when: str = "", by: Actor | None = None, **more: Any) -> Any:
        """Do something with the case at an instant, after all that came due before it; then deliver what follows."""
        self.now = at(when) if when else self.now
        await self.wait(self.now)
        async with self.application.work(by or self.amina, now=self.now) as work:
            given = await action(work, self.key, *args, **more)
        await drain(self.application, now=self.now)
        return given

    async def wait(self, until: datetime | str) -> int:
        """Let time pass; return how many clocks fired."""
        self.now = at(until) if isinstance(until, str) else until
        fired = await sweep(self.application, now=self.now)
        await drain(self.application, now=self.now)
        return fired

    async def clocks(self, kind: str = "respond") -> list[ClockRow]:
        """Return every generation of one of the case's clocks."""
        async with self.application.work(SYSTEM, reading=True) as work:
            rows = [row for row in await clocks_of(work.session, self.key) if row.kind == kind]
        return sorted(rows, key=lambda row: (row.stage_no, row.generation))

    async def clock(self) -> ClockRow:
        """Return the one clock of the answer that is alive; its explanation leads to its date."""
        [row] = [row for row in await self.clocks() if row.stopped_at is None]
        if row.explanation is not None and row.held_at is None:
            assert replay(msgspec.json.decode(row.explanation, type=Explanation)) == row.due_at
        return row

    async def due(self) -> datetime:
        return (await self.clock()).due_at

    async def entries(self, *kinds: str) -> list[JournalRow]:
        """Return the entries of these kinds, of a journal that holds."""
        async with self.application.work(SYSTEM, reading=True) as work:
            written = await entries(work.session, self.key)
        assert first_break(written) is None
        return [entry for entry in written if entry.kind in kinds]

    async def letters(self, *names: str) -> list[MessageRow]:
        """Return what the person was told, by the names of the letters, oldest first."""
        wanted = select(MessageRow).where(MessageRow.case_id == self.key).order_by(MessageRow.sent_at, MessageRow.id)
        async with self.application.work(SYSTEM, reading=True) as work:
            rows = (await work.session.scalars(wanted)).all()
        return [row for row in rows if row.key.partition(":")[0] in names]

    async def view(self) -> CaseView:
        """Return the case as the person sees it."""
        async with self.application.work(SYSTEM, reading=True) as work:
            return await reads.case_for_person(work.session, self.key)

    async def row(self) -> CaseRow:
        async with self.application.work(SYSTEM, reading=True) as work:
            return (await work.session.scalars(select(CaseRow).where(CaseRow.id == self.key))).one()

    async def extensions(self) -> list[ExtensionRow]:
        wanted = select(ExtensionRow).where(ExtensionRow.case_id == self.key).order_by(ExtensionRow.asked_at)
        async with self.application.work(SYSTEM, reading=True) as work:
            return list(await work.session.scalars(wanted))


async def an_answer(application: Application, **said: object) -> Answer:
    """Lodge a complaint about a street lamp, with an officer who may work on it."""
    receipt = await lodge_one(application, **({"service": "street_lighting", "contact": contact()} | said))
    return Answer(
        application,
        await case_id(application, receipt),
        receipt,
        await staff(application, username="amina"),
        await the_person(application, receipt),
    )


async def under(application: Application, *changes: tuple[str, str], since: datetime = BEFORE) -> None:
    """
    Adopt the demonstration charter with other words in some places, by default in force before the first case.

    It says them in one language: a translation of what was replaced would be left over.
    """
    document = read_pack("calder_bay").partition("\n[words.")[0]
    for old, new in changes:
        assert old in document, old
        document = document.replace(old, new)
    async with application.work(SYSTEM) as work:
        await adopt(work, document, effective_at=since)
    application.forget_charters()
