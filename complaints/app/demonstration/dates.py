"""What happens to the date of an answer in the play: it waits for the person, or gets more time."""

from datetime import datetime

from complaints.actions.converse import add
from complaints.actions.extend import extend
from complaints.actions.hold import hold
from complaints.app.demonstration.approvals import decide
from complaints.app.demonstration.material import Chance
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.domain.access import Actor
from complaints.reads import Whereabouts
from complaints.schemas.drafts import ExtensionDraft, HoldDraft

HELD, EXTENDED = 0.12, 0.5
ENOUGH = 4
"""Working days that must be left for a clock to stand still."""

ASKED = "Please send us what is missing, or tell us that you do not have it. Until then our time stands still."
SENT = "Here is what you asked me for."
LONGER = "We are not as far as we wanted to be, and would rather answer you properly than quickly."


async def more_time(town: Town, case: PlayedCase, handler: Actor, here: Whereabouts, ready_at: datetime) -> Life:
    """Move the date of an answer as the charter allows: it waits for the person, or gets longer with a reason."""
    chance = case.chance.beside(f"dates {here.stage_no}")
    async for at in _wait_for_person(town, case, handler, here, chance):
        yield at
    async for at in _take_longer(town, case, handler, here, ready_at, chance):
        yield at


async def _wait_for_person(town: Town, case: PlayedCase, handler: Actor, here: Whereabouts, chance: Chance) -> Life:
    """Now and then ask the person for something, where the charter lets the clock stand still for it."""
    reasons = town.rule(case, here).holds
    if not reasons or here.respond_by is None or not chance.happens(HELD):
        return
    yield town.later(case, 1)
    if town.days_until(case, here.respond_by) <= ENOUGH or not await town.is_still(case, here):
        return
    async with town.work(handler) as work:
        await hold(work, case.id, HoldDraft(chance.one(reasons), ASKED))
    yield town.later(case, chance.between(2, 6))
    async with town.work(case.person) as work:
        await add(work, case.id, SENT)


async def _take_longer(
    town: Town, case: PlayedCase, handler: Actor, here: Whereabouts, ready_at: datetime, chance: Chance
) -> Life:
    """Ask for more time before an answer is late; where whoever has the case may not decide on that, somebody does."""
    allowed = town.rule(case, here).extend
    if allowed is None or here.respond_by is None:
        return
    if not town.now < here.respond_by < ready_at or not chance.happens(EXTENDED):
        return
    yield town.later(case, town.days_until(case, here.respond_by) - 1)
    if town.now < here.respond_by and await town.is_still(case, here):
        async with town.work(handler) as work:
            reason = chance.one(allowed.reasons) if allowed.reasons else "It takes longer than we thought"
            is_granted = await extend(work, case.id, ExtensionDraft(reason, LONGER, by=allowed.most))
        if not is_granted:
            async for at in decide(town, case, handler, chance):
                yield at
