"""After an answer, or instead of one: the next door, how we did, treated worse, and stopping."""

from complaints.actions.withdraw import withdraw
from tests.browser.catalogue import state
from tests.browser.catalogue.lives import Life, a_life
from tests.browser.visit import Visit

NEXT, SURVEY, WORSE, STOP = "public/next.html", "public/survey.html", "public/worse.html", "public/stop.html"
AT_NEXT, AT_SURVEY, AT_WORSE, AT_STOP = "/your-case/next", "/your-case/how", "/your-case/worse", "/your-case/stop"


async def answered(visit: Visit) -> Life:
    """Let a case be answered, and open it."""
    life = await a_life(visit)
    await life.decided(upheld=False)
    await life.seen()
    return life


async def just_told(visit: Visit) -> Life:
    """Open a case that was just told."""
    life = await a_life(visit)
    await life.seen()
    return life


@state(at=f"GET {AT_NEXT}", shows=NEXT, full=True)
async def next_door(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_NEXT)


@state(at=f"GET {AT_NEXT}", shows=NEXT)
async def next_door_too_early(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_NEXT)


@state(at=f"GET {AT_NEXT}", shows=NEXT)
async def next_door_asked_late(visit: Visit) -> None:
    life = await a_life(visit)
    await life.decided(upheld=False)
    await life.wait(200)
    await life.seen()
    await visit.open(AT_NEXT)


@state(at=f"GET {AT_NEXT}", shows=NEXT)
async def next_door_asked_already(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_NEXT)
    await visit.send(AT_NEXT, points="1", why="The lorry never comes.")
    await visit.open(AT_NEXT)


@state(at=f"POST {AT_NEXT}", shows=NEXT, status=400)
async def next_door_with_too_many_words(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_NEXT)
    await visit.send(AT_NEXT, why="x" * 25_000)


@state(at="GET /your-case", shows="public/case.html")
async def case_that_went_on_as_asked(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_NEXT)
    await visit.send(AT_NEXT, points="1", why="The lorry never comes.")


@state(at=f"GET {AT_SURVEY}", shows=SURVEY)
async def survey_too_early(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_SURVEY)


@state(at=f"GET {AT_SURVEY}", shows=SURVEY, full=True)
async def survey(visit: Visit) -> None:
    await answered(visit)
    await visit.open(f"{AT_SURVEY}?handled=fair")


@state(at=f"POST {AT_SURVEY}", shows=SURVEY, status=400)
async def survey_without_an_answer(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_SURVEY)
    await visit.send(AT_SURVEY)


@state(at=f"GET {AT_SURVEY}", shows=SURVEY)
async def survey_answered_before(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_SURVEY)
    await visit.send(AT_SURVEY, handled="good", informed="yes", words="Thank you.", treated_worse="no")
    await visit.open(AT_SURVEY)


@state(at=f"GET {AT_NEXT}", shows=NEXT)
async def survey_poor_leads_to_the_next_door(visit: Visit) -> None:
    await answered(visit)
    await visit.open(AT_SURVEY)
    await visit.send(AT_SURVEY, handled="poor")


@state(at=f"GET {AT_WORSE}", shows=WORSE, full=True)
async def treated_worse(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_WORSE)


@state(at=f"POST {AT_WORSE}", shows=WORSE, status=400)
async def treated_worse_with_too_many_words(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_WORSE)
    await visit.send(AT_WORSE, words="x" * 25_000)


@state(at=f"GET {AT_WORSE}", shows=WORSE)
async def treated_worse_told_before(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_WORSE)
    await visit.send(AT_WORSE, words="They shouted at me.")
    await visit.open(AT_WORSE)


@state(at=f"GET {AT_STOP}", shows=STOP, full=True)
async def stop(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_STOP)


@state(at=f"POST {AT_STOP}", shows=STOP, status=400)
async def stop_with_too_many_words(visit: Visit) -> None:
    await just_told(visit)
    await visit.open(AT_STOP)
    await visit.send(AT_STOP, why="x" * 5_000)


@state(at=f"GET {AT_STOP}", shows=STOP)
async def stop_what_has_stopped(visit: Visit) -> None:
    life = await just_told(visit)
    await life.do(withdraw, by=life.person)
    await visit.open(AT_STOP)
