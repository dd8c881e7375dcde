"""How a case goes on before it reaches the ombudsperson: told, acknowledged, answered or not, and taken further."""

from datetime import datetime, timedelta
from uuid import UUID

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.converse import add, note, write
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.actions.thank import pass_on
from complaints.actions.undertake import keep_promise
from complaints.actions.withdraw import withdraw
from complaints.app.demonstration import findings as made
from complaints.app.demonstration.arrivals import Arrival
from complaints.app.demonstration.dates import more_time
from complaints.app.demonstration.deliveries import begin_delivery
from complaints.app.demonstration.material import Remark
from complaints.app.demonstration.office import office
from complaints.app.demonstration.surveys import says_how_it_went
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.app.features import SCENES
from complaints.domain.access import SYSTEM, Actor
from complaints.domain.case import Kind, State
from complaints.reads import Whereabouts
from standards.charter import Tier

ACKNOWLEDGED = 0.9
WITHDRAWN = 0.05
USUAL_PART, REVIEW_PART, FAULT_PART = 0.68, 0.85, 1.25
"""The part of its time that an answer usually takes; chance makes a fifth of them late, more of reviews."""

LONG = 30
"""Working days: where more are allowed, answers are usually ready as if it were these."""

ASKS_WHEN_LATE = 0.6
"""How many ask for the next step when the answer is late and the case does not go on by itself."""

PACES = (0.85, 1.12, 1.0, 0.9)
ASKS_ON = {"upheld": 0.04, "partly_upheld": 0.18, "not_upheld": 0.4, "none": 0.35}


async def live(town: Town, arrival: Arrival) -> Life:
    """Play one case from the moment it is told."""
    yield arrival.at
    case = await town.tell(arrival)
    await begin_delivery(town, case)
    steps = {Kind.COMPLAINT: _complaint, Kind.COMPLIMENT: _praise}.get(arrival.kind, _remark)
    async for at in steps(town, case):
        yield at


async def _complaint(town: Town, case: PlayedCase) -> Life:
    before = 0
    here = await town.whereabouts(case)
    while here.stage_no != before and State(here.state).is_open:
        before = here.stage_no
        tier = town.charter.tier(here.tier)
        async for at in office(town, case, here) if tier.independent else _desk(town, case, tier, here):
            yield at
        here = await town.whereabouts(case)
        if here.stage_no == before and _asks_on(case, here, tier):
            yield town.later(case, case.chance.between(2, 25))
            async with town.work(case.person) as work:
                await SCENES["ask_next"](work, case.id, case.chance.one(town.material.whys))
            here = await town.whereabouts(case)


def _asks_on(case: PlayedCase, here: Whereabouts, tier: Tier) -> bool:
    if tier.independent or here.state != State.ANSWERED.value:
        return False
    return case.chance.happens(ASKS_ON.get(here.outcome or "none", 0.2))


async def _desk(town: Town, case: PlayedCase, tier: Tier, here: Whereabouts) -> Life:
    """Play one step within a body: acknowledged, talked about, and answered, unless it is late and climbs."""
    begun, answer_in = town.now, _answer_in(town, case, here)
    handler = town.handler(case, tier)
    if handler is None or handler.id is None:
        async for at in _until_late(town, case, here, town.later(case, 2 * answer_in)):
            yield at
        return
    case.hands.add(handler.id)
    async for at in _beginning(town, case, handler, here, answer_in):
        yield at
    here = await _as_dated_now(town, case, here)
    ready_at = town.later(case, answer_in, since=begun)
    async for at in _incidents(town, case, handler, here, ready_at):
        yield at
    async for at in more_time(town, case, handler, here, ready_at):
        yield at
    async for at in _until_late(town, case, await _as_dated_now(town, case, here), ready_at):
        yield at
    if await town.is_still(case, here):
        await _answer(town, case, handler, was_late=here.stage_no > 1 and not case.points)


async def _beginning(town: Town, case: PlayedCase, handler: Actor, here: Whereabouts, answer_in: float) -> Life:
    """Acknowledge, mostly; and now and then the person stops the case early."""
    chance = case.chance
    if chance.happens(ACKNOWLEDGED):
        yield town.later(case, min(answer_in, chance.weighted({1: 0.5, 2: 0.32, 3: 0.1, 5: 0.08})))
        if await town.is_still(case, here):
            async with town.work(handler) as work:
                await acknowledge(work, case.id, case.wording.fill(made.trouble_of(case.arrival).point))
    if here.stage_no == 1 and chance.happens(WITHDRAWN):
        yield town.later(case, chance.between(1, answer_in))
        if await town.is_still(case, here):
            async with town.work(case.person) as work:
                await withdraw(work, case.id, chance.one(town.material.asks))
            case.is_stopped = True


def _answer_in(town: Town, case: PlayedCase, here: Whereabouts) -> float:
    """Return after how many working days the answer is ready: some bodies are slower, and the fault is slowest."""
    bodies = list(town.charter.bodies)
    part = USUAL_PART if here.stage_no == 1 else REVIEW_PART
    if case.arrival.is_fault and here.stage_no == 1:
        part = FAULT_PART
    pace = PACES[bodies.index(case.arrival.body) % len(PACES)]
    allowed = min(town.days_until(case, here.respond_by), LONG)
    return max(1.0, case.chance.around(allowed * part * pace))


async def _add(town: Town, case: PlayedCase, _handler: Actor) -> None:
    async with town.work(case.person) as work:
        await add(work, case.id, case.wording.fill(case.chance.one(town.material.additions)))


async def _write(town: Town, case: PlayedCase, handler: Actor) -> None:
    async with town.work(handler) as work:
        await write(work, case.id, case.wording.fill(case.chance.one(town.material.letters)))


async def _note(town: Town, case: PlayedCase, handler: Actor) -> None:
    async with town.work(handler) as work:
        await note(work, case.id, case.chance.one(town.material.notes))


INCIDENTS = ((0.22, _add), (0.2, _write), (0.15, _note))


async def _incidents(town: Town, case: PlayedCase, handler: Actor, here: Whereabouts, until: datetime) -> Life:
    """Let things happen between acknowledgement and answer."""
    for share, happening in INCIDENTS:
        if not case.chance.happens(share):
            continue
        at = town.now + (until - town.now) * case.chance.between(0.2, 0.7)
        yield max(at, town.now + timedelta(minutes=1))
        if not await town.is_still(case, here):
            return
        await happening(town, case, handler)


async def _until_late(town: Town, case: PlayedCase, here: Whereabouts, ready_at: datetime) -> Life:
    """Wait for the answer; look the morning after it was due, when the case may have gone on without it."""
    if here.respond_by is not None and ready_at > here.respond_by >= town.now:
        yield here.respond_by + timedelta(hours=14)
        if not await town.is_still(case, here) or await _asks_because_late(town, case, here):
            return
    yield max(ready_at, town.now + timedelta(minutes=1))


async def _as_dated_now(town: Town, case: PlayedCase, here: Whereabouts) -> Whereabouts:
    """Return where the case stands with the date it has by now; once it has gone on, where it stood."""
    there = await town.whereabouts(case)
    return there if there.stage_no == here.stage_no else here


async def _asks_because_late(town: Town, case: PlayedCase, here: Whereabouts) -> bool:
    """Let the person ask for the next step, where a late case does not go on by itself; say whether they did."""
    if town.charter.tier(here.tier).on_late == "climb" or not case.chance.happens(ASKS_WHEN_LATE):
        return False
    async with town.work(case.person) as work:
        await SCENES["ask_next"](work, case.id, "You had promised an answer by now.")
    return True


async def _answer(town: Town, case: PlayedCase, handler: Actor, *, was_late: bool) -> None:
    drafts = made.points(case, was_late=was_late)
    case.points += len(drafts)
    findings = made.decided(town, case, late_points=int(was_late))
    remedies = made.agreed(town, case, findings)
    async with town.work(handler) as work:
        if drafts:
            await define(work, case.id, drafts)
        await find(work, case.id, findings, remedies)
        await answer(work, case.id, made.answer_words(town, findings, remedies))
    town.begin(says_how_it_went(town, case))
    if any(remedy.due_on for remedy in remedies):
        await _keep_promises(town, case, handler)


async def _keep_promises(town: Town, case: PlayedCase, handler: Actor) -> None:
    """Let each promise just made be kept: most in time, some late, and a few never."""
    async with town.application.work(SYSTEM, reading=True) as work:
        remedies = (await reads.case_for_staff(work.session, case.id)).remedies
    for remedy in sorted(remedies, key=lambda one: (one.stage_no, one.kind)):
        if remedy.due_on is None or remedy.id in case.promised:
            continue
        case.promised.add(remedy.id)
        days = town.days_until(case, town.now + (timedelta(days=1) * (remedy.due_on - town.now.date()).days))
        how = case.chance.weighted({"in time": 0.8, "late": 0.12, "never": 0.08})
        if how != "never":
            after = case.chance.between(0.3, 0.95) if how == "in time" else case.chance.between(1.2, 1.8)
            town.begin(_keep(town, case, handler, remedy.id, town.later(case, days * after)))


async def _keep(town: Town, case: PlayedCase, handler: Actor, remedy: UUID, at: datetime) -> Life:
    yield at
    async with town.work(handler) as work:
        await keep_promise(work, case.id, remedy, "Done, and checked by somebody else.")


async def _praise(town: Town, case: PlayedCase) -> Life:
    handler = town.handler(case, town.charter.first_tier)
    if handler is None:
        return
    yield town.later(case, case.chance.weighted({1: 0.3, 2: 0.3, 4: 0.28, 8: 0.12}))
    async with town.work(handler) as work:
        await pass_on(work, case.id, "everybody concerned, at the team meeting")


async def _remark(town: Town, case: PlayedCase) -> Life:
    handler, theme = town.handler(case, town.charter.first_tier), case.arrival.theme
    if handler is None or not isinstance(theme, Remark):
        return
    here = await town.whereabouts(case)
    yield town.later(case, min(_answer_in(town, case, here), 25))
    if await town.is_still(case, here):
        async with town.work(handler) as work:
            await answer(work, case.id, case.wording.fill(theme.reply))
