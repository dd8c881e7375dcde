"""What happened to a case before somebody looks at it: the plain actions of those who work on it."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.converse import add, write
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.app.runner import drain
from complaints.domain.access import Actor
from complaints.schemas import Receipt
from complaints.schemas.drafts import FindingDraft, IssueDraft, RemedyDraft
from tests.browser.visit import Visit
from tests.play import case_id, contact, lodge_one, staff, the_person

WORDS = "The bins in Harbour Street were not emptied for three weeks, and nobody answered my two letters."


@dataclass
class Life:
    """One case, the officer who has it, and the person who looks at it."""

    visit: Visit
    receipt: Receipt
    key: UUID
    officer: Actor
    person: Actor

    async def do(self, action: Any, *given: Any, by: Actor | None = None, **more: Any) -> Any:
        """Do something with the case at the present instant, and deliver what follows."""
        async with self.visit.application.work(by or self.officer) as work:
            done = await action(work, self.key, *given, **more)
        await drain(self.visit.application)
        return done

    async def wait(self, days: float) -> None:
        """Let time pass, and all that falls due in it happen."""
        await self.visit.world.pass_time(days)

    async def talk(self) -> None:
        """Let both sides write."""
        await self.do(add, "They came today, but left the glass.", by=self.person)
        await self.do(write, "Thank you. We ask the depot about the glass.")

    async def acknowledged(self) -> None:
        """Let the officer take it up."""
        await self.do(acknowledge, "The bins in Harbour Street were not emptied.")

    async def decided(self, *, upheld: bool = True) -> None:
        """Let the officer find, put right and answer."""
        await self.acknowledged()
        await self.do(define, [IssueDraft("The bins were not emptied.", "delay"), IssueDraft("No answer.", "delay")])
        remedies = [RemedyDraft("apology", "We say sorry to you in writing."), _repair(self)] if upheld else []
        finding = "upheld" if upheld else "not_upheld"
        findings = [FindingDraft(1, finding, "The lorry did not come."), FindingDraft(2, "not_upheld", "We wrote.")]
        await self.do(find, findings, remedies)
        await self.do(answer, "We looked into what you told us. The lorry was broken, and we had no other.")

    async def seen(self) -> None:
        """Let the person open the page of the case with reference and code."""
        await show(self.visit, self.receipt)


async def a_life(visit: Visit, **said: object) -> Life:
    """Tell the authority something, by default a complaint about bins by somebody with a name."""
    receipt = await lodge_one(visit.application, **({"narrative": WORDS, "contact": contact()} | said))
    key = await case_id(visit.application, receipt)
    officer = await staff(visit.application, username="amina")
    return Life(visit, receipt, key, officer, await the_person(visit.application, receipt))


async def show(visit: Visit, receipt: Receipt) -> None:
    """Open a case with its reference and its code."""
    await visit.open("/track")
    await visit.send("/track", reference=receipt.reference, code=receipt.code)


def _repair(life: Life) -> RemedyDraft:
    by = life.visit.application.clock.now() + timedelta(days=20)
    return RemedyDraft("do_it_now", "We empty the bins every week again.", by.date())


def picture() -> bytes:
    """Return a small picture, as a telephone might send it."""
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "#335577").save(content, "PNG")
    return content.getvalue()
