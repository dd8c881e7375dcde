"""Files on a case: sent, refused with a reason, shown through checks, and gone from everybody who may not see them."""

from uuid import UUID

import pytest
from sqlalchemy import update

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, person
from complaints.domain.consent import Relation
from complaints.kernel.journal import entries
from complaints.schemas import Receipt, Representative
from complaints.tables import CaseRow, ConsentRow, SubjectRow
from tests.browse import Browser, a_browser
from tests.complaints.papers import PLANTED, docx, pdf, picture
from tests.complaints.sending_files import attached, files_in, links_to_files, send_file
from tests.escalation.steps import at_the_office, ombudsperson
from tests.play import case_id, contact, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

ADD = "/your-case/add"
WORDS = "Here is a photo of the street."


async def only_file(application: Application, receipt: Receipt) -> str:
    """Return the address at which the person sees the one file of a case."""
    (file,) = await files_in(application, await case_id(application, receipt))
    return f"/your-case/files/{file.id}"


async def test_a_photo_sent_with_a_message_is_shown_without_the_place_it_was_taken_at(application: Application) -> None:
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await send_file(browser, ADD, picture(), information=WORDS)
        assert page.status == 200, page.text
        at = await only_file(application, receipt)
        shown = await browser.get(at)
        seen = await browser.client.get(f"{at}/1.jpg")
        original = await browser.client.get(f"{at}/original")

    assert "street.jpg" in shown.text
    assert f'src="{at}/1.jpg"' in shown.source
    assert "Only these pictures are kept" in shown.text
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert seen.headers["cache-control"] == "no-store"
    assert PLANTED.encode() not in seen.content
    assert original.status_code == 404


async def test_the_original_is_kept_and_given_out_as_a_download_only_when_the_person_agreed(
    application: Application,
) -> None:
    receipt, content = await lodge_one(application), picture()
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await send_file(browser, ADD, content, "rue d été.jpg", information=WORDS, keep_original="yes")
        at = await only_file(application, receipt)
        shown = await browser.get(at)
        original = await browser.client.get(f"{at}/original")

    assert "The original may say where" in shown.text
    assert original.content == content
    assert original.headers["content-type"] == "image/jpeg"
    assert original.headers["content-disposition"].startswith('attachment; filename="rue d _t_.jpg"; filename*=UTF-8')
    assert original.headers["content-security-policy"] == "default-src 'none'; sandbox"


REFUSED = {
    "empty": (b"", "a.jpg", "image/jpeg", "The file is empty"),
    "svg as png": (b"<svg/>", "a.png", "image/png", "The file must be one of these"),
    "html": (b"<html>", "a.html", "text/html", "The file must be one of these: JPEG, PNG, HEIC, PDF, DOCX"),
    "png as jpeg": (picture("PNG"), "a.jpg", "image/jpeg", "The file is not what its name says"),
    "locked": (pdf(password="x"), "a.pdf", "application/pdf", "The file is protected by a password"),
    "macro": (docx(**{"word/vbaProject.bin": b""}), "a.docx", "", "The file has a program inside"),
    "pages": (pdf(41), "a.pdf", "application/pdf", "We can show 40 pages, and this file has more"),
    "too large": (bytes(15_000_001), "a.jpg", "image/jpeg", "The file must be smaller than 15 MB"),
}


async def test_a_file_we_cannot_take_says_why_and_keeps_what_was_typed(application: Application) -> None:
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        for content, name, declared, says in REFUSED.values():
            page = await send_file(browser, ADD, content, name, declared, information=WORDS)
            assert page.status == 400
            assert "There is a problem" in page.text
            assert says in page.text
            assert WORDS in page.source

    assert await files_in(application, await case_id(application, receipt)) == []


async def test_a_body_far_too_large_leads_back_with_the_reason(application: Application) -> None:
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        page = await send_file(browser, ADD, bytes(17_000_000), information=WORDS)

    assert page.path == "/your-case"
    assert "The file must be smaller than 15 MB" in page.text


async def test_a_text_is_shown_as_written_and_runs_nothing(application: Application) -> None:
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await send_file(
            browser, ADD, "Été: <script>alert(1)</script>".encode(), "a.txt", "text/plain", information=WORDS
        )
        at = await only_file(application, receipt)
        shown = await browser.get(at)

    assert "Été: &lt;script&gt;alert(1)&lt;/script&gt;" in shown.source
    assert "<script>alert(1)" not in shown.source


async def test_the_journal_knows_a_file_by_its_digest_and_never_by_its_name(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    taken = await attached(application, person(key), key, name="Maria Okoro.jpg")
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        await browser.get(f"/your-case/files/{taken.id}")
        page = await browser.post(f"/your-case/files/{taken.id}/remove")
        assert "We removed the file" in page.text
    await drain(application)

    async with application.work(SYSTEM, reading=True) as work:
        chain = await entries(work.session, key)
    written = {entry.kind: entry.payload for entry in chain if entry.kind.startswith("file.")}
    assert written["file.added"] == {"digest": taken.digest.hex(), "content": "jpeg"}
    assert written["file.removed"] == {"digest": taken.digest.hex(), "content": "jpeg", "why": "taken_back"}
    assert "Okoro" not in repr([entry.payload for entry in chain])
    assert list((application.data / "files").glob("??/*")) == []


# --- Who may see them ------------------------------------------------------------------------------------------------


async def test_the_desk_sees_the_files_and_a_note_that_nobody_scanned_them(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    await attached(application, person(key), key)
    await staff(application)
    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        page = await browser.get(f"/desk/cases/{receipt.reference}")
        (at,) = links_to_files(page, f"/desk/cases/{receipt.reference}/files")
        shown = await browser.get(at)
        parts = [(await browser.client.get(f"{at}/{part}")).status_code for part in ("1.jpg", "original", "2.jpg")]

    assert "A file came: Picture (JPEG)" in page.text
    assert "Not scanned for viruses" in page.text
    assert "Sent by the person's side" in shown.text
    assert parts == [200, 200, 404]


async def test_an_officer_sends_a_file_with_a_message(application: Application) -> None:
    receipt = await lodge_one(application)
    await staff(application)
    to = f"/desk/cases/{receipt.reference}/files"
    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        await browser.get(to)
        page = await send_file(browser, to, pdf(), "form.pdf", "application/pdf", letter="")
        assert "Write what the file is" in page.text
        page = await browser.post(to, letter="Please fill this in.")
        assert "Choose a file" in page.text
        page = await send_file(browser, to, pdf(), "form.pdf", "application/pdf", letter="Please fill this in.")
        assert "Sent to the person, with the file." in page.text
        twice = await send_file(browser, to, pdf(), "form.pdf", "application/pdf", letter="Please fill this in.")
        assert twice.status == 409
        await browser.open_case(receipt)
        page = await browser.get("/your-case")
        at = await only_file(application, receipt)
        shown = await browser.get(at)
        removed = await browser.post(f"{at}/remove")

    assert "Please fill this in." in page.text
    assert "Download the original" in shown.text
    assert "Remove this file" not in shown.text
    assert removed.status == 404


async def test_a_file_is_not_there_for_anybody_who_may_not_read_its_case(application: Application) -> None:
    receipt, other = await lodge_one(application), await lodge_one(application)
    key, others = await case_id(application, receipt), await case_id(application, other)
    taken = await attached(application, person(key), key)
    theirs = await attached(application, person(others), others)
    await staff(application, bodies=("water_board",))
    subject = await staff(application, username="subject")
    await ombudsperson(application)
    async with application.work(SYSTEM) as work:
        work.session.add(SubjectRow(case_id=key, staff_id=subject.id, relation="subject"))
    desk, office = f"/desk/cases/{receipt.reference}/files", f"/office/cases/{receipt.reference}/files"

    async def refused(browser: Browser, at: str, file: UUID, *, whole: bool = True) -> bool:
        parts = ("/1.jpg", "/original", "") if whole else ("/1.jpg", "/original")
        return {(await browser.client.get(f"{at}/{file}{part}")).status_code for part in parts} == {404}

    async with a_browser(application) as browser:
        assert await refused(browser, "/your-case/files", taken.id, whole=False)
        assert (await browser.get(f"/your-case/files/{taken.id}")).path == "/track"
        await browser.open_case(other)
        assert await refused(browser, "/your-case/files", taken.id)
        assert not await refused(browser, "/your-case/files", theirs.id)
        for username in ("officer-water_board", "subject", "ombudsperson"):
            await browser.sign_in(username)
            assert await refused(browser, desk, taken.id)
            assert await refused(browser, office, taken.id)
            assert (await browser.get(desk)).status == 404
            await browser.sign_out()
        # A file of one's own case does not come by way of another's.
        await staff(application)
        await browser.sign_in("officer-city_works")
        assert await refused(browser, desk, theirs.id)


async def test_what_the_person_gives_the_office_is_for_the_office_and_not_for_the_body(
    application: Application,
) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    before = await attached(application, person(key), key)
    await at_the_office(application, receipt)
    after = await attached(application, person(key), key, picture(size=(10, 10)))
    await staff(application)
    await ombudsperson(application)
    desk, office = f"/desk/cases/{receipt.reference}", f"/office/cases/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        page = await browser.get(desk)
        assert links_to_files(page, f"{desk}/files") == [f"{desk}/files/{before.id}"]
        assert (await browser.client.get(f"{desk}/files/{after.id}/1.jpg")).status_code == 404
        # The case is at another step: the picture is there, the original with its place is for those who work on it.
        assert (await browser.client.get(f"{desk}/files/{before.id}/1.jpg")).status_code == 200
        assert (await browser.client.get(f"{desk}/files/{before.id}/original")).status_code == 404
        await browser.sign_out()
        await browser.sign_in("ombudsperson")
        page = await browser.get(office)
        assert len(links_to_files(page, f"{office}/files")) == 2
        for file in (before, after):
            assert (await browser.get(f"{office}/files/{file.id}")).status == 200
            assert (await browser.client.get(f"{office}/files/{file.id}/original")).status_code == 200


async def test_a_code_replaced_since_opens_no_file(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    taken = await attached(application, person(key), key)
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        assert (await browser.client.get(f"/your-case/files/{taken.id}/1.jpg")).status_code == 200
        async with application.work(SYSTEM) as work:
            case = await work.session.get_one(CaseRow, key)
            case.code_hash = bytes(32)
            await work.session.flush()
        assert (await browser.client.get(f"/your-case/files/{taken.id}/1.jpg")).status_code == 404


async def test_a_representative_sees_the_files_for_as_long_as_the_consent_holds(application: Application) -> None:
    helper = Representative(relation=Relation.HELPER, contact=contact(name="Sam"))
    receipt = await lodge_one(application, contact=contact(), representative=helper)
    key = await case_id(application, receipt)
    taken = await attached(application, person(key), key)
    part = f"/your-case/files/{taken.id}/1.jpg"
    async with a_browser(application) as browser:
        await browser.open_case(receipt)
        assert (await browser.client.get(part)).status_code == 200
        async with application.work(SYSTEM) as work:
            await work.session.execute(update(ConsentRow).values(ended_at=work.now))
        assert (await browser.client.get(part)).status_code == 404
        assert (await browser.post(f"/your-case/files/{taken.id}/remove")).status == 404


async def test_nobody_who_is_not_signed_in_learns_that_a_file_is_there(application: Application) -> None:
    receipt = await lodge_one(application)
    key = await case_id(application, receipt)
    taken = await attached(application, person(key), key)
    async with a_browser(application) as browser:
        page = await browser.get(f"/desk/cases/{receipt.reference}/files/{taken.id}/1.jpg")

    assert page.path == "/sign-in"
