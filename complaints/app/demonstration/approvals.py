"""Who agrees in the play, where more time needs somebody else: mostly they do, now and then they say why not."""

from complaints.actions.extend import grant, refuse
from complaints.actions.look import look
from complaints.app.demonstration.material import Chance
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.domain.access import Actor, Role

AGREES = 0.8
WHY_NOT = "Everything that is needed is on the case already. Please answer by the day we promised."


async def decide(town: Town, case: PlayedCase, asker: Actor, chance: Chance) -> Life:
    """Let somebody who may decide look at what was asked for, some hours later and before the day is over."""
    able = [one for one in _able(town, case) if one.id != asker.id]
    if not able:
        return
    second = chance.one(able)
    yield town.now + (town.later(case, 1) - town.now) * chance.between(0.2, 0.6)
    async with town.work(second) as work:
        dates = (await look(work, case.reference)).dates
        if dates is None or dates.asked is None or not dates.may_decide or dates.course.has_passed(work.now):
            return
        if chance.happens(AGREES):
            await grant(work, case.id, dates.asked.id)
        else:
            await refuse(work, case.id, dates.asked.id, WHY_NOT)


def _able(town: Town, case: PlayedCase) -> list[Actor]:
    body = case.arrival.body
    reviewers = town.cast.of(Role.REVIEWER, body, case.unit)
    return [*reviewers, *(one for one in town.cast.of(Role.OFFICER, body, None) if not one.units)]
