"""The pages: the person's next step, the office's file, a body's side, each by HTTP alone."""

import re
from uuid import UUID

import pytest

from complaints.actions.withdraw import withdraw
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.domain.case import Visibility
from complaints.kernel.text import date_words
from complaints.reads import case_for_person
from complaints.schemas import CaseView
from escalation.actions.decline import decline
from escalation.actions.papers import write_paper
from escalation.actions.recommend import recommend
from escalation.domain.admissibility import QUESTIONS
from escalation.schemas import PaperDraft, RecommendationDraft
from tests.browse import a_browser
from tests.escalation.steps import answered, at_the_office, case_of, decided
from tests.play import case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite

CANARY = "the-depot-log-was-rewritten"
PASSING = re.compile(r'nonce="[^"]*"|name="_csrf_token" value="[^"]*"')
"""What differs between any two answers."""


async def test_a_person_goes_on_from_their_page(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await browser.post("/your-case/next", reason="The lorry did not come.")

    assert (page.status, page.path) == (200, "/your-case")
    assert "You do not need to tell anything again." in page.text
    assert "The lorry did not come." in page.text
    assert (await case_of(application, key)).tier == "review"


async def test_pressing_twice_goes_on_once(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application))

    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        form = (await browser.get("/your-case")).form("/your-case/next").fields
        for _ in range(2):
            page = await browser.post("/your-case/next", **form)

    assert "You do not need to tell anything again." in page.text
    assert (await case_of(application, key)).stage_no == 2


async def test_too_early_a_person_reads_from_when_they_can_ask(application: Application) -> None:
    receipt = await lodge_one(application)

    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await browser.post("/your-case/next")

    assert "has until Friday 13 March 2026 to answer you" in page.text
    assert (await case_of(application, await case_id(application, receipt))).stage_no == 1


async def test_without_the_code_the_next_step_asks_for_it(application: Application) -> None:
    async with a_browser(application) as browser:
        assert (await browser.post("/your-case/next")).path == "/track"


async def told_first(application: Application, key: UUID) -> str:
    """Return the first day on which the person was told to hear from the office, in words."""
    view = await seen_by_the_person(application, key)
    owed = [one.due for one in view.clocks if one.kind == "acknowledge" and one.stage_no == view.stage_no]
    return date_words(owed[0])


async def seen_by_the_person(application: Application, key: UUID) -> CaseView:
    async with application.work(SYSTEM, reading=True) as work:
        return await case_for_person(work.session, key)


@pytest.mark.usefixtures("office")
async def test_the_office_takes_up_decides_and_recommends(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await at_the_office(application, receipt)
    file = f"/office/cases/{receipt.reference}"

    async with a_browser(application) as browser:
        docket = await browser.sign_in("ombudsperson")
        assert docket.path == "/office"
        assert receipt.reference in docket.text
        assert "It came by itself: the answer was late" in docket.text
        page = await browser.get(file)
        assert await told_first(application, key) in page.text
        assert "Trial." in page.text
        assert "It holds" in page.text
        tests = {f"test-{question.key}": "yes" for question in QUESTIONS}
        page = await browser.post(f"{file}/admit", understanding="Whether the bins were emptied.", **tests)
        assert "Taken up" in page.text
        await browser.post(f"{file}/points", summary="The bins were not emptied.", category="no_service")
        fields = {"outcome-1": "upheld", "reason-1": "The log says so.", "decision": "They were not emptied."}
        page = await browser.post(f"{file}/decide", **fields)
        assert "Your decision" in page.text
        page = await browser.post(f"{file}/recommend", recommendation="Empty them.", do_by="2027-03-14", wider="yes")
        assert "Waiting for the body's answer" in page.text
        assert "Sunday 14 March 2027" in page.text
        assert receipt.reference in (await browser.get("/office/recommendations")).text

    assert (await case_of(application, key)).outcome == "upheld"


@pytest.mark.usefixtures("office")
async def test_what_cannot_be_done_keeps_all_that_was_typed(application: Application) -> None:
    receipt = await lodge_one(application)
    await at_the_office(application, receipt)
    file = f"/office/cases/{receipt.reference}"

    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        await browser.get(file)
        page = await browser.post(f"{file}/admit", understanding="Whether the bins were emptied.")
        assert page.status == 400
        assert "Answer this one too." in page.text
        assert page.form(f"{file}/admit").fields["understanding"] == "Whether the bins were emptied."
        page = await browser.post(f"{file}/decline", reasons="Because.")
        assert page.status == 400
        assert page.form(f"{file}/decline").fields["reasons"] == "Because."
        page = await browser.post(f"{file}/decide", decision="Early.")
        assert page.status == 409


@pytest.mark.usefixtures("office")
async def test_papers_and_the_identity_are_shown_to_the_office(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    await at_the_office(application, receipt)
    file = f"/office/cases/{receipt.reference}"

    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        page = await browser.get(file)
        assert "Maria Zanele Okoro" not in page.text
        page = await browser.post(f"{file}/papers", title="First thoughts", paper=CANARY)
        assert CANARY in page.text
        page = await browser.post(f"{file}/identity", identity_reason="To call her back.")
        assert "Maria Zanele Okoro" in page.text
        assert "Maria Zanele Okoro" not in (await browser.get(file)).text


@pytest.mark.usefixtures("office")
async def test_the_office_is_offered_no_name_that_the_person_locked_away(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), identity=Visibility.NOBODY)
    await at_the_office(application, receipt)

    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        page = await browser.get(f"/office/cases/{receipt.reference}")

    assert "Nobody can see your name" in page.text
    assert f"/office/cases/{receipt.reference}/identity" not in page.source


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER, Role.COUNCILLOR, Role.ADMINISTRATOR])
async def test_for_everybody_else_the_office_is_not_there(application: Application, office: Actor, role: Role) -> None:
    receipt = await lodge_one(application)
    key = await at_the_office(application, receipt)
    async with application.work(office) as work:
        await write_paper(work, key, PaperDraft("Mine", CANARY))
    await staff(application, role, username="somebody")

    async with a_browser(application) as browser:
        await browser.sign_in("somebody")
        missing = await browser.get("/office/cases/2222-2222")
        pages = [
            await browser.get(path)
            for path in (
                "/office",
                "/office/recommendations",
                f"/office/cases/{receipt.reference}",
                f"/office/cases/{receipt.reference}/papers",
                "/nothing-of-the-kind",
            )
        ]
        token = {"_csrf_token": browser.cookie("redress-csrf") or ""}
        sent = await browser.post(f"/office/cases/{receipt.reference}/papers", title="Mine", paper="Mine", **token)

    assert {page.status for page in [*pages, sent]} == {404}
    assert {PASSING.sub("", page.source) for page in [*pages, sent]} == {PASSING.sub("", missing.source)}


async def test_nobody_signed_in_is_asked_to_sign_in_whether_or_not_it_is_there(application: Application) -> None:
    receipt = await lodge_one(application)
    await at_the_office(application, receipt)

    async with a_browser(application) as browser:
        for reference in (receipt.reference, "2222-2222"):
            assert (await browser.get(f"/office/cases/{reference}")).path == "/sign-in"


async def test_a_body_answers_a_recommendation(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    await decided(application, key, office)
    async with application.work(office) as work:
        asked = await recommend(work, key, RecommendationDraft("Empty the bins every Monday."))
        await write_paper(work, key, PaperDraft("Mine", CANARY))
    await staff(application)

    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        page = await browser.get("/body")
        assert "Empty the bins every Monday." in page.text
        assert CANARY not in page.source
        to = f"/body/recommendations/{asked}"
        page = await browser.post(to, **{f"answer-{asked}": "rejected"})
        assert page.status == 400
        assert "Say why you do not accept all of it." in page.text
        page = await browser.post(to, **{f"answer-{asked}": "rejected", f"words-{asked}": "We have no lorry."})
        assert page.path == "/body"
        assert "Not accepted" in page.text
        page = await browser.post(to, **{f"answer-{asked}": "implemented", f"words-{asked}": "Done."})
        assert page.status == 400


async def test_a_body_answers_what_was_referred_back(application: Application, office: Actor) -> None:
    receipt = await lodge_one(application)
    key = await at_the_office(application, receipt)
    async with application.work(office) as work:
        await decline(work, key, "too_early", "City Works has not had its time.")
    await drain(application)
    await staff(application)

    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        page = await browser.get("/body")
        assert "City Works has not had its time." in page.text
        answer = {f"words-{receipt.reference}": "We come on Monday."}
        page = await browser.post(f"/body/cases/{receipt.reference}", **answer)
        assert "The person has your answer" in page.text
        assert receipt.reference not in page.text


async def test_a_body_does_not_see_what_is_for_another(application: Application, office: Actor) -> None:
    key = await at_the_office(application)
    await decided(application, key, office)
    async with application.work(office) as work:
        asked = await recommend(work, key, RecommendationDraft("Empty the bins every Monday."))
    await staff(application, bodies=("housing",))

    async with a_browser(application) as browser:
        await browser.sign_in("officer-housing")
        assert "Empty the bins" not in (await browser.get("/body")).text
        page = await browser.post(f"/body/recommendations/{asked}", **{f"answer-{asked}": "accepted"})
        assert page.status == 404


async def test_a_body_does_not_read_why_a_person_stopped_who_told_it_to_the_office(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await at_the_office(application, receipt)
    async with application.work(await the_person(application, receipt)) as work:
        await withdraw(work, key, "I am afraid of the crew.")
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(f"/desk/cases/{receipt.reference}")

    assert "The person stopped the case" in page.text
    assert "afraid" not in page.source
