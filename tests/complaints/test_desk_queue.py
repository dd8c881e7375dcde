"""The queue of the desk: order, views, pages, search."""

from datetime import timedelta

import pytest

from complaints.app.boundary import Application
from complaints.domain.access import Role
from complaints.domain.case import Kind
from complaints.web import desk
from tests.browse import a_browser
from tests.play import MONDAY, case_id, lodge_one, staff

pytestmark = pytest.mark.on_sqlite


async def test_an_empty_queue_says_so(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        page = await browser.sign_in("amina")
        mine = await browser.get("/desk", view="mine")

    assert "Nothing is open." in page.text
    assert "You have no open case." in mine.text


async def test_what_is_due_first_stands_first_with_its_date_in_words(application: Application) -> None:
    later = await lodge_one(application, service="residence_permit", body="registry")
    first = await lodge_one(application, at=MONDAY - timedelta(days=4))
    await lodge_one(application, kind=Kind.SUGGESTION)
    await staff(application, username="amina", bodies=("city_works", "registry"))
    async with a_browser(application) as browser:
        page = await browser.sign_in("amina")

    assert page.source.index(first.reference) < page.source.index(later.reference)
    assert "Due today" in page.text
    assert "Monday 2 March 2026" in page.text
    assert "Web form" not in page.text
    assert "Complaint, web form" in page.text


async def test_a_broken_promise_is_counted_in_days(application: Application) -> None:
    receipt = await lodge_one(application, at=MONDAY - timedelta(days=7))
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        late = await browser.get("/desk", view="late")

    assert receipt.reference in late.source
    assert "4 days late" in late.text


async def test_the_views_show_what_they_say(application: Application) -> None:
    mine = await lodge_one(application)
    nobodys = await lodge_one(application)
    praise = await lodge_one(application, kind=Kind.COMPLIMENT)
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(f"/desk/cases/{mine.reference}")
        await browser.post(f"/desk/cases/{mine.reference}/acknowledge")
        shown = {view: await browser.get("/desk", view=view) for view in desk.VIEWS}

    found = {
        view: {
            name
            for name, one in {"mine": mine, "nobodys": nobodys, "praise": praise}.items()
            if one.reference in page.source
        }
        for view, page in shown.items()
    }
    assert found == {
        "open": {"mine", "nobodys", "praise"},
        "late": set(),
        "soon": set(),
        "mine": {"mine"},
        "unassigned": {"nobodys", "praise"},
        "praise": {"praise"},
    }
    assert "All open 3 Late 0 Due soon 0 Mine 1 Nobody has it 2 Thanks to pass on 1" in shown["open"].text


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(application: Application) -> None:
    told = {(await lodge_one(application, at=MONDAY - timedelta(hours=hour // 2))).reference for hour in range(52)}
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        first = await browser.sign_in("amina")
        more = first.source.split('rel="next"', 1)[0].rsplit('href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
        second = await browser.get(more)

    on_first = {reference for reference in told if reference in first.source}
    on_second = {reference for reference in told if reference in second.source}
    assert len(on_first) == 50
    assert len(on_second) == 2
    assert on_first | on_second == told
    assert 'rel="next"' not in second.source


async def test_a_reviewer_sees_the_tier_of_reviewers_only(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, Role.REVIEWER, username="rita")
    async with a_browser(application) as browser:
        page = await browser.sign_in("rita")

    assert receipt.reference not in page.source
    assert "Nothing is open." in page.text


async def test_a_reference_typed_in_any_way_leads_to_the_case(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get("/desk/find", reference=receipt.reference.lower().replace("-", " "))

    assert page.path == f"/desk/cases/{receipt.reference}"


async def test_a_case_out_of_scope_is_not_found_like_one_that_is_not_there(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application, username="elsewhere", bodies=("housing",))
    async with a_browser(application) as browser:
        await browser.sign_in("elsewhere")
        theirs = await browser.get("/desk/find", reference=receipt.reference)
        none = await browser.get("/desk/find", reference="ABCD-EFGH")
        case = await browser.get(f"/desk/cases/{receipt.reference}")
        nothing = await browser.get("/desk/cases/ABCD-EFGH")

    assert theirs.text == none.text
    assert "There is no case with this reference." in theirs.text
    assert (case.status, nothing.status) == (404, 404)
    assert case.text == nothing.text


async def test_the_case_of_somebody_who_left_is_in_nobodys_hands(application: Application) -> None:
    receipt = await lodge_one(application)
    amina = await staff(application, username="amina")
    await staff(application, username="ben")
    await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        await browser.get(f"/desk/cases/{receipt.reference}")
        await browser.post(f"/desk/cases/{receipt.reference}/acknowledge")
        await browser.sign_out()
        await browser.sign_in("adam")
        await browser.post(f"/admin/people/{amina.id}/disable")
        await browser.sign_out()
        await browser.sign_in("ben")
        page = await browser.get("/desk", view="unassigned")

    assert await case_id(application, receipt)
    assert receipt.reference in page.source
