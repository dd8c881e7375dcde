"""The public's pages over HTTP: telling us, the receipt, the door, the person's page."""

import re

import pytest

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from tests.browse import Browser, a_browser, tell

pytestmark = pytest.mark.on_sqlite


async def _tell(browser: Browser, **said: str) -> tuple[str, str]:
    """Tell us something and return reference and code from the receipt."""
    page = await tell(browser, **said)
    assert page.path == "/sent", page.text
    reference = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    code = re.search(r"\b(?:[2-9A-Z]{4}[- ]+){3}[2-9A-Z]{4}\b", page.text)
    assert reference
    assert code
    return reference[0], code[0]


async def test_a_complaint_is_told_page_by_page_and_the_receipt_shows_dates(application: Application) -> None:
    async with a_browser(application) as browser:
        await _tell(browser, service="bin_collection")
        page = await browser.get("/sent")

    assert "We have your complaint" in page.text
    assert "You will have our answer by" in page.text


async def test_reference_and_code_open_the_case_however_they_are_typed(application: Application) -> None:
    async with a_browser(application) as browser:
        reference, code = await _tell(browser)
        await drain(application)
        await browser.get("/track")
        page = await browser.post(
            "/track", reference=reference.lower().replace("-", " "), code=code.replace("-", "").lower()
        )

    assert page.path == "/your-case"
    assert reference in page.text
    assert "Nobody has begun to look into it yet" in page.text
    assert "Why this date?" in page.text


async def test_a_wrong_code_and_an_unknown_reference_look_the_same(application: Application) -> None:
    async with a_browser(application) as browser:
        reference, code = await _tell(browser)
        await browser.get("/track")
        wrong = await browser.post("/track", reference=reference, code="2222-2222-2222-2222")
        await browser.get("/track")
        unknown = await browser.post("/track", reference="2345-6789", code=code)

    assert wrong.status == unknown.status == 400
    assert wrong.text == unknown.text


async def test_guessing_a_code_runs_out_of_tries(application: Application) -> None:
    async with a_browser(application) as browser:
        reference, _code = await _tell(browser)
        for _ in range(20):
            await browser.get("/track")
            await browser.post("/track", reference=reference, code="2222-2222-2222-2222")
        await browser.get("/track")
        page = await browser.post("/track", reference=reference, code="2222-2222-2222-2222")

    assert page.status == 429
    assert "too many attempts" in page.text


async def test_the_person_adds_information_and_finds_it_on_the_page(application: Application) -> None:
    async with a_browser(application) as browser:
        reference, code = await _tell(browser)
        await browser.get("/track")
        await browser.post("/track", reference=reference, code=code)
        page = await browser.post("/your-case/add", information="It happened again on Monday.")

    assert page.path == "/your-case"
    assert "It happened again on Monday." in page.text
    assert "We have what you added" in page.text


async def test_without_the_code_there_is_no_case_to_see(application: Application) -> None:
    async with a_browser(application) as browser:
        await _tell(browser)
        page = await browser.get("/your-case")

    assert page.path == "/track"


async def test_the_register_shows_version_and_hash_of_the_charter_in_force(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await browser.get("/standards")
        listed = await browser.get("/standards.json")

    async with application.work(SYSTEM, reading=True) as work:
        fingerprint = work.charter.hash
    assert fingerprint in page.source
    assert fingerprint in listed.source


async def test_pages_are_sent_with_a_strict_policy_and_no_store(application: Application) -> None:
    async with a_browser(application) as browser:
        page = await browser.get("/tell")

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"


async def test_when_something_breaks_nothing_typed_is_lost_and_it_can_be_sent_again(application: Application) -> None:
    words = "A long story that took an hour to write down."
    async with a_browser(application) as browser:
        await browser.get("/thank")
        await browser.post("/thank", narrative="The first.", submission_key="used-before")
        await browser.get("/thank")
        broken = await browser.post("/thank", narrative=words, submission_key="used-before")
        again = await browser.post("/thank")

    assert broken.status == 409
    assert "We have not received it yet" in broken.text
    assert broken.form("/thank").fields["narrative"] == words
    assert again.path == "/sent"


async def test_on_a_borrowed_phone_the_case_can_be_closed_behind_oneself(application: Application) -> None:
    async with a_browser(application) as browser:
        reference, code = await _tell(browser)
        await browser.get("/track")
        await browser.post("/track", reference=reference, code=code)
        await browser.post("/leave")
        page = await browser.get("/your-case")
        receipt = await browser.get("/sent")

    assert page.path == receipt.path == "/track"
