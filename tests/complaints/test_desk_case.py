"""The page of a case at the desk, from first look to the decision."""

import pytest

from complaints import reads
from complaints.actions.find import find
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import Kind, Visibility
from complaints.domain.matter import Format, Matter
from complaints.kernel.journal import entries, first_break
from complaints.schemas.drafts import FindingDraft
from tests.browse import a_browser, another_browser
from tests.play import case_id, contact, lodge_one, staff

pytestmark = pytest.mark.on_sqlite


async def test_a_complaint_goes_from_first_look_to_the_decision(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), wants="Come every week.")
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert "The bins were not emptied for three weeks." in page.form(f"{to}/acknowledge").fields["understanding"]
        assert "Come every week." in page.form(f"{to}/acknowledge").fields["understanding"]

        page = await browser.post(f"{to}/acknowledge")
        assert "The person was told that you have it" in page.text
        page = await browser.post(
            f"{to}/points",
            **{"summary-1": "Nobody emptied the bins", "category-1": "no_service", "standard-1": "missed_bin"},
        )
        assert "One point was added." in page.text
        due = {"kind-1": "do_it_now", "words-1": "We empty the bins", "due_on-1": "2026-03-05"}
        page = await browser.post(
            f"{to}/findings",
            **{"outcome-1": "upheld", "reason-1": "The lorry broke down", "cause-1": "supplier"},
            **due,
        )
        draft = page.form(f"{to}/answer").fields["answer"]
        assert "1. Nobody emptied the bins." in draft
        assert "You are right. We did not do what we should have done." in draft
        assert "- We empty the bins. By Thursday 5 March 2026." in draft
        assert "You can go on to: Review." in draft
        assert "Please ask by" in draft

        page = await browser.post(f"{to}/answer")
        assert "The answer has gone to the person." in page.text
        page = await browser.post(f"{to}/promise", **{"evidence-1": "The crew came at noon"})
        assert "It is kept as done" in page.text

    await drain(application)
    async with application.work(SYSTEM, reading=True) as work:
        key = await case_id(application, receipt)
        chain = await entries(work.session, key)
        view = await reads.case_for_person(work.session, key)
    assert first_break(chain) is None
    assert view.state == "answered"
    assert view.outcome == "upheld"
    assert all(clock.stopped_at for clock in view.clocks)
    letters = application.post_office.letters
    assert len(letters) == 4


async def test_a_page_that_is_out_of_date_changes_nothing_and_keeps_what_was_typed(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    await staff(application, username="ben")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        mine = await browser.get(to)
        async with another_browser(browser) as other:
            await other.sign_in("ben")
            await other.get(to)
            await other.post(f"{to}/acknowledge")
        browser.last = mine
        page = await browser.post(f"{to}/write", letter="A long letter\nthat took an hour.")

        assert page.status == 409
        assert "Somebody changed this case while you had it open." in page.text
        assert page.form(f"{to}/write").fields["letter"] == "A long letter\nthat took an hour."
        again = await browser.post(f"{to}/write")
    assert "Your message is on the person's page." in again.text


async def test_the_answer_does_not_go_before_every_point_is_decided(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert f"{to}/answer" not in page.actions
        refused = await browser.post(
            f"{to}/answer", answer="No. Go to the Review.", version=page.form(f"{to}/write").fields["version"]
        )

    assert refused.status == 409
    assert "Say first what the points of the complaint are." in refused.text


async def test_the_answer_must_name_the_next_door(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        await browser.post(f"{to}/points", **{"summary-1": "No bins", "category-1": "no_service"})
        await browser.post(f"{to}/findings", **{"outcome-1": "not_upheld", "reason-1": "The bins were full of stones"})
        page = await browser.post(f"{to}/answer", answer="No, and that is our last word.")

    assert page.status == 400
    assert "The answer must say who can look at it next: Review." in page.text
    assert page.form(f"{to}/answer").fields["answer"] == "No, and that is our last word."


async def test_what_is_wrong_in_a_form_is_said_at_its_field_and_nothing_typed_is_lost(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        page = await browser.post(
            f"{to}/points", **{"summary-1": "No bins", "summary-2": "Rude on the phone", "category-2": "conduct"}
        )

    assert page.status == 400
    assert 'href="#category-1"' in page.source
    assert page.form(f"{to}/points").fields["summary-2"] == "Rude on the phone"


async def test_thanks_are_passed_on_and_the_giver_is_told(application: Application) -> None:
    receipt = await lodge_one(
        application, kind=Kind.COMPLIMENT, narrative="Such a kind crew!", praised="The crew of lorry 7"
    )
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert page.form(f"{to}/pass-on").fields["told_whom"] == "The crew of lorry 7"
        assert f"{to}/points" not in page.actions
        page = await browser.post(f"{to}/pass-on", told_whom="The crew of lorry 7 and their foreman")

    assert "The thanks are passed on" in page.text
    assert "Thanks passed on to The crew of lorry 7 and their foreman" in page.text


async def test_the_name_is_opened_with_a_reason_that_the_person_can_read(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert "Maria" not in page.source
        refused = await browser.post(f"{to}/identity")
        page = await browser.post(f"{to}/identity", identity_reason="To send the letter by post")
        after = await browser.get(to)

    assert refused.status == 400
    assert "Maria Zanele Okoro" in page.text
    assert "Maria" not in after.source
    assert "To send the letter by post" in after.text
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_person(work.session, await case_id(application, receipt))
    assert ("identity.opened", "To send the letter by post") in [(e.kind, e.facts.get("reason")) for e in view.timeline]


async def test_an_officer_of_the_unit_sees_neither_the_name_nor_the_staff_named(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), staff_named="Ron Harbottle")
    await staff(application, username="of-the-unit", units=("waste",))
    await staff(application, username="of-the-team")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("of-the-unit")
        page = await browser.get(to)
        refused = await browser.post(f"{to}/identity", identity_reason="Curious")
        naming = await browser.post(f"{to}/subject", subject="x")
        async with another_browser(browser) as other:
            await other.sign_in("of-the-team")
            team = await other.get(to)

    assert "Harbottle" not in page.source
    assert {f"{to}/identity", f"{to}/subject"} & page.actions == set()
    assert refused.status == 403
    assert naming.status == 404 or "Choose somebody" in naming.text
    assert "Ron Harbottle" in team.text


async def test_nobody_opens_a_name_the_person_locked_away(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), identity=Visibility.NOBODY)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        page = await browser.post(f"{to}/identity", identity_reason="To call back")

    assert page.status == 403
    assert "Maria" not in page.source


async def test_what_the_person_needs_and_what_keeps_them_safe_stands_with_their_words(application: Application) -> None:
    receipt = await lodge_one(
        application,
        contact=contact(),
        matter=Matter.UNANSWERED,
        language="ar",
        formats=[Format.INTERPRETER],
        adjustments="Please speak slowly",
        safe_since="09:00",
        safe_until="12:30",
        safe_words="Never ring my work",
        neutral=True,
        occurred_about="early in spring",
        ongoing=True,
    )
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(f"/desk/cases/{receipt.reference}")

    for words in (
        "Nobody answered an earlier complaint",
        "Arabic",
        "An interpreter",
        "Please speak slowly",
        "09:00 to 12:30",
        "Never ring my work",
        "Say neither who we are",
        "early in spring",
        "It is still going on.",
    ):
        assert words in page.text


async def test_a_note_stays_with_staff(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        page = await browser.post(f"{to}/note", note="Ask the depot about lorry 7")

    assert "Ask the depot about lorry 7" in page.text
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_person(work.session, await case_id(application, receipt))
    assert "lorry 7" not in str(view)


async def test_a_case_is_given_to_somebody_who_may_handle_it(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    ben = await staff(application, username="ben")
    housing = await staff(application, username="elsewhere", bodies=("housing",))
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert str(housing.id) not in page.source
        page = await browser.post(f"{to}/assign", handler=str(ben.id))
        assert "The case is in their hands now." in page.text
        refused = await browser.post(f"{to}/assign", handler=str(housing.id))

    assert refused.status == 400
    assert "Choose somebody who handles this step." in refused.text


async def test_the_person_reads_no_finding_before_the_answer_has_gone(application: Application) -> None:
    receipt = await lodge_one(application)
    amina = await staff(application, username="amina")
    key = await case_id(application, receipt)
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        await browser.post(f"{to}/points", **{"summary-1": "No bins", "category-1": "no_service"})
    async with application.work(amina) as work:
        await find(work, key, [FindingDraft(1, "upheld", "Half-written reason", "supplier")])

    async with application.work(SYSTEM, reading=True) as work:
        person = await reads.case_for_person(work.session, key)
        desk = await reads.case_for_staff(work.session, key)
    assert "Half-written reason" not in str(person)
    assert desk.issues[0].findings[0].cause == "supplier"


async def test_a_reviewer_reads_a_case_of_the_first_step_but_does_not_work_on_it(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, Role.REVIEWER, username="rita")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("rita")
        page = await browser.get(to)
        refused = await browser.post(f"{to}/acknowledge", understanding="I know better.", version="1")

    assert page.status == 200
    assert f"{to}/acknowledge" not in page.actions
    assert f"{to}/note" in page.actions
    assert refused.status == 404
