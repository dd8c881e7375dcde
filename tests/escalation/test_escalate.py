"""Going on to the next step: by itself when an answer is late, and when the person asks."""

import asyncio
from datetime import timedelta

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import Kind, NoSuchCase
from complaints.kernel.journal import first_break
from escalation import reads as ladder_reads
from escalation.actions.escalate import ask_next
from escalation.domain.ladder import NoFurtherStep, NotYet
from tests.escalation.steps import answered, at_the_office, case_of, due, journal_of, kinds_of, let_it_be_late
from tests.play import case_id, contact, lodge_one, staff, the_person


async def test_a_case_whose_answer_is_late_climbs_by_itself(application: Application) -> None:
    key = await case_id(application, await lodge_one(application))

    await let_it_be_late(application, key)

    case = await case_of(application, key)
    assert (case.tier, case.stage, case.stage_no, case.state) == ("review", "stage_2", 2, "received")
    assert case.due_at > application.clock.now()


async def test_sweeping_twice_and_at_once_lets_it_climb_one_step_only(application: Application) -> None:
    key = await case_id(application, await lodge_one(application))
    late = await due(application, key, "respond") + timedelta(minutes=1)

    await asyncio.gather(sweep(application, now=late), sweep(application, now=late))
    await sweep(application, now=late)

    assert (await case_of(application, key)).stage_no == 2
    assert (await kinds_of(application, key)).count("case.escalated") == 1
    async with application.work(SYSTEM, reading=True) as work:
        assert [climb.entry for climb in await ladder_reads.climbs(work.session, key)] == ["late"]


async def test_the_new_stage_has_promises_of_its_own_and_the_old_ones_are_over(application: Application) -> None:
    key = await case_id(application, await lodge_one(application))

    await let_it_be_late(application, key)

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, key)
    running = [clock.kind for clock in view.clocks if clock.stopped_at is None]
    assert sorted(running) == ["acknowledge", "inform", "respond"]
    assert next(clock.why[0] for clock in view.clocks if clock.kind == "respond" and not clock.stopped_at).startswith(
        "The time began on"
    )


async def test_the_person_is_told_that_it_went_on_and_has_nothing_to_tell_again(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())

    await let_it_be_late(application, await case_id(application, receipt))

    letter = application.post_office.letters[-1]
    assert letter.subject == f"{receipt.reference} has gone on to the next step"
    assert "That is our fault, not yours." in letter.body
    assert "You do not need to tell anything again." in letter.body


async def test_late_at_the_top_tells_the_person_and_climbs_no_further(application: Application) -> None:
    key = await at_the_office(application, await lodge_one(application, contact=contact()))

    await let_it_be_late(application, key)
    await sweep(application, now=application.clock.now() + timedelta(days=90))

    case = await case_of(application, key)
    assert (case.tier, case.stage_no) == ("ombudsperson", 3)
    subjects = [letter.subject for letter in application.post_office.letters]
    assert len([subject for subject in subjects if subject.startswith("The answer to")]) == 1


async def test_a_late_question_is_noted_and_does_not_climb(application: Application) -> None:
    key = await case_id(application, await lodge_one(application, kind=Kind.ENQUIRY, contact=contact()))

    await let_it_be_late(application, key)

    assert (await case_of(application, key)).stage_no == 1
    assert "clock.late" in await kinds_of(application, key)
    assert "next step" not in application.post_office.letters[-1].body


async def test_a_person_who_was_answered_goes_on_with_nothing_but_a_wish(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)

    case = await case_of(application, key)
    assert (case.tier, case.state) == ("review", "received")
    assert (case.handler, case.outcome, case.closed_at) == (None, None, None)
    assert case.narrative == "The bins were not emptied for three weeks."


async def test_the_persons_own_words_go_along_into_the_thread(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key, "The lorry did not come to our street.")

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, key)
    assert "The lorry did not come to our street." in [message.body for message in view.messages]


async def test_asking_while_there_is_time_is_refused_with_the_day(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)

    with pytest.raises(NotYet, match="has until Friday 13 March 2026 to answer you"):
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key, "Now.")

    assert await kinds_of(application, key) == ["case.lodged", "message.sent"]


async def test_asking_twice_from_the_same_page_changes_nothing(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    for _ in range(2):
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key, "Again.", stage_no=1)

    assert (await case_of(application, key)).stage_no == 2
    assert (await kinds_of(application, key)).count("message.received") == 1


async def test_asking_after_the_window_is_considered_all_the_same(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))
    application.clock.advance_to(application.clock.now() + timedelta(days=80))

    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)

    async with application.work(SYSTEM, reading=True) as work:
        assert [climb.asked_late for climb in await ladder_reads.climbs(work.session, key)] == [True]


async def test_a_late_case_that_nobody_swept_yet_may_be_taken_on_by_the_person(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    application.clock.advance_to(await due(application, key, "respond") + timedelta(minutes=1))

    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)
    await sweep(application, now=application.clock.now())
    await drain(application)

    assert (await case_of(application, key)).stage_no == 2


async def test_a_person_and_a_sweep_at_the_same_moment_make_one_step(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    person = await the_person(application, receipt)
    application.clock.advance_to(await due(application, key, "respond") + timedelta(minutes=1))

    async def ask() -> None:
        async with application.work(person) as work:
            await ask_next(work, key, stage_no=1)

    await asyncio.gather(ask(), sweep(application, now=application.clock.now()))

    assert (await case_of(application, key)).stage_no == 2
    assert first_break(await journal_of(application, key)) is None


async def test_praise_and_stopped_cases_do_not_go_on(application: Application) -> None:
    praise = await lodge_one(application, kind=Kind.COMPLIMENT)
    stopped = await lodge_one(application)
    async with application.work(await the_person(application, stopped)) as work:
        await withdraw(work, await case_id(application, stopped))

    for receipt in (praise, stopped):
        with pytest.raises(NoFurtherStep):
            async with application.work(await the_person(application, receipt)) as work:
                await ask_next(work, await case_id(application, receipt))


async def test_nobody_but_the_person_may_ask(application: Application) -> None:
    receipt, other = await lodge_one(application), await lodge_one(application)

    for actor in (await staff(application), await the_person(application, other)):
        with pytest.raises(NoSuchCase):
            async with application.work(actor) as work:
                await ask_next(work, await case_id(application, receipt))


async def test_a_reviewer_who_decided_the_first_stage_cannot_have_the_second(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    officer = await staff(application)
    await answered(application, key, officer)
    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)
    promoted = type(officer)(Role.REVIEWER, officer.id, officer.name, officer.bodies)

    with pytest.raises(NoSuchCase):
        await answered(application, key, promoted)

    await answered(application, key, await staff(application, Role.REVIEWER))
    assert (await case_of(application, key)).state == "answered"


async def test_whoever_let_it_be_late_cannot_have_the_next_stage_either(application: Application) -> None:
    key = await case_id(application, await lodge_one(application))
    officer = await staff(application)
    async with application.work(officer) as work:
        await acknowledge(work, key, "Bins.")
    await let_it_be_late(application, key)

    with pytest.raises(NoSuchCase):
        await answered(application, key, type(officer)(Role.REVIEWER, officer.id, officer.name, officer.bodies))
