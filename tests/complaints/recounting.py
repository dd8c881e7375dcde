"""Closing days late, and looking at what became of the clocks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product

import msgspec
from sqlalchemy import select

from complaints import reads
from complaints.actions.adopt import adopt
from complaints.actions.recount import effect
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.recount import Effect
from complaints.kernel import ledger, timers
from complaints.kernel.charters import CharterRow
from complaints.kernel.journal import JournalRow, entries, first_break
from complaints.kernel.timers import ClockRow
from complaints.schemas import MessageView, Receipt
from complaints.tables import CaseRow
from standards.deadlines import Deadline, Explanation
from standards.packs import read_pack
from standards.toml_edit import TomlText
from tests.browse import a_browser
from tests.play import MONDAY, case_id, staff

PACK = read_pack("calder_bay")
ALL = ("office", "depot", "registry", "repairs_line")
FRIDAY = date(2026, 3, 6)
TUESDAY = MONDAY + timedelta(days=1)
FIRST, LATER = datetime(2026, 3, 13, 15, 30, tzinfo=UTC), datetime(2026, 3, 14, 12, tzinfo=UTC)
"""By when the depot answers what came on the Monday: ten days that it works, from Monday to Saturday."""

KEEP = PACK.replace('"move_and_tell"', '"keep"').replace('"work_to_it"', '"keep"')


def closed(*days: date, text: str = PACK, calendars: Sequence[str] = ALL) -> str:
    """Return a charter with more closed days."""
    document = TomlText(text)
    for key, day in product(calendars, days):
        document.append(("calendars", key), "closures", {"on": day, "why": "The fair"})
    return document.text


async def take_effect(
    application: Application, document: str, *, at: datetime = TUESDAY, on: datetime | None = None
) -> CharterRow:
    """Adopt a charter, by default with effect at once, and do what follows."""
    async with application.work(SYSTEM, now=at) as work:
        row = await adopt(work, document, effective_at=on)
    await drain(application, now=at)
    return row


async def clocks(application: Application, receipt: Receipt, kind: str = "respond") -> list[ClockRow]:
    """Return the generations of a clock."""
    async with application.work(SYSTEM, reading=True) as work:
        found = await timers.clocks_of(work.session, await case_id(application, receipt))
    return sorted((one for one in found if one.kind == kind), key=lambda one: one.generation)


async def written(application: Application, receipt: Receipt, kind: str = "clock.moved") -> list[JournalRow]:
    """Return the entries of a kind on the case's journal, which holds."""
    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, await case_id(application, receipt))
    assert first_break(chain) is None
    return [one for one in chain if one.kind == kind]


async def letters(application: Application, receipt: Receipt) -> list[MessageView]:
    """Return the letters about a day that has changed."""
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_person(work.session, await case_id(application, receipt))
    return [one for one in view.messages if "has changed" in one.subject]


async def recorded(application: Application) -> list[JournalRow]:
    """Return what the charter's ledger says of counting again."""
    async with application.work(SYSTEM, reading=True) as work:
        return [one for one in await ledger.entries(work.session, ledger.CHARTER) if one.kind == "calendar.recounted"]


async def preview(application: Application, document: str, *, at: datetime = TUESDAY) -> Effect:
    async with application.work(await administrator(application), now=at, reading=True) as work:
        return await effect(work, document)


async def administrator(application: Application) -> Actor:
    return await staff(application, Role.ADMINISTRATOR, bodies=())


async def their_page(application: Application, receipt: Receipt) -> str:
    async with a_browser(application) as browser:
        await browser.get("/track")
        return (await browser.post("/track", reference=receipt.reference, code=receipt.code)).text


async def clocks_of_kind(application: Application, kind: str) -> int:
    async with application.work(SYSTEM, reading=True) as work:
        return len((await work.session.scalars(select(ClockRow).where(ClockRow.kind == kind))).all())


async def moved(application: Application) -> int:
    async with application.work(SYSTEM, reading=True) as work:
        found = await work.session.scalars(select(ClockRow).where(ClockRow.replaced_at.is_not(None)))
        return len(found.all())


async def everything(application: Application) -> list[tuple[object, ...]]:
    async with application.work(SYSTEM, reading=True) as work:
        rows = [(one.id, one.due_at, one.stopped_at) for one in await work.session.scalars(select(ClockRow))]
        heads = [(one.id, one.journal_length, one.due_at) for one in await work.session.scalars(select(CaseRow))]
    return sorted([*rows, *heads], key=repr)


async def stop_clocks(application: Application, receipt: Receipt, *kinds: str) -> None:
    async with application.work(SYSTEM) as work:
        await timers.stop(work, await case_id(application, receipt), kinds)


def steps(clock: ClockRow) -> Explanation:
    return msgspec.json.decode(clock.explanation or "[]", type=Explanation)


def as_deadline(clock: ClockRow) -> Deadline:
    return Deadline(clock.due_at, clock.due_at.date(), steps(clock))
