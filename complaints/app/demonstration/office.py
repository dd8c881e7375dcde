"""What the ombudsperson's office does with a case in the play, and what the body makes of it."""

from uuid import UUID

from complaints.app.demonstration import findings as made
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.app.features import SCENES
from complaints.domain.access import Actor, Role
from complaints.kernel.work import Work
from complaints.reads import Whereabouts

TAKES_UP = {"admit": 0.66, "decline": 0.18, "refer_back": 0.06, "wait": 0.1}
TOO_EARLY = frozenset({"too_early", "premature"})
OUR_READING = "We will look at this: {point}"
NOT_TAKEN_UP = "We read everything you and the body wrote. {ground} We know that this is not what you hoped for."
BACK = "The office concerned says that it has now looked at it. It should answer you first, and we keep an eye on it."
DECISION = "We asked the body for its papers and spoke to those concerned.\n\n{reasons}\n\n{end}"
PAPER = "Call with the body's officer. They sent their records of the quarter; the dates do not fit the letter."
SINGLE = "The body should do for this person what it should have done, and write to say when it was done."
REPLIES = {
    "accepted": "We accept this and have begun with it.",
    "partly_accepted": "We do this for the person concerned. For the rest there is no money before the next budget.",
    "rejected": "We looked at it again and stand by what we decided.",
}


async def office(town: Town, case: PlayedCase, here: Whereabouts) -> Life:
    """Play the case in the office: taken up and decided, declined, referred back, or still waiting."""
    [ombudsperson, *_] = town.cast.of(Role.OMBUDSPERSON, case.arrival.body, case.unit)
    what = "admit" if case.arrival.is_fault else case.chance.weighted(TAKES_UP)
    if what == "wait":
        return
    yield town.later(case, case.chance.between(2, 12))
    if not await town.is_still(case, here):
        return
    if what == "refer_back" and (early := _grounds(town, early=True)):
        async for at in _refer_back(town, case, ombudsperson, here, early[0]):
            yield at
        return
    if what == "decline":
        await _decline(town, case, ombudsperson)
        return
    async for at in _look_into(town, case, ombudsperson, here):
        yield at


def _grounds(town: Town, *, early: bool) -> list[str]:
    return [ground.code for ground in town.charter.grounds if (ground.code in TOO_EARLY) is early]


async def _decline(town: Town, case: PlayedCase, ombudsperson: Actor) -> None:
    codes = _grounds(town, early=False)
    if not codes:
        return
    ground = town.charter.ground(case.chance.one(codes))
    async with town.work(ombudsperson) as work:
        await SCENES["decline"](work, case.id, ground.code, NOT_TAKEN_UP.format(ground=ground.words))


async def _refer_back(town: Town, case: PlayedCase, ombudsperson: Actor, here: Whereabouts, ground: str) -> Life:
    async with town.work(ombudsperson) as work:
        await SCENES["decline"](work, case.id, ground, BACK)
    officers = town.cast.of(Role.OFFICER, case.arrival.body, case.unit)
    yield town.later(case, case.chance.between(4, 15))
    async with town.work(officers[0]) as work:
        await SCENES["answer_back"](work, case.id, case.wording.fill(made.trouble_of(case.arrival).fine))
    yield town.later(case, case.chance.between(3, 10))
    if not await town.is_still(case, here):
        return
    if case.chance.happens(0.5):
        await _decline(town, case, ombudsperson)
        return
    async for at in _look_into(town, case, ombudsperson, here):
        yield at


async def _look_into(town: Town, case: PlayedCase, ombudsperson: Actor, here: Whereabouts) -> Life:
    """Take the case up, work on it, and decide it."""
    point = case.wording.fill(made.trouble_of(case.arrival).point)
    async with town.work(ombudsperson) as work:
        await SCENES["admit"](work, case.id, OUR_READING.format(point=point))
    if case.chance.happens(0.6):
        yield town.later(case, case.chance.between(4, 12))
        async with town.work(ombudsperson) as work:
            await SCENES["paper"](work, case.id, "Call with the body", PAPER)
    yield town.later(case, case.chance.around(30, 0.4))
    if await town.is_still(case, here):
        await _decide(town, case, ombudsperson)


async def _decide(town: Town, case: PlayedCase, ombudsperson: Actor) -> None:
    was_late = not case.points
    drafts = made.points(case, was_late=was_late)
    case.points += len(drafts)
    findings = made.decided(town, case, late_points=int(was_late))
    upheld = made.is_upheld(town, findings)
    reasons = "\n\n".join(finding.reason for finding in findings)
    end = "We uphold the complaint." if upheld else "We do not uphold the complaint."
    async with town.work(ombudsperson) as work:
        if drafts:
            await SCENES["define"](work, case.id, drafts)
        await SCENES["decide"](work, case.id, DECISION.format(reasons=reasons, end=end), findings, [])
        recommended = await _recommend(town, case, work) if upheld and case.chance.happens(0.75) else None
    if recommended is not None:
        town.begin(_follow_up(town, case, ombudsperson, recommended))


async def _recommend(town: Town, case: PlayedCase, work: Work) -> UUID:
    """Recommend something for the person; on the fault, once, something for everybody."""
    wider = case.arrival.is_fault and not town.is_fault_recommended
    town.is_fault_recommended |= wider
    words = made.trouble_of(case.arrival).recommendation if wider else SINGLE
    key: UUID = await SCENES["recommend"](work, case.id, words, wider=wider, do_by=town.in_days(case, 60, 120))
    return key


async def _follow_up(town: Town, case: PlayedCase, ombudsperson: Actor, recommended: UUID) -> Life:
    """Let the body answer the recommendation, or not, and the office look whether it was done."""
    chance = case.chance
    officers = town.cast.of(Role.OFFICER, case.arrival.body, case.unit)
    answer = chance.weighted({"accepted": 0.7, "partly_accepted": 0.12, "rejected": 0.08, "": 0.1})
    if not answer:
        return
    yield town.later(case, chance.between(8, 50))
    async with town.work(officers[0]) as work:
        await SCENES["respond"](work, recommended, answer, REPLIES[answer])
    if not chance.happens(0.7):
        return
    yield town.later(case, chance.between(20, 60))
    done = answer != "rejected" and chance.happens(0.85)
    words = "We were shown the letter and the record." if done else "We asked twice and were shown nothing."
    async with town.work(ombudsperson) as work:
        await SCENES["verify"](work, recommended, implemented=done, words=words)
