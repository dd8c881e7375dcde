"""What people say of how they were heard, once they have their answer."""

from complaints.actions.rate import rate
from complaints.app.demonstration.town import Life, PlayedCase, Town
from complaints.domain.case import State
from complaints.domain.survey import Handled
from complaints.schemas.drafts import SurveyDraft

ANSWER = 0.3
"""How many of those who have an answer say how it went."""

HANDLED: dict[str, dict[Handled, float]] = {
    "upheld": {Handled.GOOD: 0.55, Handled.FAIR: 0.33, Handled.POOR: 0.12},
    "partly_upheld": {Handled.GOOD: 0.35, Handled.FAIR: 0.4, Handled.POOR: 0.25},
    "not_upheld": {Handled.GOOD: 0.2, Handled.FAIR: 0.35, Handled.POOR: 0.45},
}
OTHERWISE: dict[Handled, float] = {Handled.GOOD: 0.4, Handled.FAIR: 0.4, Handled.POOR: 0.2}
INFORMED, TREATED_WORSE, SAYS_WHY = 0.78, 0.02, 0.3
WORDS: dict[Handled, str] = {
    Handled.GOOD: "Somebody listened, and did what they said they would.",
    Handled.FAIR: "It was put right in the end, but I had to wait long.",
    Handled.POOR: "The letter did not answer what I had asked.",
}


async def says_how_it_went(town: Town, case: PlayedCase) -> Life:
    """Let the person say how it went some days after the answer, if it has not gone on by then."""
    if not case.chance.happens(ANSWER):
        return
    before = await town.whereabouts(case)
    yield town.later(case, case.chance.between(1, 9))
    here = await town.whereabouts(case)
    if here.stage_no != before.stage_no or State(here.state) is not State.ANSWERED:
        return
    handled = case.chance.weighted(HANDLED.get(here.outcome or "", OTHERWISE))
    said = SurveyDraft(
        handled=handled,
        informed=case.chance.happens(INFORMED),
        treated_worse=case.chance.happens(TREATED_WORSE),
        words=WORDS[handled] if case.chance.happens(SAYS_WHY) else None,
    )
    async with town.work(case.person) as work:
        await rate(work, case.id, said, stage_no=here.stage_no)
