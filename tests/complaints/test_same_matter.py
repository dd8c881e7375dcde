"""This may be the same matter: what is offered before sending, to whom, and what nobody learns by it."""

from datetime import timedelta

import pytest

from complaints.actions.same_matter import Match, same_matter
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import PUBLIC, SYSTEM, Actor
from complaints.domain.case import Kind
from complaints.domain.matter import Matter
from complaints.reads import case_for_person
from complaints.schemas import Contact, Submission
from complaints.store import id_of, load
from tests.browse import Browser, Page, a_browser, another_browser, tell
from tests.play import case_id, lodge_one, the_person

STORY = "The bins in Harbour Street were not emptied for three weeks and nobody answers."
MARIA = Contact(name="Maria", email="maria@example.org")
SENT = "the key under which this browser has sent its story"


async def match(application: Application, actor: Actor = PUBLIC, *, sent: str | None = SENT, **said: object) -> Match:
    """Return what a complaint about bins may be the same as, in the browser that has *sent* one."""
    values = {"kind": Kind.COMPLAINT, "narrative": STORY, "service": "bin_collection"} | said
    async with application.work(actor, reading=True) as work:
        return await same_matter(work, Submission(**values), sent=sent)


async def test_the_same_words_by_the_same_person_within_a_day_are_found(application: Application) -> None:
    receipt = await lodge_one(application, narrative=STORY, contact=MARIA, key=SENT)

    found = await match(application, narrative=f"{STORY} Please!", contact=Contact(email="MARIA@example.org"))

    assert found.same is not None
    assert (found.same.reference, found.same.at) == (receipt.reference, receipt.received_at)


async def test_by_telephone_too(application: Application) -> None:
    await lodge_one(application, narrative=STORY, contact=Contact(phone="01632 960 001"), key=SENT)

    assert (await match(application, contact=Contact(phone="(01632) 960001"))).same is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"contact": Contact(email="other@example.org")},
        {"contact": None},
        {"contact": Contact(name="Maria")},
        {"narrative": "Is there a case of Maria's about the bins? I only know her address."},
        {"narrative": "bins"},
        {"matter": Matter.REPRISAL},
        {"sent": None},
        {"sent": "the key of something else"},
    ],
)
async def test_whoever_knows_less_learns_nothing(application: Application, changed: dict[str, object]) -> None:
    await lodge_one(application, narrative=STORY, contact=MARIA, key=SENT)

    assert (await match(application, **({"contact": MARIA} | changed))) == Match()


async def test_after_a_day_it_is_something_new(application: Application) -> None:
    now = application.clock.now()
    await lodge_one(application, narrative=STORY, contact=MARIA, at=now - timedelta(hours=25), key=SENT)

    assert (await match(application, contact=MARIA)).same is None


async def test_the_case_open_in_this_browser_is_offered_when_it_is_about_the_same_service(
    application: Application,
) -> None:
    receipt = await lodge_one(application, narrative="Quite other words.")
    person = await the_person(application, receipt)

    about_it = await match(application, person)
    about_else = await match(application, person, service="road_repair")

    assert about_it.own is not None
    assert about_it.own.reference == receipt.reference
    assert about_else == Match()


async def test_that_others_told_us_of_a_place_is_said_from_three_cases_on(application: Application) -> None:
    for number in range(2):
        await lodge_one(application, narrative=f"Neighbour {number}", place="Harbour Street 12")
    two = await match(application, place="12 Harbour St")
    await lodge_one(application, narrative="Neighbour 3", place="12, harbour street")

    assert not two.others
    assert (await match(application, place="12 Harbour St")).others
    assert not (await match(application, place="13 Harbour St")).others
    assert not (await match(application, place="12 Harbour St", service="road_repair")).others
    assert not (await match(application, place="12 Harbour St", matter=Matter.REPRISAL)).others


async def _told_again(browser: Browser, **said: str) -> Page:
    """Tell it as far as the check, and return that."""
    await browser.get("/tell")
    await browser.post("/tell", about="wrong")
    await browser.post("/tell/service", service="bin_collection")
    await browser.post("/tell/what", narrative=STORY, adds=["staff"])
    await browser.post("/tell/staff", **{"staff_named": "The tall driver"} | said)
    return await browser.post("/tell/reach", email="maria@example.org")


@pytest.mark.on_sqlite
async def test_sent_as_more_information_it_is_in_the_thread_and_no_new_case(application: Application) -> None:
    receipt = await lodge_one(application, narrative=STORY, contact=MARIA)
    key = await case_id(application, receipt)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        check = await _told_again(browser)
        undecided = await browser.post("/tell/check", send="")
        added = await browser.post("/tell/check", send="same")
        browser.last = check
        again = await browser.post("/tell/check", send="same")
    await drain(application)

    async with application.work(SYSTEM, reading=True) as work:
        case = await case_for_person(work.session, key)
    assert "You sent this on" in check.text
    assert receipt.reference in check.text
    assert undecided.path == "/tell/check"
    assert added.path == again.path == "/sent"
    assert "We have put it with your case" in again.text
    assert [message.body for message in case.messages if message.direction == "in"] == [STORY]
    assert "The tall driver" not in str(case.messages)


@pytest.mark.on_sqlite
async def test_sent_as_new_it_is_a_case_of_its_own(application: Application) -> None:
    receipt = await lodge_one(application, narrative=STORY, contact=MARIA)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await _told_again(browser)
        page = await browser.post("/tell/check", send="new")

    assert "We have your complaint" in page.text
    assert receipt.reference not in page.text


@pytest.mark.on_sqlite
async def test_nobody_elses_words_or_references_stand_on_the_check(application: Application) -> None:
    receipts = [
        await lodge_one(application, narrative=f"A neighbour's secret {number}", place="Quay 4") for number in range(3)
    ]
    async with a_browser(application) as browser:
        await tell(browser, service="bin_collection", place="Quay 4")
        async with another_browser(browser) as other:
            await other.get("/tell")
            await other.post("/tell", about="wrong")
            await other.post("/tell/service", service="bin_collection")
            await other.post("/tell/what", narrative="Mine.", adds=["when"])
            await other.post("/tell/when", place="quay 4")
            page = await other.post("/tell/reach")

    assert "Others have told us about this place too." in page.text
    assert "secret" not in page.text
    assert not [receipt.reference for receipt in receipts if receipt.reference in page.text]


@pytest.mark.on_sqlite
async def test_adding_by_somebody_who_was_not_asked_is_a_new_case(application: Application) -> None:
    receipt = await lodge_one(application, narrative="Quite other words.", contact=MARIA)
    async with a_browser(application) as browser:
        await _told_again(browser)
        page = await browser.post("/tell/check", send="same")
        case = await browser.post("/tell/check", send="own")

    assert page.path == case.path == "/sent"
    assert "We have put it with your case" not in page.text
    assert receipt.reference not in page.text


@pytest.mark.on_sqlite
async def test_the_names_of_staff_are_kept_apart_from_the_words(application: Application) -> None:
    receipt = await lodge_one(application, narrative=STORY, contact=MARIA, staff_named="The short one")
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await _told_again(browser)
        await browser.post("/tell/check", send="same")

    async with application.work(SYSTEM, reading=True) as work:
        case = await load(work.session, await id_of(work.session, receipt.reference))
    assert case.staff_named == "The short one\nThe tall driver"


@pytest.mark.on_sqlite
async def test_an_office_that_has_the_words_finds_out_nobody_by_trying_addresses(application: Application) -> None:
    receipt = await lodge_one(application, narrative=STORY, contact=MARIA)
    async with a_browser(application) as browser:
        right = await _told_again(browser)
        browser.last = right
        sent = await browser.post("/tell/check", send="same")
    await drain(application)

    async with application.work(SYSTEM, reading=True) as work:
        case = await case_for_person(work.session, await id_of(work.session, receipt.reference))
    assert right.path == "/tell/check"
    assert "same matter" not in right.text
    assert receipt.reference not in right.text + sent.text
    assert not [one for one in case.messages if one.direction == "in"]


@pytest.mark.on_sqlite
async def test_sent_a_moment_ago_from_this_browser_it_is_offered_with_no_case_open(application: Application) -> None:
    async with a_browser(application) as browser:
        await _told_again(browser)
        first = await browser.post("/tell/check", send="new")
        again = await _told_again(browser)

    assert "We have your complaint" in first.text
    assert again.path == "/tell/check"
    assert "You sent this on" in again.text


@pytest.mark.on_sqlite
@pytest.mark.parametrize("about", ["unanswered", "reprisal"])
async def test_what_the_body_knows_nothing_of_is_never_put_into_what_goes_to_it(
    application: Application, about: str
) -> None:
    receipt = await lodge_one(application, narrative=STORY, matter=Matter.REPRISAL, contact=MARIA)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await browser.get("/tell")
        page = await browser.post("/tell", about=about)

    assert page.path == "/tell/before"
    assert (receipt.reference in page.source) is (about == "reprisal")
