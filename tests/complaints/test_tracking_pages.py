"""The person's page by HTTP: writing both ways once, answering what was asked, stopping, and never losing a word."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.actions.hold import hold
from complaints.actions.thank import pass_on
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.domain.consent import Relation
from complaints.domain.matter import Matter
from complaints.schemas import Receipt, Representative
from complaints.schemas.drafts import FindingDraft, HoldDraft, IssueDraft, RemedyDraft
from complaints.tables import MessageRow
from tests.browse import a_browser
from tests.complaints.papers import picture
from tests.complaints.sending_files import files_in, send_file
from tests.escalation.steps import answered, case_of, journal_of, let_it_be_late
from tests.play import MONDAY, case_id, contact, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

WAITING = "We are waiting for your consent"
LONG = "x" * 20_000


async def heard(application: Application, receipt: Receipt) -> list[str]:
    """Return what the person wrote, oldest first."""
    key = await case_id(application, receipt)
    wanted = select(MessageRow.body).where(MessageRow.case_id == key, MessageRow.direction == "in")
    async with application.work(SYSTEM, reading=True) as work:
        return list(await work.session.scalars(wanted.order_by(MessageRow.sent_at, MessageRow.id)))


class TestWriting:
    @pytest.fixture
    async def receipt(self, application: Application) -> Receipt:
        return await lodge_one(application)

    async def test_sent_twice_it_is_one_message(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            form = (await browser.open_case(receipt)).form("/your-case/add").fields
            for _ in range(2):
                page = await browser.post("/your-case/add", **form | {"information": "Again on Monday."})
                assert page.path == "/your-case"

        assert await heard(application, receipt) == ["Again on Monday."]

    async def test_after_going_back_other_words_are_another_message(
        self, application: Application, receipt: Receipt
    ) -> None:
        async with a_browser(application) as browser:
            form = (await browser.open_case(receipt)).form("/your-case/add").fields
            await browser.post("/your-case/add", **form | {"information": "On Monday."})
            await browser.post("/your-case/add", **form | {"information": "No, on Tuesday."})

        assert sorted(await heard(application, receipt)) == ["No, on Tuesday.", "On Monday."]

    async def test_twenty_thousand_letters_are_taken(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            await browser.post("/your-case/add", information=LONG)

        assert await heard(application, receipt) == [LONG]

    @pytest.mark.parametrize(
        ("typed", "says"), [(LONG + "x", "Use up to 20,000 letters"), ("  ", "Write something before you send it")]
    )
    async def test_what_cannot_be_taken_stays_in_the_box(
        self, application: Application, receipt: Receipt, typed: str, says: str
    ) -> None:
        async with a_browser(application) as browser:
            form = (await browser.open_case(receipt)).form("/your-case/add").fields
            page = await browser.post("/your-case/add", **form | {"information": typed})

        assert page.status == 400
        assert says in page.text
        again = page.form("/your-case/add").fields
        assert (again["information"], again["submission_key"]) == (typed.strip(), form["submission_key"])

    async def test_a_picture_goes_along_without_words_too(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            page = await send_file(browser, "/your-case/add", picture())
            assert "street.jpg" in page.text
            page = await send_file(browser, "/your-case/add", b"not a picture", information="Look at this.")

        assert page.status == 400
        assert page.form("/your-case/add").fields["information"] == "Look at this."
        [file] = await files_in(application, await case_id(application, receipt))
        assert file.message is not None
        assert await heard(application, receipt) == [""]

    async def test_when_the_case_is_closed_on_this_device_the_words_are_given_back(
        self, application: Application, receipt: Receipt
    ) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            application.clock.advance_to(MONDAY + timedelta(hours=3))
            page = await browser.post("/your-case/add", information="All that I wrote.")

        assert page.status == 403
        assert "Open it again in another window" in page.text
        assert "All that I wrote." in page.source

    async def test_the_address_of_the_form_leads_back_to_the_page(
        self, application: Application, receipt: Receipt
    ) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            assert (await browser.get("/your-case/add")).path == "/your-case"


async def test_the_story_can_be_read_again_and_read_letters_are_folded(application: Application) -> None:
    receipt = await lodge_one(application, at=application.clock.now() - timedelta(hours=1))
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        first = await browser.get("/your-case")
        await browser.post("/your-case/add", information="It also smells.")
        again = await browser.get("/your-case")

    letter = '<span class="govuk-details__summary-text">Thank you for telling us what went wrong. We have it.</span>'
    assert "What you told us" in first.text
    assert "The bins were not emptied for three weeks." in first.text
    assert letter not in first.source
    assert letter in again.source
    assert f"Your reference is {receipt.reference}." in again.text


async def test_what_we_asked_stands_out_and_is_answered_in_its_own_box(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    async with application.work(await staff(application)) as work:
        await acknowledge(work, key, "The bins.")
        await hold(work, key, HoldDraft(WAITING, "May we ask your landlord?"))
    await drain(application)

    async with a_browser(application) as browser:
        page = await browser.open_case(receipt)
        assert "We have a question for you May we ask your landlord?" in page.text
        page = await browser.post("/your-case/add", answer="")
        assert (page.status, page.source.count('id="answer-error"')) == (400, 1)
        page = await browser.post("/your-case/add", answer="Yes.")

    assert "We have a question for you" not in page.text
    assert "You wrote to us, so we go on with your case." in page.text
    assert await heard(application, receipt) == ["Yes."]


async def test_what_we_understood_is_shown_point_by_point(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    async with application.work(await staff(application)) as work:
        await acknowledge(work, key, "Your bins stayed full.")
        await define(work, key, [IssueDraft("No bins", "delay"), IssueDraft("Nobody rang", "communication")])

    async with a_browser(application) as browser:
        page = await browser.open_case(receipt)

    assert "What we understood Your bins stayed full." in page.text
    assert "These are the points we look into: No bins Nobody rang" in page.text


async def test_a_case_that_went_on_because_we_were_late_says_so_with_the_new_day(application: Application) -> None:
    receipt = await lodge_one(application)
    await let_it_be_late(application, await case_id(application, receipt))

    async with a_browser(application) as browser:
        page = await browser.open_case(receipt)

    assert "should have answered you by Friday 13 March 2026" in page.text
    assert "It is our fault, not yours." in page.text
    assert "Our new date for your answer is" in page.text


async def test_promises_stay_on_the_page_after_the_answer(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    bins = RemedyDraft("do_it_now", "A new bin", (MONDAY + timedelta(days=7)).date())
    async with application.work(await staff(application)) as work:
        await acknowledge(work, key, "The bins.")
        await define(work, key, [IssueDraft("No bins", "delay")])
        await find(work, key, [FindingDraft(1, "upheld", "Yes.")], [bins])
        await answer(work, key, "You are right.")
    await drain(application)

    async with a_browser(application) as browser:
        due = await browser.open_case(receipt)
        application.clock.advance_to(MONDAY + timedelta(days=9))
        late = await browser.open_case(receipt)

    assert "A new bin. Due Monday 9 March 2026" in due.text
    assert "A new bin. Late We said Monday 9 March 2026 . That is our fault. We still do it." in late.text


async def test_thanks_say_who_was_told(application: Application) -> None:
    receipt = await lodge_one(application, kind=Kind.COMPLIMENT, matter=Matter.THANKS)
    async with application.work(await staff(application)) as work:
        await pass_on(work, await case_id(application, receipt), "crew 7", proof="It hangs in the crew room.")
    await drain(application)

    async with a_browser(application) as browser:
        page = await browser.open_case(receipt)

    assert page.title.startswith("Your thank you")
    assert "On Monday 2 March 2026 we told: crew 7. It hangs in the crew room." in page.text


class TestStopping:
    async def test_it_asks_first_and_keeps_why(self, application: Application) -> None:
        receipt = await lodge_one(application)
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            page = await browser.get("/your-case/stop")
            assert page.title.startswith("Stop this complaint")
            assert (await case_of(application, await case_id(application, receipt))).state == "received"
            page = await browser.post("/your-case/stop", why="They came after all.")
            assert "You asked us to stop, and we did." in page.text
            assert "/your-case/add" not in page.actions
            again = await browser.post("/your-case/stop")

        assert again.path == "/your-case"
        entries = [
            one
            for one in await journal_of(application, await case_id(application, receipt))
            if one.kind == "case.withdrawn"
        ]
        assert [one.payload for one in entries] == [{"why": "They came after all."}]

    async def test_it_says_what_a_reviewer_may_do(self, application: Application) -> None:
        receipt = await lodge_one(application)
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            first = await browser.get("/your-case/stop")
            await let_it_be_late(application, await case_id(application, receipt))
            await browser.open_case(receipt)
            second = await browser.get("/your-case/stop")

        assert "Whoever reviews it may still look into the same thing" not in first.text
        assert "Whoever reviews it may still look into the same thing" in second.text

    async def test_after_the_answer_there_is_nothing_to_stop(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await answered(application, await case_id(application, receipt), await staff(application))
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            asked = await browser.get("/your-case/stop")
            sent = await browser.post("/your-case/stop")

        assert "There is nothing to stop any more." in asked.text
        assert sent.status == 409
        assert (await case_of(application, await case_id(application, receipt))).state == "answered"

    async def test_too_many_words_stay(self, application: Application) -> None:
        receipt = await lodge_one(application)
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            await browser.get("/your-case/stop")
            page = await browser.post("/your-case/stop", why="y" * 4_001)

        assert (page.status, page.form("/your-case/stop").fields["why"]) == (400, "y" * 4_001)

    async def test_who_acts_for_somebody_may_stop_it_and_the_page_says_who_did(self, application: Application) -> None:
        helper = Representative(relation=Relation.HELPER, contact=contact(name="Ada Helper"))
        receipt = await lodge_one(application, contact=contact(), representative=helper)
        async with a_browser(application) as browser:
            page = await browser.open_case(receipt)
            assert page.title.startswith("The complaint")
            assert "You act for the person this is about." in page.text
            assert "Maria" not in page.text
            assert "/your-case/contact" not in page.source
            await browser.get("/your-case/stop")
            page = await browser.post("/your-case/stop")

            assert "We were asked to stop, and we did." in page.text
            assert "Somebody who acts for the person" in page.text
            await drain(application)
            page = await browser.get("/your-case")

        assert "Somebody who acts for you asked us to stop." in page.text


@pytest.mark.parametrize("path", ["/your-case/how", "/your-case/next", "/your-case/stop", "/your-case/worse"])
async def test_a_link_leads_through_the_door_to_its_page(application: Application, path: str) -> None:
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        assert (await browser.get(path)).path == "/track"
        page = await browser.post("/track", reference=receipt.reference, code="2222-2222-2222-2222")
        assert page.status == 400
        page = await browser.post("/track", reference=receipt.reference, code=receipt.code)

    assert page.path == path
