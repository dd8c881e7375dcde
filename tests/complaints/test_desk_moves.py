"""The forms for passing a case on and for saying that a service was given: by HTTP alone, and nothing typed is lost."""

from datetime import timedelta

import pytest

from complaints import reads
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Role
from complaints.domain.case import Kind
from tests.browse import a_browser, another_browser
from tests.play import MONDAY, case_id, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

WHY = "The lamp stands on the ground of the housing block."


async def test_a_case_is_passed_on_and_out_of_sight_for_whoever_passed_it(application: Application) -> None:
    receipt = await lodge_one(application, service="street_lighting")
    await staff(application, username="amina")
    await staff(application, username="hana", bodies=("housing",))
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert "Housing Office: Repairs to council homes" in page.text
        page = await browser.post(f"{to}/transfer", to_service="home_repairs", to_why=WHY)
        assert (page.path, page.status) == ("/desk", 200)
        assert "The case is with the other office now, and the person was told." in page.text
        assert (await browser.get(to)).status == 404
        async with another_browser(browser) as other:
            await other.sign_in("hana")
            theirs = await other.get(to)
    assert "Passed on to Repairs to council homes, Housing Office" in theirs.text
    assert WHY in theirs.text
    assert f"{to}/acknowledge" in theirs.actions


async def test_whoever_still_sees_it_stays_on_the_page(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="both", bodies=("city_works", "housing"))
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("both")
        await browser.get(to)
        page = await browser.post(f"{to}/transfer", to_body="housing", to_why=WHY)

    assert page.path == to
    assert "Housing Office" in page.text


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(to)
        empty = await browser.post(f"{to}/transfer", to_service="home_repairs")
        mixed = await browser.post(f"{to}/transfer", to_body="registry", to_service="home_repairs", to_why=WHY)
        there = await browser.post(f"{to}/transfer", to_body="", to_service="bin_collection", to_why=WHY)
        nowhere = await browser.post(f"{to}/transfer", to_service="", to_body="", to_why=WHY)

    assert [page.status for page in (empty, mixed, there, nowhere)] == [400] * 4
    assert 'href="#to_why"' in empty.source
    assert "Say why, in words the person can read." in empty.text
    assert empty.form(f"{to}/transfer").fields["to_service"] == "home_repairs"
    assert "This service belongs to another body: Housing Office." in mixed.text
    assert mixed.form(f"{to}/transfer").fields["to_body"] == "registry"
    assert mixed.form(f"{to}/transfer").fields["to_why"] == WHY
    assert "The case is there already." in there.text
    assert "Choose a service, a unit or a body." in nowhere.text
    assert '<details class="govuk-details rd-noprint" id="transfer" open>' in nowhere.source


async def test_a_transfer_from_a_page_out_of_date_moves_nothing_and_keeps_what_was_typed(
    application: Application,
) -> None:
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
        page = await browser.post(f"{to}/transfer", to_service="home_repairs", to_why=WHY)

    assert page.status == 409
    assert page.form(f"{to}/transfer").fields["to_why"] == WHY
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, await case_id(application, receipt))
    assert view.body == "city_works"


async def test_a_service_that_was_promised_is_kept_as_given(application: Application) -> None:
    receipt = await lodge_one(application, kind=Kind.ENQUIRY, standard="missed_bin")
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(to)
        assert (
            "“We come back for a missed bin within 2 working days after you tell us.” The person was told:" in page.text
        )
        refused = await browser.post(f"{to}/deliver")
        assert refused.status == 400
        assert "Say what was done, and how one can see it." in refused.text
        page = await browser.post(f"{to}/deliver", given="Emptied at noon, see the log of lorry 7")

    assert "It is kept as given, and the person was told." in page.text
    assert "The service itself was given" in page.text
    assert "Emptied at noon, see the log of lorry 7" in page.text
    assert f"{to}/deliver" not in page.actions


async def test_when_it_is_late_the_desk_and_the_person_see_it_and_it_can_still_be_given(
    application: Application,
) -> None:
    receipt = await lodge_one(application, standard="missed_bin")
    await staff(application, username="amina")
    to = f"/desk/cases/{receipt.reference}"
    application.clock.advance_to(MONDAY + timedelta(days=3))
    await sweep(application, now=application.clock.now())
    await drain(application)
    async with a_browser(application) as browser:
        await browser.get("/track")
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        theirs = await browser.get("/your-case")
        await browser.sign_in("amina")
        late = await browser.get("/desk", view="late")
        await browser.get(to)
        given = await browser.post(f"{to}/deliver", given="Emptied on Thursday")
        after = await browser.get("/your-case")

    assert "What you need is late" in theirs.text
    assert "We did not keep the day we had promised to do what you needed." in theirs.text
    assert receipt.reference in late.text
    assert "It is kept as given" in given.text
    assert "What you need is late" not in after.text
    assert "We did what you needed" in after.text


async def test_who_only_reads_a_case_can_say_it_was_given_but_not_pass_it_on(application: Application) -> None:
    receipt = await lodge_one(application, standard="missed_bin")
    await staff(application, Role.REVIEWER, username="rita")
    to = f"/desk/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("rita")
        page = await browser.get(to)
        refused = await browser.post(f"{to}/transfer", to_body="housing", to_why=WHY, version="1")

    assert f"{to}/transfer" not in page.actions
    assert f"{to}/deliver" in page.actions
    assert refused.status == 404
