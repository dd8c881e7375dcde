"""Not satisfied: the door on the page is the one that opens, and asking takes one press, whenever it is made."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.adopt import adopt
from complaints.actions.answer import answer
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import State
from complaints.domain.promises import calendar_of
from complaints.schemas import CaseView, Receipt
from complaints.schemas.drafts import FindingDraft, IssueDraft
from complaints.web.tracking_doors import doors, standing_of
from escalation.actions.escalate import ask_next
from escalation.domain.ladder import NoFurtherStep, NotYet, door
from standards.charter import Charter
from standards.packs import read_pack
from tests.browse import a_browser
from tests.escalation.steps import answered, case_of, journal_of
from tests.play import MONDAY, case_id, lodge_one, staff, the_person
from tests.tracked_cases import CHARTER, DIRECT, STATES, a_case, clock, on, stage

pytestmark = pytest.mark.on_sqlite

CHARTERS = st.sampled_from([CHARTER, DIRECT])


def opened(case: CaseView, at: Charter, in_force: Charter, now: datetime) -> str | None:
    """Return the tier behind the door the ladder opens, None while it is shut."""
    standing = standing_of(case, at.tier(case.tier))
    try:
        return door(in_force, standing, now, calendar_of(in_force, case.body, case.unit)).tier.key
    except (NotYet, NoFurtherStep):
        return None


@given(
    st.sampled_from(sorted(STATES)),
    st.sampled_from([state.value for state in State]),
    CHARTERS,
    st.integers(1, 400),
    st.booleans(),
)
def test_the_first_door_on_the_page_is_the_one_the_ladder_opens(name, state, in_force, days, held) -> None:
    changes, now = STATES[name]
    case = a_case(**changes | {"state": state})
    if held:
        case = a_case(**changes | {"state": state, "clocks": [clock("respond", on(15, 17), held_at=on(5))]})
    at = now + timedelta(days=days)

    shown = doors(case, CHARTER, in_force, at)

    assert next((one["key"] for one in shown), None) == opened(case, CHARTER, in_force, at)


@given(CHARTERS, st.integers(0, 900))
def test_every_door_on_the_page_can_be_gone_through(in_force, days) -> None:
    case = a_case(state="answered", closed_at=on(10), stages=[stage(answered_at=on(10))])
    at = on(10) + timedelta(days=days)
    standing = standing_of(case, CHARTER.tier(case.tier))

    for one in doors(case, CHARTER, in_force, at):
        found = door(in_force, standing, at, calendar_of(in_force, case.body, case.unit), wanted=one["key"])
        assert (found.tier.key, found.asked_late, found.ask_by) == (one["key"], one["asked_late"], one["ask_by"])


async def the_page_and_the_press(application: Application, receipt: Receipt) -> tuple[list[str], str | None]:
    """Return the doors the page shows of a real case, and the one that asking goes through."""
    key = await case_id(application, receipt)
    async with application.work(SYSTEM, reading=True) as work:
        case = await reads.case_for_person(work.session, key)
        shown = doors(case, work.charters.get(case.charter_id).charter, work.charter.charter, work.now)
    try:
        async with application.work(await the_person(application, receipt)) as work:
            await ask_next(work, key)
    except (NotYet, NoFurtherStep):
        return [one["key"] for one in shown], None
    return [one["key"] for one in shown], (await case_of(application, key)).tier


@pytest.mark.parametrize("situation", ["new", "late", "answered"])
async def test_the_page_of_a_real_case_shows_the_door_that_asking_goes_through(
    application: Application, situation: str
) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    if situation == "answered":
        await answered(application, key, await staff(application))
    elif situation == "late":
        application.clock.advance_to(MONDAY + timedelta(days=12))

    shown, went_to = await the_page_and_the_press(application, receipt)

    assert next(iter(shown), None) == (None if went_to == "service" else went_to)


@pytest.fixture
async def receipt(application: Application) -> Receipt:
    """A complaint of two points, both decided."""
    told = await lodge_one(application)
    key = await case_id(application, told)
    async with application.work(await staff(application)) as work:
        await acknowledge(work, key, "Bins and telephone.")
        await define(work, key, [IssueDraft("No bins", "delay"), IssueDraft("Nobody rang", "communication")])
        await find(work, key, [FindingDraft(1, "upheld", "Yes."), FindingDraft(2, "not_upheld", "We rang.")])
        await answer(work, key, "We decided both points.")
    await drain(application)
    return told


async def climbs(application: Application, receipt: Receipt) -> list[dict[str, Any]]:
    """Return what the journal says of each step up."""
    entries = await journal_of(application, await case_id(application, receipt))
    return [entry.payload or {} for entry in entries if entry.kind == "case.escalated"]


async def test_points_are_ticked_by_number_and_the_reviewer_sees_which(
    application: Application, receipt: Receipt
) -> None:
    await staff(application, Role.REVIEWER, username="rosa")
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await browser.get("/your-case/next")
        assert "Nobody rang" in page.text
        assert "We rang." in page.text
        ticked = {"points": ["2", "9", "x", "9" * 5000]}
        page = await browser.post("/your-case/next", why="You never rang.", tier="review", **ticked)
        assert page.path == "/your-case"
        assert "I do not agree with what was decided on: - Nobody rang You never rang." in page.text
        await browser.sign_in("rosa")
        desk = await browser.get(f"/desk/cases/{receipt.reference}")

    assert [one["points"] for one in await climbs(application, receipt)] == [[2]]
    assert desk.text.count("The person does not agree with what was decided on this") == 1


async def test_one_press_on_the_tracking_page_is_enough(application: Application, receipt: Receipt) -> None:
    async with a_browser(application) as browser:
        page = await browser.open_case(receipt)
        assert "Please ask by" in page.text
        await browser.post("/your-case/next")

    [climbed] = await climbs(application, receipt)
    assert (climbed["tier"], "points" in climbed) == ("review", False)


async def test_pressed_in_two_tabs_it_goes_on_once_and_no_word_is_lost(
    application: Application, receipt: Receipt
) -> None:
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        form = (await browser.get("/your-case/next")).form("/your-case/next").fields
        await browser.post("/your-case/next", **form | {"why": "You never rang."})
        await browser.post("/your-case/next", **form | {"why": "You never rang."})
        page = await browser.post("/your-case/next", **form | {"why": "And the letter was not mine."})

    assert page.path == "/your-case"
    assert page.text.count("You never rang.") == 1
    assert "And the letter was not mine." in page.text
    assert len(await climbs(application, receipt)) == 1


async def test_after_the_day_one_may_still_ask_and_say_why_now(application: Application, receipt: Receipt) -> None:
    application.clock.advance_to(MONDAY + timedelta(days=120))
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await browser.get("/your-case/next")
        assert "You can still ask. It is looked at all the same." in page.text
        page = await browser.post("/your-case/next", why_now="I was in hospital.")

    assert "Why I ask only now: I was in hospital." in page.text
    assert [one["asked_late"] for one in await climbs(application, receipt)] == [True]


async def test_who_has_asked_is_told_when_and_on_which_points(application: Application, receipt: Receipt) -> None:
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await browser.post("/your-case/next", points=["1"])
        page = await browser.get("/your-case/next")

    assert "You have asked already" in page.text
    assert "You asked on Monday 2 March 2026" in page.text
    assert "You do not agree with what was decided on: No bins" in page.text
    assert "/your-case/next" not in page.actions


async def test_too_early_what_was_typed_stays(application: Application) -> None:
    told = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.open_case(told)
        page = await browser.get("/your-case/next")
        assert "has until Friday 13 March 2026 to answer you" in page.text
        sent = await browser.post("/your-case/next", why="Now!")

    assert (sent.status, await climbs(application, told)) == (409, [])
    assert "has until Friday 13 March 2026 to answer you" in sent.text


async def test_too_many_words_stay_with_the_points(application: Application, receipt: Receipt) -> None:
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await browser.post("/your-case/next", why="x" * 20_001, points=["2"])

    assert page.status == 400
    assert "Use fewer letters here" in page.text
    assert page.form("/your-case/next").fields["why"] == "x" * 20_001
    assert page.form("/your-case/next").fields["points"] == "2"


class TestTwoDoors:
    @pytest.fixture
    async def direct(self, application: Application) -> Application:
        """An application where people may go to the ombudsperson directly."""
        async with application.work(SYSTEM) as work:
            document = read_pack("calder_bay").replace("independent = true", "independent = true\ndirect = true")
            await adopt(work, document, effective_at=MONDAY - timedelta(days=1))
        application.forget_charters()
        return application

    async def test_both_are_offered_and_the_one_that_was_pressed_opens(
        self, direct: Application, receipt: Receipt
    ) -> None:
        async with a_browser(direct) as browser:
            page = await browser.open_case(receipt)
            assert "Ask a reviewer who had no part in it before" in page.text
            assert "Ask the Ombudsperson of Calder Bay" in page.text
            page = await browser.post("/your-case/next", tier="ombudsperson")

        assert "The ombudsperson has it and decides whether to take it on." in page.text
        assert [(one["tier"], one["entry"]) for one in await climbs(direct, receipt)] == [("ombudsperson", "direct")]

    async def test_a_tier_nobody_offers_opens_nothing(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            page = await browser.post("/your-case/next", tier="ombudsperson", why="At once.")

        assert page.status == 409
        assert "You cannot go to that step yet" in page.text
        assert page.form("/your-case/next").fields["why"] == "At once."
        assert await climbs(application, receipt) == []


def test_what_an_older_system_closed_does_not_go_on() -> None:
    case = a_case(historic=True, state="closed", closed_at=on(9))
    standing = standing_of(case, CHARTER.tier(case.tier))

    with pytest.raises(NoFurtherStep, match="older system"):
        door(CHARTER, standing, on(20), calendar_of(CHARTER, case.body, case.unit))
