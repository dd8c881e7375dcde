"""The person's own case, from the door with reference and code to the day it is closed."""

import pytest

from complaints.actions.extend import extend
from complaints.actions.hold import hold
from complaints.actions.show_code import BY_CASE, NoMatch, show_code
from complaints.actions.thank import pass_on
from complaints.actions.withdraw import withdraw
from complaints.domain.case import Kind
from complaints.domain.matter import Matter
from tests.browser.catalogue import state
from tests.browser.catalogue.lives import a_life, picture
from tests.browser.visit import Visit
from tests.complaints.moving import more, waiting

DOOR, CASE = "public/track.html", "public/case.html"
HERE = "GET /your-case"
NO_CODE = {"reference": "K7M4-2QXD", "code": "AAAA-AAAA-AAAA-AAAA"}


@state(at="GET /track", shows=DOOR, full=True)
async def track(visit: Visit) -> None:
    await visit.open("/track")


@state(at="POST /track", shows=DOOR, status=400, full=True)
async def track_with_a_wrong_code(visit: Visit) -> None:
    await visit.open("/track")
    await visit.send("/track", **NO_CODE)


@state(at="POST /track", shows=DOOR, status=429)
async def track_with_too_many_wrong_codes(visit: Visit) -> None:
    life = await a_life(visit)
    for _ in range(BY_CASE.most):
        with pytest.raises(NoMatch):
            await show_code(visit.application, life.receipt.reference, NO_CODE["code"], address="192.0.2.1")
    await visit.open("/track")
    await visit.send("/track", reference=life.receipt.reference, code=NO_CODE["code"])


@state(at=HERE, shows=CASE)
async def case_just_told(visit: Visit) -> None:
    life = await a_life(visit, service="bin_collection")
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_that_has_no_service_and_no_name(visit: Visit) -> None:
    life = await a_life(visit, contact=None, service=None)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_understood(visit: Visit) -> None:
    life = await a_life(visit)
    await life.acknowledged()
    await life.talk()
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_that_waits_for_the_person(visit: Visit) -> None:
    life = await a_life(visit, service="street_lighting")
    await life.acknowledged()
    await life.do(hold, waiting())
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_with_more_time(visit: Visit) -> None:
    life = await a_life(visit, service="street_lighting")
    await life.acknowledged()
    await life.do(extend, more())
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_late(visit: Visit) -> None:
    life = await a_life(visit)
    await life.acknowledged()
    await life.talk()
    await life.wait(16)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_late_twice_and_with_the_ombudsperson(visit: Visit) -> None:
    life = await a_life(visit)
    await life.wait(20)
    await life.wait(60)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_with_a_service_that_is_late(visit: Visit) -> None:
    life = await a_life(visit, matter=Matter.FIX, kind=Kind.ENQUIRY, standard="missed_bin")
    await life.wait(9)
    await life.seen()


@state(at=HERE, shows=CASE, full=True)
async def case_answered(visit: Visit) -> None:
    life = await a_life(visit)
    await life.talk()
    await life.decided()
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_not_upheld(visit: Visit) -> None:
    life = await a_life(visit)
    await life.decided(upheld=False)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_whose_door_is_shut_for_long(visit: Visit) -> None:
    life = await a_life(visit)
    await life.decided(upheld=False)
    await life.wait(500)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_withdrawn(visit: Visit) -> None:
    life = await a_life(visit)
    await life.do(withdraw, "My neighbour helped me.", by=life.person)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_of_thanks(visit: Visit) -> None:
    life = await a_life(visit, kind=Kind.COMPLIMENT, praised="The woman at counter 4")
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_of_thanks_passed_on(visit: Visit) -> None:
    life = await a_life(visit, kind=Kind.COMPLIMENT, praised="The woman at counter 4")
    await life.do(pass_on, "the woman at counter 4, and her team")
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_of_an_idea(visit: Visit) -> None:
    life = await a_life(visit, kind=Kind.SUGGESTION)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_nobody_answered(visit: Visit) -> None:
    life = await a_life(visit, matter=Matter.UNANSWERED)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_of_reprisal_straight_with_the_ombudsperson(visit: Visit) -> None:
    life = await a_life(visit, matter=Matter.REPRISAL)
    await life.seen()


@state(at=HERE, shows=CASE)
async def case_with_a_picture_added(visit: Visit) -> None:
    life = await a_life(visit)
    await life.seen()
    await visit.choose_file("bins.png", picture(), "image/png")
    await visit.send("/your-case/add", information="This is how they looked today.")


@state(at="GET /your-case/files/{key:uuid}", shows="public/file.html")
async def a_file_of_the_case(visit: Visit) -> None:
    await case_with_a_picture_added(visit)
    await visit.follow("[href^='/your-case/files/']")


@state(at="POST /your-case/add", shows=CASE, status=400)
async def case_with_nothing_added(visit: Visit) -> None:
    life = await a_life(visit)
    await life.seen()
    await visit.send("/your-case/add")
