"""Recommending, answering and checking: with the body's time running, and only the office saying it was done."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import NoSuchCase
from complaints.kernel.timers import clocks_of
from complaints.tables import SubjectRow
from escalation import reads
from escalation.actions.recommend import recommend
from escalation.actions.respond import respond
from escalation.actions.verify import verify
from escalation.domain.admissibility import NotInThisState
from escalation.domain.recommendation import NotByThisHand, RecommendationState
from escalation.schemas import RecommendationDraft, RecommendationView
from escalation.store import NoSuchRecommendation
from escalation.tables import RecommendationRow
from standards.errors import Invalid
from tests.escalation.steps import at_the_office, decided, due, journal_of, let_it_be_late
from tests.play import contact, lodge_one, staff

ACCEPTED, REJECTED = RecommendationState.ACCEPTED, RecommendationState.REJECTED
DRAFT = RecommendationDraft("Empty the bins of Quay Street every Monday.", wider=True)


@pytest.fixture
async def recommended(application: Application, office: Actor) -> RecommendationView:
    """A recommendation on a decided case, sent on Monday 2 November 2026."""
    key = await at_the_office(application, await lodge_one(application, contact=contact()))
    await decided(application, key, office)
    application.clock.advance_to(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
    async with application.work(office) as work:
        await recommend(work, key, DRAFT)
    await drain(application)
    return await _now(application, key)


async def _now(application: Application, key) -> RecommendationView:
    async with application.work(SYSTEM, reading=True) as work:
        return (await reads.recommendations(work.session, key))[0]


async def test_the_body_has_three_months_beginning_with_the_day_of_receipt(
    application: Application, recommended: RecommendationView
) -> None:
    assert (recommended.state, recommended.number) == ("issued", 1)
    assert recommended.reply_due_at == datetime(2027, 2, 1, 17, 0, tzinfo=UTC)
    async with application.work(SYSTEM, reading=True) as work:
        [clock] = await clocks_of(work.session, recommended.id)
    assert (clock.kind, clock.due_at) == ("reply", recommended.reply_due_at)
    assert "by Monday 1 February 2027" in application.post_office.letters[-1].body


async def test_nothing_is_recommended_on_a_case_that_is_not_decided(application: Application, office: Actor) -> None:
    key = await at_the_office(application)

    with pytest.raises(NotInThisState):
        async with application.work(office) as work:
            await recommend(work, key, DRAFT)


async def test_a_body_accepts_and_the_office_says_that_it_was_done(
    application: Application, recommended: RecommendationView, office: Actor
) -> None:
    async with application.work(await staff(application)) as work:
        await respond(work, recommended.id, ACCEPTED, "From next Monday.")
    async with application.work(office) as work:
        await verify(work, recommended.id, implemented=False, words="We went there. They were full.")
        await verify(work, recommended.id, implemented=True, words="We went again. They were empty.")
    await drain(application)

    after = await _now(application, recommended.case_id)
    assert (after.state, after.reply, after.verification) == (
        "implemented",
        "From next Monday.",
        "We went again. They were empty.",
    )
    told = [entry for entry in await journal_of(application, recommended.case_id) if entry.kind.startswith("recomm")]
    assert [(entry.kind, entry.payload.get("state")) for entry in told] == [
        ("recommendation.issued", None),
        ("recommendation.answered", "accepted"),
        ("recommendation.verified", "not_implemented"),
        ("recommendation.verified", "implemented"),
    ]
    assert any("We checked: it has been done." in letter.body for letter in application.post_office.letters)


async def test_rejecting_needs_reasons(application: Application, recommended: RecommendationView) -> None:
    with pytest.raises(Invalid):
        async with application.work(await staff(application)) as work:
            await respond(work, recommended.id, REJECTED, "")

    assert (await _now(application, recommended.case_id)).state == "issued"


async def test_a_body_cannot_say_that_it_was_done(application: Application, recommended: RecommendationView) -> None:
    officer = await staff(application)

    with pytest.raises(Invalid):
        async with application.work(officer) as work:
            await respond(work, recommended.id, RecommendationState.IMPLEMENTED, "Done.")
    with pytest.raises(NoSuchCase):
        async with application.work(officer) as work:
            await verify(work, recommended.id, implemented=True, words="Done.")


async def test_the_office_does_not_check_before_the_body_had_its_say(
    application: Application, recommended: RecommendationView, office: Actor
) -> None:
    with pytest.raises(NotByThisHand):
        async with application.work(office) as work:
            await verify(work, recommended.id, implemented=False, words="Nothing happened.")


async def test_silence_is_noted_once_and_a_late_answer_still_counts(
    application: Application, recommended: RecommendationView
) -> None:
    await let_it_be_late(application, recommended.id, "reply")
    await sweep(application, now=application.clock.now())
    await drain(application)
    silent = await _now(application, recommended.case_id)
    async with application.work(await staff(application)) as work:
        await respond(work, recommended.id, ACCEPTED, "Sorry. From next Monday.")

    assert silent.state == "no_reply"
    late = [one.payload for one in await journal_of(application, recommended.case_id) if one.kind == "clock.late"]
    assert [one.get("number") for one in late if one["clock"] == "reply"] == [1]
    assert (await _now(application, recommended.case_id)).state == "accepted"


async def test_an_answer_in_time_stops_the_clock(application: Application, recommended: RecommendationView) -> None:
    async with application.work(await staff(application)) as work:
        await respond(work, recommended.id, ACCEPTED, "")

    await let_it_be_late(application, recommended.id, "reply")

    assert (await _now(application, recommended.case_id)).state == "accepted"
    assert await due(application, recommended.id, "reply") < application.clock.now()


async def test_only_staff_of_the_body_concerned_answers_and_sees_it(
    application: Application, recommended: RecommendationView
) -> None:
    own = await staff(application, units=("waste",))
    others = [
        await staff(application, bodies=("housing",)),
        await staff(application, units=("roads",)),
        await staff(application, Role.ADMINISTRATOR, bodies=()),
    ]

    async with application.work(own, reading=True) as work:
        assert [one.number for one in await reads.recommendations_to(work.session, own)] == [1]
    for somebody in others:
        async with application.work(somebody, reading=True) as work:
            assert await reads.recommendations_to(work.session, somebody) == []
        with pytest.raises(NoSuchCase):
            async with application.work(somebody) as work:
                await respond(work, recommended.id, ACCEPTED, "")


async def test_whoever_it_is_about_neither_sees_nor_answers_it(
    application: Application, recommended: RecommendationView
) -> None:
    officer = await staff(application)
    async with application.work(SYSTEM) as work:
        work.session.add(SubjectRow(case_id=recommended.case_id, staff_id=officer.id, relation="subject"))

    async with application.work(officer, reading=True) as work:
        assert await reads.recommendations_to(work.session, officer) == []
    with pytest.raises(NoSuchCase):
        async with application.work(officer) as work:
            await respond(work, recommended.id, ACCEPTED, "")


async def test_what_is_not_there_is_answered_like_what_is_not_theirs(application: Application) -> None:
    with pytest.raises(NoSuchRecommendation):
        async with application.work(await staff(application)) as work:
            await respond(work, UUID(int=7), ACCEPTED, "")

    async with application.work(SYSTEM, reading=True) as work:
        assert (await work.session.scalars(select(RecommendationRow))).all() == []
