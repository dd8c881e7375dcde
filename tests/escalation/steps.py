"""Steps on the way up that several tests take: lodging, letting time pass, deciding, reaching the office."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.kernel.journal import JournalRow, entries
from complaints.kernel.timers import clocks_of
from complaints.schemas import Receipt
from complaints.schemas.drafts import FindingDraft, IssueDraft
from complaints.tables import CaseRow
from escalation.actions.admit import admit
from escalation.actions.decide import decide
from escalation.actions.define import define as define_in_office
from escalation.domain.admissibility import QUESTIONS
from escalation.schemas import DecisionDraft
from tests.play import case_id, lodge_one, staff

ALL_YES = {question.key: "yes" for question in QUESTIONS}


async def case_of(application: Application, key: UUID) -> CaseRow:
    async with application.work(SYSTEM, reading=True) as work:
        return (await work.session.scalars(select(CaseRow).where(CaseRow.id == key))).one()


async def journal_of(application: Application, key: UUID) -> Sequence[JournalRow]:
    async with application.work(SYSTEM, reading=True) as work:
        return await entries(work.session, key)


async def kinds_of(application: Application, key: UUID) -> list[str]:
    return [entry.kind for entry in await journal_of(application, key)]


async def due(application: Application, key: UUID, kind: str) -> datetime:
    """When the newest clock of a kind runs out."""
    async with application.work(SYSTEM, reading=True) as work:
        return [clock.due_at for clock in await clocks_of(work.session, key) if clock.kind == kind][-1]


async def let_it_be_late(application: Application, key: UUID, kind: str = "respond") -> None:
    """Move the clock past a due date, and do what follows."""
    application.clock.advance_to(await due(application, key, kind) + timedelta(minutes=1))
    await sweep(application, now=application.clock.now())
    await drain(application)


async def answered(application: Application, key: UUID, officer: Actor) -> None:
    """Let somebody handle the case at its stage, and answer it."""
    async with application.work(officer) as work:
        await acknowledge(work, key, "The bins were not emptied.")
        if (await case_of(application, key)).stage_no == 1:
            await define(work, key, [IssueDraft("The bins were not emptied.", "delay")])
        await find(work, key, [FindingDraft(1, "not_upheld", "The lorry came.")])
        await answer(work, key, "We looked into it and found nothing wrong.")
    await drain(application)


async def at_the_office(application: Application, receipt: Receipt | None = None) -> UUID:
    """Let a case be late twice, so that it reaches the office."""
    key = await case_id(application, receipt or await lodge_one(application))
    await let_it_be_late(application, key)
    await let_it_be_late(application, key)
    assert (await case_of(application, key)).tier == "ombudsperson"
    return key


async def ombudsperson(application: Application) -> Actor:
    return await staff(application, Role.OMBUDSPERSON, bodies=(), username="ombudsperson")


async def decided(application: Application, key: UUID, office: Actor) -> None:
    """Let the office take a case up and decide it."""
    async with application.work(office) as work:
        await admit(work, key, ALL_YES, "Whether the bins were emptied, and why nobody answered.")
        await define_in_office(work, key, [IssueDraft("The bins were not emptied.", "delay")])
        await decide(work, key, DecisionDraft("They were not.", [FindingDraft(1, "upheld", "The log says so.")]))
    await drain(application)
