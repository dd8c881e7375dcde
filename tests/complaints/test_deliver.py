"""What a service promises by its own standard: its clock, the service given, and what is said when it is late."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.deliver import NoServiceOwed, deliver
from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import Kind, NoSuchCase
from complaints.kernel.journal import entries, first_break
from complaints.schemas import CaseView, Receipt
from complaints.web.tracking import tracked
from tests.browse import a_browser, tell
from tests.escalation.steps import answered, case_of, kinds_of, let_it_be_late
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

WEDNESDAY = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
"""Two working days after MONDAY, when the depot closes."""

EVIDENCE = "The crew emptied it on Tuesday at noon"


async def a_missed_bin(application: Application, **said: object) -> Receipt:
    values = {"standard": "missed_bin", "contact": contact()}
    return await lodge_one(application, **(values | said))


async def view(application: Application, receipt: Receipt, *, public: bool = False) -> CaseView:
    """Return the case, and make sure that its journal holds."""
    key = await case_id(application, receipt)
    async with application.work(SYSTEM, reading=True) as work:
        assert first_break(await entries(work.session, key)) is None
        read = reads.case_for_person if public else reads.case_for_staff
        return await read(work.session, key)


async def running(application: Application, receipt: Receipt) -> set[str]:
    return {clock.kind for clock in (await view(application, receipt)).clocks if clock.stopped_at is None}


async def give(
    application: Application, receipt: Receipt, *, at: datetime = MONDAY + timedelta(days=1), by=None
) -> None:
    somebody = by or await staff(application, username="amina")
    async with application.work(somebody, now=at) as work:
        await deliver(work, await case_id(application, receipt), EVIDENCE)
    await drain(application, now=at)


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.ENQUIRY])
async def test_telling_us_starts_the_clock_of_the_standard_and_the_receipt_says_the_day(
    application: Application, kind
) -> None:
    receipt = await a_missed_bin(application, kind=kind)

    [service] = [clock for clock in receipt.clocks if clock.kind == "service"]
    assert service.due == WEDNESDAY
    assert service.why
    assert "by Wednesday 4 March 2026" in application.post_office.letters[0].body


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"kind": Kind.COMPLIMENT}, id="praise"),
        pytest.param({"kind": Kind.SUGGESTION}, id="an idea"),
        pytest.param({"standard": None}, id="no standard named"),
        pytest.param({"service": "street_lighting", "standard": None}, id="the only standard of a service not named"),
        pytest.param({"service": "certificates", "standard": "certificate_copy"}, id="a time that begins elsewhere"),
    ],
)
async def test_nothing_is_promised_that_nobody_asked_for(application: Application, said) -> None:
    receipt = await a_missed_bin(application, **said)

    assert "service" not in await running(application, receipt)


async def test_the_service_given_stops_its_clock_and_no_other_and_the_person_is_told(application: Application) -> None:
    receipt = await a_missed_bin(application)
    before = await running(application, receipt)

    await give(application, receipt)

    assert await running(application, receipt) == before - {"service"}
    letter = application.post_office.letters[-1]
    assert letter.subject == f"We have done it ({receipt.reference})"
    assert f"We have done it: {EVIDENCE}." in letter.body
    assert "Your complaint goes on all the same. The answer is due by Friday 13 March 2026." in letter.body
    told = [one for one in (await view(application, receipt, public=True)).timeline if one.kind == "service.given"]
    assert [one.facts for one in told] == [{"evidence": EVIDENCE}]


async def test_the_service_is_given_once(application: Application) -> None:
    receipt = await a_missed_bin(application)
    amina = await staff(application, username="amina")
    await give(application, receipt, by=amina)

    with pytest.raises(NoServiceOwed):
        await give(application, receipt, by=amina)


async def test_on_a_case_without_a_standard_there_is_nothing_to_give(application: Application) -> None:
    with pytest.raises(NoServiceOwed):
        await give(application, await lodge_one(application))


async def test_late_is_said_honestly_once_and_nothing_climbs_and_nothing_closes(application: Application) -> None:
    receipt = await a_missed_bin(application)
    key = await case_id(application, receipt)
    at = WEDNESDAY + timedelta(minutes=1)
    for _ in range(2):
        await sweep(application, now=at)
        await drain(application, now=at)

    case = await case_of(application, key)
    assert (case.tier, case.state, case.stage_no) == ("service", "received", 1)
    assert (await kinds_of(application, key)).count("clock.late") == 1
    assert "service" in await running(application, receipt)
    application.clock.advance_to(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    await drain(application)
    [letter] = [one for one in application.post_office.letters if "in time" in one.subject]
    assert "“We come back for a missed bin within 2 working days after you tell us.”" in letter.body
    assert "by Wednesday 4 March 2026" in letter.body
    assert "The answer is due by Friday 13 March 2026." in letter.body
    assert "01632 960 700" in letter.body


async def test_what_is_late_can_still_be_given(application: Application) -> None:
    receipt = await a_missed_bin(application)
    at = WEDNESDAY + timedelta(days=1)
    await sweep(application, now=at)
    await give(application, receipt, at=at)

    assert "service" not in await running(application, receipt)


async def test_an_enquiry_that_is_late_is_shown_how_to_complain(application: Application) -> None:
    receipt = await a_missed_bin(application, kind=Kind.ENQUIRY)
    application.clock.advance_to(WEDNESDAY + timedelta(days=1))
    await sweep(application, now=application.clock.now())
    await drain(application)

    [letter] = [one for one in application.post_office.letters if "in time" in one.subject]
    assert f"and give the reference {receipt.reference}" in letter.body
    async with a_browser(application) as browser:
        await browser.get("/track")
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        page = await browser.get("/your-case")
    assert "What you need is late" in page.text
    assert 'href="/tell?about=wrong"' in page.source


async def test_the_promise_goes_on_when_the_complaint_is_answered(application: Application) -> None:
    receipt = await a_missed_bin(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    assert await running(application, receipt) == {"service"}
    await give(application, receipt)
    assert await running(application, receipt) == set()


async def test_the_promise_goes_on_when_an_enquiry_is_answered(application: Application) -> None:
    receipt = await a_missed_bin(application, kind=Kind.ENQUIRY)
    key = await case_id(application, receipt)
    async with application.work(await staff(application)) as work:
        await acknowledge(work, key, "Your bin was missed.")
        await answer(work, key, "We come on Tuesday.")

    assert await running(application, receipt) == {"service"}


async def test_the_promise_goes_on_when_the_case_climbs_and_the_office_concerned_still_gives_it(
    application: Application,
) -> None:
    receipt = await a_missed_bin(application)
    key = await case_id(application, receipt)
    officer = await staff(application)
    await let_it_be_late(application, key)

    assert (await case_of(application, key)).stage_no == 2
    assert [clock.kind for clock in (await view(application, receipt)).clocks].count("service") == 1
    await give(application, receipt, at=application.clock.now(), by=officer)
    assert "service" not in await running(application, receipt)


async def test_withdrawing_ends_it(application: Application) -> None:
    receipt = await a_missed_bin(application)
    async with application.work(await the_person(application, receipt)) as work:
        await withdraw(work, await case_id(application, receipt))

    assert await running(application, receipt) == set()
    with pytest.raises(NoServiceOwed):
        await give(application, receipt)


async def test_only_staff_of_the_body_says_that_it_was_given(application: Application) -> None:
    receipt = await a_missed_bin(application)
    others = [
        await staff(application, bodies=("housing",)),
        await staff(application, Role.OMBUDSPERSON, bodies=()),
        await the_person(application, receipt),
    ]

    for somebody in others:
        with pytest.raises(NoSuchCase):
            await give(application, receipt, by=somebody)


async def test_whoever_needs_something_can_name_it_and_reads_the_day(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await tell(browser, "fix", service="bin_collection", standard="missed_bin", narrative="Not emptied.")

    assert page.path == "/sent"
    assert "What you need will be done by Wednesday 4 March 2026" in page.text


async def test_what_another_service_promises_counts_no_more_once_the_service_is_changed(
    application: Application,
) -> None:
    async with a_browser(application) as browser:
        await browser.get("/tell")
        await browser.post("/tell", about="fix")
        await browser.post("/tell/service", service="bin_collection")
        page = await browser.get("/tell/promise")
        assert "We come back for a missed bin" in page.text
        await browser.post("/tell/promise", standard="missed_bin")
        await browser.post("/tell/what", narrative="Damp.")
        await browser.post("/tell/reach")
        await browser.post("/tell/service", service="home_repairs", change="1")
        check = await browser.get("/tell/check")
        page = await browser.post("/tell/check", send="new")

    assert "missed bin" not in check.text
    assert page.path == "/sent"
    assert "What you need will be done by" not in page.text


async def test_staff_who_write_it_down_for_somebody_can_name_it_too(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get("/desk/new")
        page = await browser.post("/desk/new", channel="phone", narrative="Not emptied.", standard="missed_bin")

    assert "Wednesday 4 March 2026" in page.text


async def test_the_persons_page_says_what_is_promised_in_its_own_words_and_by_when(application: Application) -> None:
    receipt = await a_missed_bin(application)
    case = await view(application, receipt, public=True)
    charter = application.charters.in_force(MONDAY).charter

    shown = tracked(case, charter, MONDAY)
    late = tracked(case, charter, WEDNESDAY + timedelta(hours=1))

    [clock] = [one for one in shown["clocks"] if one["kind"] == "service"]
    assert clock["name"] == "We come back for a missed bin within 2 working days after you tell us."
    assert (clock["due_at"], clock["state"]) == (WEDNESDAY, "running")
    assert (shown["next_up"]["promise"], shown["next_up"]["due_at"]) == (clock["name"], WEDNESDAY)
    assert (shown["owed"], late["owed"]["promised_at"]) == (None, WEDNESDAY)
    assert late["doors"] == []
