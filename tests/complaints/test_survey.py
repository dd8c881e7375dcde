"""How we did, in two questions: one answer a stage, 'poor' leads on, 'worse' leads to the ombudsperson."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from complaints import reads
from complaints.actions.agree import HelperDraft, agree
from complaints.actions.rate import NothingToRate, rate
from complaints.actions.report_worse import report_worse
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import PUBLIC, SYSTEM, representative
from complaints.domain.case import Kind, NoSuchCase
from complaints.domain.consent import Relation, Scope
from complaints.domain.survey import Handled
from complaints.reads.surveys import surveys_of
from complaints.schemas import Receipt, Representative
from complaints.schemas.drafts import SurveyDraft
from complaints.tables import CaseRow, ConsentRow
from tests.browse import a_browser
from tests.escalation.steps import answered, journal_of
from tests.play import case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
async def receipt(application: Application) -> Receipt:
    """A complaint that was answered."""
    told = await lodge_one(application, contact=contact(), adjustments="Large letters, please")
    await answered(application, await case_id(application, told), await staff(application, username="amina"))
    return told


async def said(application: Application, receipt: Receipt) -> list[dict[str, Any]]:
    """Return what the journal says of the survey."""
    entries = await journal_of(application, await case_id(application, receipt))
    return [entry.payload or {} for entry in entries if entry.kind == "survey.answered"]


async def do_rate(application: Application, receipt: Receipt, *, stage_no: int | None = None, **draft: Any) -> None:
    async with application.work(await the_person(application, receipt)) as work:
        await rate(work, await case_id(application, receipt), SurveyDraft(**draft), stage_no=stage_no)


class TestTheAnswer:
    async def test_the_journal_keeps_what_was_chosen_and_no_words(
        self, application: Application, receipt: Receipt
    ) -> None:
        await do_rate(application, receipt, handled=Handled.FAIR, informed=True, words="They rang me at last.")

        assert await said(application, receipt) == [{"handled": "fair", "informed": True, "treated_worse": None}]
        async with application.work(SYSTEM, reading=True) as work:
            [kept] = await surveys_of(work.session, await case_id(application, receipt))
        assert (kept.words, kept.stage_no) == ("They rang me at last.", 1)

    async def test_it_can_be_changed_and_the_same_twice_is_one(
        self, application: Application, receipt: Receipt
    ) -> None:
        for handled in (Handled.GOOD, Handled.GOOD, Handled.POOR):
            await do_rate(application, receipt, handled=handled)

        assert [one["handled"] for one in await said(application, receipt)] == ["good", "poor"]

    async def test_it_is_no_message_and_moves_no_clock(self, application: Application, receipt: Receipt) -> None:
        key = await case_id(application, receipt)
        async with application.work(SYSTEM, reading=True) as work:
            before = await reads.case_for_person(work.session, key)
        await do_rate(application, receipt, handled=Handled.POOR)
        async with application.work(SYSTEM, reading=True) as work:
            after = await reads.case_for_person(work.session, key)

        assert (after.messages, after.clocks, after.timeline) == (before.messages, before.clocks, before.timeline)

    async def test_before_there_is_an_answer_there_is_nothing_to_rate(self, application: Application) -> None:
        told = await lodge_one(application)

        with pytest.raises(NothingToRate, match="no answer yet"):
            await do_rate(application, told, handled=Handled.POOR)

    async def test_what_was_meant_for_one_stage_is_not_taken_for_another(
        self, application: Application, receipt: Receipt
    ) -> None:
        with pytest.raises(NothingToRate, match="gone on since"):
            await do_rate(application, receipt, handled=Handled.GOOD, stage_no=2)

    async def test_nobody_of_staff_rates(self, application: Application, receipt: Receipt) -> None:
        with pytest.raises(NoSuchCase):
            async with application.work(await staff(application, username="bo")) as work:
                await rate(work, await case_id(application, receipt), SurveyDraft(Handled.GOOD))


class TestThePage:
    async def test_a_link_in_a_message_chooses_and_changes_nothing(
        self, application: Application, receipt: Receipt
    ) -> None:
        async with a_browser(application) as browser:
            door = await browser.get("/your-case/how?handled=poor")
            assert door.path == "/track"
            page = await browser.post("/track", reference=receipt.reference, code=receipt.code)

        assert page.path == "/your-case/how"
        assert page.form("/your-case/how").fields["handled"] == "poor"
        assert await said(application, receipt) == []

    async def test_the_door_leads_nowhere_else(self, application: Application, receipt: Receipt) -> None:
        for then in ("https://evil.example/", "//evil.example", "/your-case/how?handled=poor&x=1", "/desk"):
            async with a_browser(application) as browser:
                await browser.get("/track", then=then)
                page = await browser.post("/track", reference=receipt.reference, code=receipt.code, then=then)
            assert page.path == "/your-case"

    async def test_good_leads_back_and_stands_on_the_page(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            page = await browser.open_case(receipt)
            assert "How did we handle it?" in page.text
            await browser.get("/your-case/how?handled=good")
            page = await browser.post("/your-case/how", informed="no")
            assert page.path == "/your-case"
            assert "On Monday 2 March 2026 you said: good." in page.text
            again = await browser.get("/your-case/how")

        assert again.form("/your-case/how").fields["informed"] == "no"
        assert "You can change it until your case goes on." in again.text

    async def test_poor_leads_to_the_next_step_in_one_press(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            await browser.get("/your-case/how")
            page = await browser.post("/your-case/how", handled="poor")
            assert page.path == "/your-case/next"
            assert "Please ask by" in page.text
            page = await browser.post("/your-case/next")

        assert "Your case goes on." in page.text

    async def test_nothing_typed_is_lost_when_the_first_answer_is_missing(
        self, application: Application, receipt: Receipt
    ) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            await browser.get("/your-case/how")
            page = await browser.post("/your-case/how", words="Nobody told me anything.", treated_worse="no")

        assert page.status == 400
        assert "Choose good, fair or poor." in page.text
        fields = page.form("/your-case/how").fields
        assert (fields["words"], fields["treated_worse"]) == ("Nobody told me anything.", "no")

    async def test_too_early_says_from_when(self, application: Application) -> None:
        told = await lodge_one(application)
        async with a_browser(application) as browser:
            await browser.open_case(told)
            page = await browser.get("/your-case/how")

        assert "You can answer this when you have our answer." in page.text
        assert "/your-case/how" not in page.actions

    async def test_the_desk_reads_what_was_said_and_not_that_they_were_treated_worse(
        self, application: Application, receipt: Receipt
    ) -> None:
        await do_rate(application, receipt, handled=Handled.POOR, informed=False, treated_worse=True, words="Rude.")
        async with a_browser(application) as browser:
            await browser.sign_in("amina")
            page = await browser.get(f"/desk/cases/{receipt.reference}")

        assert "Poor. They did not know what would happen next" in page.text
        assert "Rude." in page.text
        assert "treated" not in page.text


class TestTreatedWorse:
    async def the_new_one(self, application: Application, receipt: Receipt) -> CaseRow:
        key = await case_id(application, receipt)
        async with application.work(SYSTEM, reading=True) as work:
            return (await work.session.scalars(select(CaseRow).where(CaseRow.related_to == key))).one()

    async def test_one_press_makes_a_case_of_the_ombudsperson(self, application: Application, receipt: Receipt) -> None:
        async with a_browser(application) as browser:
            await browser.open_case(receipt)
            await browser.get("/your-case/how")
            page = await browser.post("/your-case/how", handled="fair", treated_worse="yes")
            assert page.path == "/your-case/worse"
            form = page.form("/your-case/worse").fields
            for _ in range(2):
                sent = await browser.post("/your-case/worse", **form)
                assert sent.path == "/sent"
            again = await browser.get("/your-case/worse")
        await drain(application)

        case = await self.the_new_one(application, receipt)
        assert case.reference in sent.text
        assert receipt.reference not in sent.text
        assert (case.matter, case.tier, case.adjustments) == ("reprisal", "ombudsperson", "Large letters, please")
        assert case.person_id is not None
        assert "This was sent to the ombudsperson on Monday 2 March 2026" in again.text

    async def test_the_body_does_not_learn_of_it(self, application: Application, receipt: Receipt) -> None:
        async with application.work(await the_person(application, receipt)) as work:
            made = await report_worse(work, await case_id(application, receipt), "He laughed at me.", sent="k")
        await drain(application)
        async with a_browser(application) as browser:
            await browser.sign_in("amina")
            first = await browser.get(f"/desk/cases/{receipt.reference}")
            second = await browser.get(f"/desk/cases/{made.reference}")

        assert made.reference not in first.source
        assert "He laughed" not in first.source
        assert second.status == 404

    async def test_by_a_code_alone_nothing_is_known_and_nothing_carried_over(self, application: Application) -> None:
        told = await lodge_one(application)
        async with a_browser(application) as browser:
            await browser.open_case(told)
            page = await browser.get("/your-case/worse")
            assert "You gave no name and no address, and that stays so." in page.text
            await browser.post("/your-case/worse")

        assert (await self.the_new_one(application, told)).person_id is None

    async def test_who_acts_for_somebody_follows_the_new_case_too(self, application: Application) -> None:
        helper = Representative(relation=Relation.HELPER, contact=contact(name="Ada Helper", email="ada@example.org"))
        told = await lodge_one(application, contact=contact(), representative=helper)
        async with application.work(PUBLIC, reading=True) as work:
            consent = await work.session.scalar(select(ConsentRow.id))
        assert consent is not None
        key = await case_id(application, told)
        async with application.work(representative(key, consent)) as work:
            made = await report_worse(work, key)
        await drain(application)
        async with a_browser(application) as browser:
            page = await browser.open_case(made)

        assert page.path == "/your-case"
        assert "You act for the person this is about." in page.text

    async def test_who_acts_for_somebody_does_not_learn_that_they_told_it_themself(
        self, application: Application, receipt: Receipt
    ) -> None:
        key = await case_id(application, receipt)
        async with application.work(await the_person(application, receipt)) as work:
            await report_worse(work, key, "He laughed at me.", sent="k")
            helper = HelperDraft(relation=Relation.FAMILY, scope=Scope.ACT, contact=contact(name="Ada"))
            code = await agree(work, helper, key="one press")
        async with a_browser(application) as browser:
            await browser.open_case(msgspec.structs.replace(receipt, code=code))
            theirs = await browser.get("/your-case/worse")
            await browser.open_case(receipt)
            own = await browser.get("/your-case/worse")

        assert "This was sent to the ombudsperson on" in own.text
        assert theirs.status == 200
        assert "This was sent to the ombudsperson on" not in theirs.text

    async def test_who_only_follows_sends_nothing(self, application: Application) -> None:
        helper = Representative(relation=Relation.FAMILY, contact=contact(), scope=Scope.FOLLOW)
        told = await lodge_one(application, representative=helper)
        async with a_browser(application) as browser:
            page = await browser.open_case(told)
            assert "You follow this for the person it is about." in page.text
            assert page.actions == {"/leave"}
            for path in ("/your-case/worse", "/your-case/how", "/your-case/next", "/your-case/stop"):
                assert (await browser.get(path)).status == 403
                assert (await browser.post(path, words="Mine", handled="poor")).status == 403

    async def test_what_an_older_place_was_called_stops_nobody(
        self, application: Application, receipt: Receipt
    ) -> None:
        key = await case_id(application, receipt)
        async with application.work(SYSTEM) as work:
            row = (await work.session.scalars(select(CaseRow).where(CaseRow.id == key))).one()
            row.body, row.service = "gone", "gone too"
        async with application.work(await the_person(application, receipt)) as work:
            made = await report_worse(work, key)

        assert made.reference != receipt.reference


async def test_thanks_can_be_rated_once_they_are_passed_on(application: Application) -> None:
    told = await lodge_one(application, kind=Kind.COMPLIMENT)
    with pytest.raises(NothingToRate):
        await do_rate(application, told, handled=Handled.GOOD)
