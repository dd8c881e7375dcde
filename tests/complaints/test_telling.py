"""Telling us something over HTTP: the pages, what they find wrong, what comes of what was told."""

import io
from datetime import timedelta

import pikepdf
import pytest

from complaints.actions.attach import files_of
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.domain.journey import RULES, Step
from complaints.reads import case_for_staff
from complaints.schemas import CaseView
from complaints.store import id_of
from tests.browse import Browser, Page, a_browser, another_browser, tell

pytestmark = pytest.mark.on_sqlite


async def told(application: Application, page: Page) -> CaseView:
    """Return the case a receipt is for."""
    assert page.path == "/sent", page.text
    reference = page.text.partition("Your reference ")[2][:9]
    async with application.work(SYSTEM, reading=True) as work:
        return await case_for_staff(work.session, await id_of(work.session, reference))


async def first_page(browser: Browser, **answers: str) -> Page:
    """Answer what it is, and return the page after it."""
    await browser.get("/tell")
    return await browser.post("/tell", **answers)


async def test_the_shortest_complaint_takes_seven_pages(application: Application) -> None:
    async with a_browser(application) as browser:
        pages = [
            await browser.get("/"),
            await browser.get("/tell", about="wrong"),
            await browser.post("/tell"),
            await browser.post("/tell/service", service="unknown"),
            await browser.post("/tell/what", narrative="Nobody came."),
            await browser.post("/tell/reach"),
            await browser.post("/tell/check", send="new"),
        ]

    assert [page.path for page in pages] == [
        "/", "/tell", "/tell/service", "/tell/what", "/tell/reach", "/tell/check", "/sent",
    ]  # fmt: skip


async def test_praise_takes_three_pages(application: Application) -> None:
    async with a_browser(application) as browser:
        start = await browser.get("/")
        assert 'href="/thank"' in start.source
        await browser.get("/thank")
        page = await browser.post("/thank", narrative="She waited.", staff_named="The driver", quote="yes")
        case = await told(application, page)

    assert (case.kind, case.praised, case.may_quote) == ("compliment", "The driver", True)
    assert "We find the people you thanked" in page.text


async def test_the_old_doors_lead_to_the_first_question(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await browser.get("/complain")
        thanks = await first_page(browser, about="thanks")

    assert page.path == "/tell"
    assert page.form("/tell").fields["about"] == "wrong"
    assert thanks.path == "/thank"


async def test_everything_that_was_answered_is_on_the_case(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await tell(
            browser, service="bin_collection", narrative="It stank.", occurred_on_day="1", occurred_on_month="3",
            occurred_on_year="26", occurred_about="in the morning", ongoing="yes", place="Quay 4",
            wanted=["money", "apology"], wants="Soon.", staff_named="The tall one", name="Maria", phone="01632 960 001",
            identity="unit", formats=["call", "braille"], adjustments="Slowly", language="fr", safe_since="9",
            safe_until="12.30", voicemail="yes", neutral="yes", safe_words="Never at work",
        )  # fmt: skip
        case = await told(application, page)

    assert (case.matter, case.service, case.narrative) == ("wrong", "bin_collection", "It stank.")
    assert (str(case.occurred_on), case.occurred_about, case.ongoing) == ("2026-03-01", "in the morning", True)
    assert (case.place, case.wants) == ("Quay 4", "An apology; Money back\nSoon.")
    assert (case.visibility, case.reply_by, case.language) == ("unit", "phone", "fr")
    assert (case.formats, case.adjustments) == (["call", "braille"], "Slowly")
    assert (case.safe_since, case.safe_until, case.safe_words) == ("09:00", "12:30", "Never at work")
    assert (case.voicemail, case.neutral) == (True, True)


async def test_the_check_says_not_provided_and_lets_it_be_added_and_changed(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="wrong")
        await browser.post("/tell/service")
        await browser.post("/tell/what", narrative="Nobody came.")
        check = await browser.post("/tell/reach")
        assert check.text.count("Not provided") == 1
        assert check.source.count(">Add<") == 7
        assert "We do not know who you are" in check.text
        assert "Who may see your name" not in check.text
        await browser.get("/tell/staff", change="1")
        added = await browser.post("/tell/staff", staff_named="The tall one")
        await browser.get("/tell/what", change="1")
        changed = await browser.post("/tell/what", narrative="Nobody came twice.")

    assert added.path == changed.path == "/tell/check"
    assert "The tall one" in added.text
    assert "Nobody came twice." in changed.text
    assert changed.source.count(">Add<") == 6


@pytest.mark.parametrize("about", ["fix", "question", "idea"])
async def test_what_is_no_complaint_is_not_asked_about_staff_or_what_would_put_it_right(
    application: Application, about: str
) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about=about)
        await browser.post("/tell/service", service="bin_collection")
        story = await browser.post("/tell/promise") if about == "fix" else await browser.get("/tell/what")
        await browser.post("/tell/what", narrative="The bin is broken.", adds=["when"])
        when = await browser.get("/tell/when")
        await browser.post("/tell/when")
        check = await browser.post("/tell/reach")

    assert "Names of staff" not in story.text + check.text
    assert "What would put it right" not in story.text + check.text
    assert "Which day or which place is it about?" in when.text
    assert "It is still going on" not in when.text


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        ("what", {"narrative": ""}, "Write something in the box."),
        ("what", {"narrative": "x" * 20_002}, "This is 2 letters too long."),
        ("when", {"occurred_on_day": "31", "occurred_on_month": "2", "occurred_on_year": "2026"}, "Enter a real day"),
        ("when", {"occurred_on_day": "3", "occurred_on_month": "3", "occurred_on_year": "2026"}, "still to come"),
        ("when", {"occurred_on_day": "3"}, "Enter a real day"),
        ("reach", {"email": "maria@"}, "Enter an e-mail address"),
        ("reach", {"identity": "everybody"}, "Choose who may see your name."),
        ("needs", {"language": "tlh"}, "Choose one of the languages."),
        ("needs", {"formats": ["smoke"]}, "Choose from the list."),
        ("safe", {"safe_since": "noon"}, "Enter a time of day like 09:00"),
        ("for", {"relation": ""}, "Choose who you are to this person."),
        (
            "for",
            {"relation": "family", "until_day": "1", "until_month": "1", "until_year": "2026"},
            "This day is over.",
        ),
        ("service", {"service": "moon_landing"}, "Choose one of the list"),
        ("before", {"earlier": "x" * 101}, "Enter only the reference"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    application: Application, step: str, answers: dict[str, str | list[str]], words: str
) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="unanswered")
        await browser.post("/tell/what", narrative="Nobody came.", adds=["when"])
        await browser.post("/tell/reach", helps=["for"])
        page = await browser.post(f"/tell/{step}", **answers)
        again = await browser.get(f"/tell/{step}")

    assert page.status == 400
    assert page.source.count(words) == 2
    assert "<title>Error: " in page.source
    field, value = next(iter(answers.items()))
    if isinstance(value, str) and field not in {"identity", "language", "service", "relation"}:
        assert again.form(f"/tell/{step}").fields[field] == value


async def test_nothing_can_be_sent_that_a_page_refused(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="wrong")
        await browser.post("/tell/service")
        await browser.post("/tell/what", narrative="Nobody came.")
        await browser.post("/tell/reach", email="maria@", go="back")
        page = await browser.post("/tell/check", send="new")

    assert page.path == "/tell/reach"


async def test_words_find_services_and_nothing_found_is_fine(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="wrong")
        found = await browser.post("/tell/service", find="missed bin", go="find")
        with_enter = await browser.post("/tell/service", find="pothole")
        nothing = await browser.post("/tell/service", find="qwrtz", go="find")
        on = await browser.post("/tell/service", service="unknown")

    assert "We found" in found.text
    assert found.text.index("Bin collection") < found.text.index("I do not know, please decide")
    assert "Road and pavement repair" in with_enter.text
    assert with_enter.path == "/tell/service"
    assert "That is fine. We will find the right team." in nothing.text
    assert on.path == "/tell/what"


async def test_needing_something_shows_what_the_service_promises_and_its_telephone(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="fix")
        known = await browser.post("/tell/service", service="bin_collection")
        await browser.get("/tell/service")
        unknown = await browser.post("/tell/service", service="unknown")
        on = await browser.post("/tell/promise")

    assert known.path == unknown.path == "/tell/promise"
    assert "We come back for a missed bin" in known.text
    assert "We repair a street light" not in known.text
    assert "01632 960 100" in known.text
    assert "We pass it on" in unknown.text
    assert on.path == "/tell/what"


async def test_whoever_told_us_before_is_shown_the_door_and_may_go_on_without(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await first_page(browser, about="unanswered")
        assert page.path == "/tell/before"
        assert 'href="/track"' in page.source
        case = await told(application, await tell(browser, "unanswered", earlier="K7M4-2QXD"))

    assert case.matter == "unanswered"
    assert case.narrative.endswith("The earlier reference: K7M4-2QXD")


async def first_reach(browser: Browser) -> Page:
    """Begin telling of bad treatment and return the page that asks who may see the name."""
    await first_page(browser, about="reprisal")
    return await browser.get("/tell/reach")


async def test_bad_treatment_goes_to_the_ombudsperson_and_every_page_says_so(application: Application) -> None:
    async with a_browser(application) as browser:
        first = await browser.get("/tell")
        before = await first_page(browser, about="reprisal")
        page = await tell(browser, "reprisal", service="bin_collection")
        case = await told(application, page)
        reach = await first_reach(browser)

    assert "Only the ombudsperson's office" in reach.text
    assert "complaints team" not in reach.text
    assert "not to the office you complained about" in first.text
    assert "The office you complained about does not get it" in before.text
    assert "Thank you. The Ombudsperson of Calder Bay has what you wrote" in page.text
    assert "The Ombudsperson of Calder Bay is independent of us" in page.text
    assert "We do not know who you are" in page.text
    assert "City Works" not in page.text
    assert case.tier == application.charters.in_force(application.clock.now()).charter.top.key


async def test_telling_for_somebody_keeps_two_contacts_apart(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await tell(
            browser, relation="family", email="zoe@example.org", own_email="maria@example.org", scope="follow"
        )
        theirs = await told(application, page)
        mine = await told(application, await tell(browser, relation="helper", email="maria@example.org", mine="yes"))
        nobody = await tell(browser, relation="self", narrative="For me after all.")

    assert "This code is for you, who tell us for somebody else" in page.text
    assert theirs.reply_by == "email"
    assert mine.reply_by is None
    assert "This code is for you" not in nobody.text


async def test_words_of_danger_bring_up_where_to_call_and_stop_nobody(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="wrong")
        await browser.post("/tell/service")
        page = await browser.post("/tell/what", narrative="I do not want to live like this.")
        later = await browser.post("/tell/reach")
        sent = await browser.post("/tell/check", send="new")

    assert page.path == "/tell/reach"
    for shown in (page, later):
        assert "Are you safe?" in shown.text
        assert 'href="tel:999"' in shown.source
    assert sent.path == "/sent"


async def test_the_code_is_shown_until_it_is_kept_and_then_no_more(application: Application) -> None:
    async with a_browser(application) as browser:
        await tell(browser)
        unticked = await browser.post("/sent")
        ticked = await browser.post("/sent", kept="yes")
        later = await browser.get("/sent")

    assert unticked.status == 400
    assert "Then tick that you have kept it." in unticked.text
    assert ticked.path == "/your-case"
    assert later.path == "/track"
    assert "The page with your code is closed." in later.text


async def test_a_key_that_was_copied_before_sending_opens_no_receipt_later(application: Application) -> None:
    async with a_browser(application) as browser:
        await browser.get("/tell")
        await browser.post("/tell", about="wrong")
        await browser.post("/tell/service", service="unknown")
        await browser.post("/tell/what", narrative="They shouted at me.")
        await browser.post("/tell/reach")
        copied = browser.cookie("redress-draft")
        sent = await browser.post("/tell/check", send="new")
        async with another_browser(browser) as stranger:
            application.clock.advance_to(application.clock.now() + timedelta(minutes=31))
            await stranger.get("/")
            stranger.plant("redress-draft", copied or "")
            pages = [await stranger.get("/tell/check"), await stranger.get("/sent")]

    assert "We have your complaint" in sent.text
    assert [page.path for page in pages] == ["/track", "/track"]
    assert "The page with your code is closed." in pages[0].text


async def test_the_receipt_is_a_tagged_file_with_reference_code_and_dates(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await tell(browser, service="bin_collection")
        answer = await browser.client.get("/sent/receipt.pdf")
        await browser.post("/leave")
        gone = await browser.get("/sent/receipt.pdf")

    reference = page.text.partition("Your reference ")[2][:9]
    assert answer.headers["content-type"] == "application/pdf"
    assert f"receipt-{reference}.pdf" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert reference in str(pdf.docinfo["/Title"])
        assert 'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes().decode()
    assert gone.path == "/track"


async def test_unknown_pages_are_not_there_and_pages_without_a_draft_lead_to_the_first(
    application: Application,
) -> None:
    async with a_browser(application) as browser:
        unknown = await browser.get("/tell/moon")
        for step in RULES:
            if step is not Step.ABOUT:
                assert (await browser.get(f"/tell/{step.value}")).path == "/tell"

    assert unknown.status == 404


async def test_files_are_added_one_at_a_time_taken_off_again_and_go_with_the_case(application: Application) -> None:
    async with a_browser(application) as browser:
        await first_page(browser, about="wrong")
        await browser.post("/tell/service")
        page = await browser.post("/tell/what", narrative="See the list.", adds=["files"])
        token = page.form("/tell/files").fields["_csrf_token"]
        for name in ("list.txt", "other.txt"):
            await browser.client.post(
                "/tell/files",
                data={"_csrf_token": token, "go": "add"},
                files={"file": (name, b"Monday: nobody came.", "text/plain")},
                follow_redirects=False,
            )
            # Of two that came in the same instant nobody can say which is first.
            application.clock.advance_to(application.clock.now() + timedelta(seconds=1))
        listed = await browser.get("/tell/files")
        remove = next(form.action for form in listed.forms if form.action.endswith("/remove"))
        fewer = await browser.post(remove)
        nothing = await browser.post("/tell/files", go="add")
        await browser.get("/tell/files")
        reach = await browser.post("/tell/files", go="on")
        check = await browser.post("/tell/reach")
        case = await told(application, await browser.post("/tell/check", send="new"))

    async with application.work(SYSTEM, reading=True) as work:
        files = await files_of(work, case=case.id)
    assert "list.txt" in listed.text
    assert "list.txt" not in fewer.text
    assert (nothing.status, reach.path) == (400, "/tell/reach")
    assert "other.txt" in check.text
    assert [one.name for one in files] == ["other.txt"]
